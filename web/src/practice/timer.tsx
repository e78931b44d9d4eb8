import { useEffect, useEffectEvent, useState } from 'react';
import {
  CompletePoseDocument,
  CompletePracticeDocument,
  PausePracticeDocument,
  ResumePracticeDocument,
} from '../generated/practice.ts';
import type { OpenFragment, PracticeStatus } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { formatClock, formatSeconds } from '../parts/time.tsx';
import { Mood } from './mood.tsx';

/** Milliseconds between two looks at the clock after which the device was asleep, or the page out of sight. */
const absence = 5_000;

/**
 * The seconds of an open practice: the server's figure, and the time since it came. `onReturn` is called where the device
 * may have slept meanwhile, which stops its measure of time.
 */
function useSeconds({ status, durationSeconds }: OpenFragment, onReturn: () => void): number {
  const figure = `${status} ${durationSeconds}`;
  const [measured, setMeasured] = useState({ figure, at: performance.now() });
  const [now, setNow] = useState(measured.at);
  if (measured.figure !== figure) {
    const at = performance.now();
    setMeasured({ figure, at });
    setNow(at);
  }
  const isRunning = status === 'ACTIVE';
  const returned = useEffectEvent(onReturn);
  useEffect(() => {
    if (!isRunning) return;
    let looked = Date.now();
    const timer = setInterval(() => {
      if (document.hidden) return;
      if (Date.now() - looked > absence) returned();
      looked = Date.now();
      setNow(performance.now());
    }, 250);
    return () => clearInterval(timer);
  }, [isRunning]);
  return durationSeconds + (isRunning ? Math.max(0, Math.floor((now - measured.at) / 1_000)) : 0);
}

interface TimerProps {
  practice: OpenFragment;
  onEnd: () => void;
  /** The server's figure is wanted anew. */
  onReturn: () => void;
}

/** The open practice. Its clock is the server's, so it goes on over a reload and is the same on every device. */
export function Timer({ practice, onEnd, onReturn }: TimerProps) {
  const seconds = useSeconds(practice, onReturn);
  const pause = useAct(PausePracticeDocument);
  const resume = useAct(ResumePracticeDocument);
  const [ending, setEnding] = useState<PracticeStatus | null>(null);
  const { id, status, sequence, session } = practice;
  const isRunning = status === 'ACTIVE';
  return (
    <section className="card stack" aria-labelledby="timer">
      <div className="row between">
        <h2 id="timer">{sequence?.title ?? session?.title ?? 'Free practice'}</h2>
        <span className={`badge ${isRunning ? 'good' : ''}`}>{isRunning ? 'Running' : 'Paused'}</span>
      </div>
      <p className="clock number" role="timer" aria-label={`${formatSeconds(seconds)} practised`}>
        {formatClock(seconds)}
      </p>
      <div className="actions">
        <button
          type="button"
          className={isRunning ? undefined : 'primary'}
          disabled={pause.isBusy || resume.isBusy}
          onClick={() => (isRunning ? pause : resume).act({ id })}
        >
          {isRunning ? 'Pause' : 'Go on'}
        </button>
        <button type="button" className="primary" onClick={() => setEnding('COMPLETED')}>
          Complete…
        </button>
        <button type="button" onClick={() => setEnding('PARTIAL')}>
          End early…
        </button>
        <button type="button" className="quiet" onClick={() => setEnding('ABANDONED')}>
          Abandon…
        </button>
      </div>
      <Refusal refusal={pause.refusal ?? resume.refusal} />
      {sequence && <Poses practice={practice} />}
      {ending && <Ending id={id} status={ending} onClose={() => setEnding(null)} onEnd={onEnd} />}
    </section>
  );
}

/** The poses of the sequence, to be marked as they are done. */
function Poses({ practice: { id, sequence, poses } }: { practice: OpenFragment }) {
  const { act, isBusy, refusal } = useAct(CompletePoseDocument);
  const done = new Set(poses.map(({ position }) => position));
  const next = sequence?.poses.find(({ position }) => !done.has(position));
  return (
    <>
      <ol className="lines poses" aria-label="Poses">
        {sequence?.poses.map(({ position, name, cue, durationSeconds }) => (
          <li
            key={position}
            className={`row between ${position === next?.position ? 'next' : ''}`}
            aria-current={position === next?.position ? 'step' : undefined}
          >
            <span>
              <strong>{name}</strong> <span className="muted number">{formatSeconds(durationSeconds)}</span>
              {cue && position === next?.position && <span className="cue">{cue}</span>}
            </span>
            {done.has(position) ? (
              <span className="badge good">Done</span>
            ) : (
              <button type="button" className="small" disabled={isBusy} onClick={() => act({ id, position })}>
                Done<span className="hidden"> with {name}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <Refusal refusal={refusal} />
    </>
  );
}

const titles: Partial<Record<PracticeStatus, string>> = {
  COMPLETED: 'Complete the practice',
  PARTIAL: 'End the practice early',
  ABANDONED: 'Abandon the practice?',
};

interface EndingProps {
  id: string;
  status: PracticeStatus;
  onClose: () => void;
  onEnd: () => void;
}

function Ending({ id, status, onClose, onEnd }: EndingProps) {
  const { act, isBusy, refusal } = useAct(CompletePracticeDocument);
  const submit = async ({ mood, notes }: Record<string, string>) => {
    const ended = await act({ input: { id, status, mood: mood ? Number(mood) : null, notes: notes?.trim() || null } });
    if (!ended) return;
    notify(`${formatSeconds(ended.practiceSession.durationSeconds)} recorded.`);
    onEnd();
  };
  return (
    <Dialog title={titles[status] ?? ''} onClose={onClose}>
      {status === 'ABANDONED' && <p>An abandoned practice counts for no day.</p>}
      <Form onSubmit={submit} refusal={refusal}>
        <Mood />
        <Field label="Notes" name="notes" isLong maxLength={2000} />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            {status === 'ABANDONED' ? 'Abandon it' : 'Record it'}
          </button>
          <button type="button" onClick={onClose}>
            Go on practising
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
