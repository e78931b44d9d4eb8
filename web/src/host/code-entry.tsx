import { useState } from 'react';
import { CheckInByCodeDocument } from '../generated/check-in.ts';
import { useAct } from '../graphql/hooks.ts';
import { Field, Form } from '../parts/form.tsx';
import { arrivedText } from './arrived.ts';
import { canScan, Scanner } from './scanner.tsx';

/** Checks people in by the code that they show: typed, or by the camera where the browser reads codes. */
export function CodeEntry({ sessionId, onChange }: { sessionId: string; onChange: () => void }) {
  const { act, isBusy, refusal } = useAct(CheckInByCodeDocument);
  const [isScanning, setScanning] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const check = async (code: string) => {
    setDone(null);
    const booking = await act({ sessionId, code });
    if (!booking) return;
    const { user, arrived, seats } = booking;
    setDone(`${user.displayName}: ${arrivedText(arrived ?? seats, seats).toLowerCase()}.`);
    setRound(round + 1);
    onChange();
  };
  return (
    <>
      <Form key={round} refusal={refusal} onSubmit={({ code }) => check(code ?? '')}>
        <Field
          label="Code of a booking"
          name="code"
          isRequired
          autoComplete="off"
          autoFocus={round > 0}
          input={{ autoCapitalize: 'characters' }}
        />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Check in
          </button>
          {canScan && (
            <button type="button" aria-pressed={isScanning} onClick={() => setScanning(!isScanning)}>
              {isScanning ? 'Stop the camera' : 'Use the camera'}
            </button>
          )}
        </div>
      </Form>
      <p role="status">{done}</p>
      {isScanning && <Scanner onCode={check} onFailure={() => setScanning(false)} />}
    </>
  );
}
