import { useState } from 'react';
import { Check, Choice, Field } from '../parts/form.tsx';
import { weekdays } from './values.ts';

/** How often a series takes place. */
export function RuleFields() {
  const [frequency, setFrequency] = useState('WEEKLY');
  if (frequency === 'OTHER') {
    return (
      <div className="pair">
        <Frequency value={frequency} onChange={setFrequency} />
        <Field label="Rule" name="rule" isRequired hint="An RRULE of RFC 5545, like FREQ=MONTHLY;BYDAY=1SA" />
      </div>
    );
  }
  return (
    <>
      <div className="pair">
        <Frequency value={frequency} onChange={setFrequency} />
        <Field
          label="Every so many"
          name="interval"
          type="number"
          defaultValue="1"
          isRequired
          input={{ min: 1, max: 1000 }}
        />
        <Field label="Number of dates" name="count" type="number" input={{ min: 1, max: 1000 }} hint="Empty: no end" />
      </div>
      {frequency === 'WEEKLY' && (
        <fieldset>
          <legend>Days</legend>
          <div className="days">
            {weekdays.map(([day, label]) => (
              <Check key={day} name={`day-${day}`} label={label} />
            ))}
          </div>
          <p className="field-hint">None: the weekday of the first date. Otherwise the first date is on one of them.</p>
        </fieldset>
      )}
    </>
  );
}

function Frequency({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Choice
      label="Repeats"
      name="frequency"
      value={value}
      onChange={onChange}
      options={[
        ['WEEKLY', 'Weekly'],
        ['DAILY', 'Daily'],
        ['MONTHLY', 'Monthly'],
        ['OTHER', 'By another rule'],
      ]}
    />
  );
}
