import { useState } from 'react';
import { UpdatePracticeSettingsDocument } from '../generated/practice.ts';
import type { GoalFragment, PracticeGoalUnit, WeekStart } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Check, Choice, Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { count, words } from '../parts/words.ts';

interface GoalProps {
  goal: GoalFragment | null;
  weekStart: WeekStart;
  hasFreezes: boolean;
}

/** The goal of the week, and how days and weeks are counted. */
export function Goal({ goal, weekStart, hasFreezes }: GoalProps) {
  const [isChanging, setChanging] = useState(false);
  return (
    <section className="card stack" aria-labelledby="goal">
      <h2 id="goal">Goal of the week</h2>
      {goal ? (
        <>
          <p>
            <strong className="number">
              {goal.done} of {goal.target}
            </strong>{' '}
            {goal.unit === 'MINUTES' ? 'minutes' : 'practices'} {goal.isMet && <span className="badge good">Met</span>}
          </p>
          <span className="meter" aria-hidden="true">
            <span style={{ width: `${Math.min(100, (100 * goal.done) / goal.target)}%` }} />
          </span>
          <p className="muted fine">
            {count(goal.currentStreakWeeks, 'week')} in a row, the longest {goal.longestStreakWeeks}
          </p>
        </>
      ) : (
        <p className="muted">You have set none.</p>
      )}
      <div>
        <button type="button" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
          {goal ? 'Change' : 'Set a goal'}
        </button>
      </div>
      {isChanging && (
        <GoalForm goal={goal} weekStart={weekStart} hasFreezes={hasFreezes} onSaved={() => setChanging(false)} />
      )}
    </section>
  );
}

function GoalForm({ goal, weekStart, hasFreezes, onSaved }: GoalProps & { onSaved: () => void }) {
  const { act, isBusy, refusal } = useAct(UpdatePracticeSettingsDocument);
  const save = async (values: Record<string, string>) => {
    const target = values.target?.trim();
    const saved = await act({
      input: {
        goal: target ? { unit: values.unit as PracticeGoalUnit, target: Number(target) } : null,
        weekStart: values.weekStart as WeekStart,
        streakFreezes: values.streakFreezes !== undefined,
      },
    });
    if (!saved) return;
    notify('Your goal is saved.');
    onSaved();
  };
  return (
    <Form onSubmit={save} refusal={refusal}>
      <div className="pair">
        <Field
          label="A week"
          name="target"
          type="number"
          defaultValue={goal ? String(goal.target) : '3'}
          input={{ min: 1 }}
          hint="Empty: no goal"
        />
        <Choice
          label="Of"
          name="unit"
          defaultValue={goal?.unit ?? 'SESSIONS'}
          options={[
            ['SESSIONS', 'practices'],
            ['MINUTES', 'minutes'],
          ]}
        />
      </div>
      <Choice
        label="The week begins on"
        name="weekStart"
        defaultValue={weekStart}
        options={(['MONDAY', 'SUNDAY', 'SATURDAY'] as const).map((day) => [day, words(day)] as const)}
      />
      <Check
        name="streakFreezes"
        defaultChecked={hasFreezes}
        label="Two missed days of each month do not break the streak"
      />
      <div>
        <button type="submit" className="primary" disabled={isBusy}>
          Save
        </button>
      </div>
    </Form>
  );
}
