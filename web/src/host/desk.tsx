import { useState } from 'react';
import { BookForDocument } from '../generated/check-in.ts';
import type { CheckInQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Check, Choice, Field, Form } from '../parts/form.tsx';
import { formatMoney } from '../parts/money.ts';
import { mostSeats, seatOptions } from '../session/party.tsx';
import { CodeEntry } from './code-entry.tsx';

type Session = NonNullable<CheckInQuery['session']>;

interface DeskProps {
  session: Session;
  onChange: () => void;
}

/** The front desk: checks people in by their code, and books for people who have come or called. */
export function Desk({ session, onChange }: DeskProps) {
  const { status } = session;
  const isOpen = status === 'SCHEDULED' || status === 'LIVE';
  if (!isOpen && status !== 'ENDED') return null;
  return (
    <section className="card stack" aria-labelledby="desk">
      <h2 id="desk">Desk</h2>
      <CodeEntry sessionId={session.id} onChange={onChange} />
      {isOpen && <BookFor session={session} onChange={onChange} />}
    </section>
  );
}

function BookFor({ session, onChange }: DeskProps) {
  const { id: sessionId, price, maxParticipants, viewer } = session;
  const [by, setBy] = useState('guest');
  const [done, setDone] = useState<string | null>(null);
  // A form that was sent is emptied.
  const [round, setRound] = useState(0);
  const { act, isBusy, refusal } = useAct(BookForDocument);
  const isPriced = price.amountMinor > 0;
  const book = async (values: Record<string, string>) => {
    setDone(null);
    const person =
      by === 'guest'
        ? { guest: { name: values.name ?? '', email: values.email ?? '' } }
        : { username: values.username ?? '' };
    const booked = await act({
      input: {
        ...{ sessionId, ...person, seats: Number(values.seats) },
        ...{ isPaid: 'isPaid' in values, joinWaitlist: 'joinWaitlist' in values },
      },
    });
    if (!booked) return;
    const { user, status } = booked;
    const text = { CONFIRMED: 'is booked', PENDING: 'holds the seats, to be paid', WAITLISTED: 'is on the waitlist' };
    setDone(`${user.displayName} ${text[status as keyof typeof text] ?? ''}.`);
    setRound(round + 1);
    onChange();
  };
  return (
    <details>
      <summary>Book for somebody</summary>
      <Form key={round} refusal={refusal} onSubmit={book}>
        <Choice
          label="Who"
          options={[
            ['guest', 'By name and e-mail'],
            ['username', 'By username'],
          ]}
          value={by}
          onChange={setBy}
        />
        {by === 'guest' ? (
          <>
            <Field label="Name" name="name" isRequired maxLength={80} />
            <Field
              label="E-mail"
              name="email"
              type="email"
              isRequired
              hint="The person is told there, and sees and cancels the booking by the mail."
            />
          </>
        ) : (
          <Field label="Username" name="username" isRequired />
        )}
        <Choice label="Seats" name="seats" options={seatOptions(Math.min(mostSeats, maxParticipants ?? mostSeats))} />
        {isPriced && viewer?.isHost && (
          <Check name="isPaid" label={`Paid at the desk (${formatMoney(price)} a seat)`} />
        )}
        <Check name="joinWaitlist" label="Take a place on the waitlist where too few seats are left" />
        <button type="submit" className="primary" disabled={isBusy}>
          Book
        </button>
      </Form>
      <p role="status">{done}</p>
    </details>
  );
}
