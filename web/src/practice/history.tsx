import { useState } from 'react';
import { useQuery } from 'urql';
import {
  DeletePracticeDocument,
  PracticeHistoryDocument,
  SharePracticeDocument,
  UnsharePracticeDocument,
  UpdatePracticeDocument,
} from '../generated/practice.ts';
import type { DoneFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog, ReasonDialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { SecretLink } from '../parts/secret-link.tsx';
import { formatDay, formatSeconds } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { Mood, moods } from './mood.tsx';

/** Everything that was practised, latest first. */
export function History({ onChange }: { onChange: () => void }) {
  const [state, again] = useQuery({ query: PracticeHistoryDocument, variables: usePaging(8) });
  const changed = () => {
    again({ requestPolicy: 'network-only' });
    onChange();
  };
  return (
    <section className="card stack" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Loaded state={state} shape={<Shape lines={6} />}>
        {({ viewer }) =>
          viewer && (
            <>
              {viewer.practiceSessions.nodes.length === 0 && <Empty>Your first practice will be here.</Empty>}
              <ul className="lines">
                {viewer.practiceSessions.nodes.map((practice) => (
                  <li key={practice.id}>
                    <Practice practice={practice} onChange={changed} />
                  </li>
                ))}
              </ul>
              <Pager pageInfo={viewer.practiceSessions.pageInfo} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

const kinds: Partial<Record<DoneFragment['status'], string>> = { COMPLETED: 'good', ABANDONED: 'bad' };

function Practice({ practice, onChange }: { practice: DoneFragment; onChange: () => void }) {
  const [question, setQuestion] = useState<'change' | 'delete' | null>(null);
  const share = useAct(SharePracticeDocument);
  const unshare = useAct(UnsharePracticeDocument);
  const deletion = useAct(DeletePracticeDocument);
  const { id, status, durationSeconds, localDate, source, mood, notes, shareUrl, sequence, session } = practice;
  const day = formatDay(localDate);
  const isOpen = status === 'ACTIVE' || status === 'PAUSED';
  return (
    <div className="stack tight">
      <div className="row between">
        <span>
          <strong>{day}</strong> · {formatSeconds(durationSeconds)}
          {(session ?? sequence) && ` · ${(session ?? sequence)?.title}`}
        </span>
        <span className="row">
          {source !== 'SOLO' && <span className="badge">{words(source)}</span>}
          <span className={`badge ${kinds[status] ?? ''}`}>{words(status)}</span>
        </span>
      </div>
      {(mood !== null || notes) && (
        <p className="muted fine">{[mood !== null && moods[mood - 1], notes].filter(Boolean).join(' · ')}</p>
      )}
      {!isOpen && (
        <div className="row person-tools">
          <button type="button" className="small quiet" onClick={() => setQuestion('change')}>
            Notes…<span className="hidden"> of {day}</span>
          </button>
          <button
            type="button"
            className="small quiet"
            disabled={share.isBusy || unshare.isBusy}
            onClick={() => (shareUrl ? unshare : share).act({ id })}
          >
            {shareUrl ? 'Stop sharing' : 'Share'}
            <span className="hidden"> the practice of {day}</span>
          </button>
          <button type="button" className="small quiet" onClick={() => setQuestion('delete')}>
            Delete…<span className="hidden"> the practice of {day}</span>
          </button>
        </div>
      )}
      {shareUrl && <SecretLink label={`Address of the practice of ${day}`} url={shareUrl} />}
      <Refusal refusal={share.refusal ?? unshare.refusal} />
      {question === 'change' && <Change practice={practice} onClose={() => setQuestion(null)} />}
      {question === 'delete' && (
        <ReasonDialog
          title={`Delete the practice of ${day}?`}
          text={<p>It is taken out of your days and your streak.</p>}
          action="Delete it"
          refusal={deletion.refusal}
          isBusy={deletion.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async () => {
            if (!(await deletion.act({ id }))) return;
            setQuestion(null);
            onChange();
          }}
        />
      )}
    </div>
  );
}

function Change({ practice: { id, mood, notes }, onClose }: { practice: DoneFragment; onClose: () => void }) {
  const { act, isBusy, refusal } = useAct(UpdatePracticeDocument);
  const save = async (values: Record<string, string>) => {
    const input = { mood: values.mood ? Number(values.mood) : null, notes: values.notes?.trim() || null };
    if (await act({ id, input })) onClose();
  };
  return (
    <Dialog title="Mood and notes" onClose={onClose}>
      <Form onSubmit={save} refusal={refusal}>
        <Mood defaultValue={mood} />
        <Field label="Notes" name="notes" isLong maxLength={2000} defaultValue={notes ?? ''} />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Save
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
