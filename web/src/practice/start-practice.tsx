import { useState } from 'react';
import { useQuery } from 'urql';
import { LogPracticeDocument, PracticeSequencesDocument, StartPracticeDocument } from '../generated/practice.ts';
import { useAct } from '../graphql/hooks.ts';
import { lastYear } from '../parts/days.ts';
import { Choice, Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { formatSeconds } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { useZone } from '../shell/viewer.tsx';
import { Mood } from './mood.tsx';

export function StartPractice({ onChange }: { onChange: () => void }) {
  const { act, isBusy, refusal } = useAct(StartPracticeDocument);
  const [isLogging, setLogging] = useState(false);
  const start = async ({ sequenceId }: Record<string, string>) => {
    if (await act({ input: { sequenceId: sequenceId || null } })) onChange();
  };
  return (
    <section className="card stack" aria-labelledby="start">
      <h2 id="start">Practise now</h2>
      <Form onSubmit={start} refusal={refusal}>
        <SequenceChoice />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Start
          </button>
          <button type="button" onClick={() => setLogging(!isLogging)} aria-expanded={isLogging}>
            Log one from elsewhere
          </button>
        </div>
      </Form>
      {isLogging && (
        <LogPractice
          onLogged={() => {
            setLogging(false);
            onChange();
          }}
        />
      )}
    </section>
  );
}

function SequenceChoice() {
  const [{ data }] = useQuery({ query: PracticeSequencesDocument });
  const sequences = data?.sequences.nodes ?? [];
  return (
    <Choice
      label="Sequence"
      name="sequenceId"
      options={[
        ['', 'None: practise freely'],
        ...sequences.map(
          ({ id, title, level, durationSeconds }) =>
            [id, `${title} · ${words(level)} · ${formatSeconds(durationSeconds)}`] as const,
        ),
      ]}
    />
  );
}

function LogPractice({ onLogged }: { onLogged: () => void }) {
  const zone = useZone();
  const { to } = lastYear(zone);
  const { act, isBusy, refusal } = useAct(LogPracticeDocument);
  const log = async ({ localDate = '', minutes, mood, notes, sequenceId }: Record<string, string>) => {
    const logged = await act({
      input: {
        localDate,
        durationSeconds: Math.round(Number(minutes) * 60),
        mood: mood ? Number(mood) : null,
        notes: notes?.trim() || null,
        sequenceId: sequenceId || null,
      },
    });
    if (!logged) return;
    notify('The practice is logged.');
    onLogged();
  };
  return (
    <Form onSubmit={log} refusal={refusal}>
      <div className="pair">
        <Field
          label="Day"
          name="localDate"
          type="date"
          isRequired
          defaultValue={to.toString()}
          input={{ max: to.toString() }}
          hint="Today, or a day of the last 48 hours"
        />
        <Field label="Minutes" name="minutes" type="number" isRequired input={{ min: 1, max: 240 }} />
      </div>
      <SequenceChoice />
      <Mood />
      <Field label="Notes" name="notes" isLong maxLength={2000} />
      <div>
        <button type="submit" className="primary" disabled={isBusy}>
          Log it
        </button>
      </div>
    </Form>
  );
}
