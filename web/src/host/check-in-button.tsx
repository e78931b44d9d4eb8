import { useState } from 'react';
import { CheckInAttendeeDocument, UndoCheckInDocument } from '../generated/check-in.ts';
import type { AttendeeFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Choice } from '../parts/form.tsx';
import { Refusal } from '../parts/refusal.tsx';

/** Checks a person in with their party, or takes that back. */
export function CheckInButton({ booking, onChange }: { booking: AttendeeFragment; onChange: () => void }) {
  const { id, seats, status, checkedInAt, user } = booking;
  const checkIn = useAct(CheckInAttendeeDocument);
  const undo = useAct(UndoCheckInDocument);
  const [people, setPeople] = useState(seats);
  const done = (result: unknown) => result && onChange();
  if (checkedInAt && status !== 'CONFIRMED') return null;
  if (checkedInAt)
    return (
      <>
        <button
          type="button"
          className="small quiet"
          disabled={undo.isBusy}
          onClick={async () => done(await undo.act({ id }))}
        >
          Undo<span className="hidden"> the check-in of {user.displayName}</span>
        </button>
        <Refusal refusal={undo.refusal} />
      </>
    );
  return (
    <>
      {seats > 1 && (
        <Choice
          label="Came"
          options={Array.from({ length: seats }, (_, index) => [String(index + 1), String(index + 1)] as const)}
          value={String(people)}
          onChange={(value) => setPeople(Number(value))}
        />
      )}
      <button
        type="button"
        className="small primary"
        disabled={checkIn.isBusy}
        onClick={async () => done(await checkIn.act({ id, people: Math.min(people, seats) }))}
      >
        Check in<span className="hidden"> {user.displayName}</span>
      </button>
      <Refusal refusal={checkIn.refusal} />
    </>
  );
}
