import { useState } from 'react';
import { BookDocument } from '../generated/session.ts';
import type { PartFragment, SessionQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Choice, Form } from '../parts/form.tsx';
import { newKey } from '../parts/keys.ts';
import { count } from '../parts/words.ts';
import { GuestFields, guestsIn, mostSeats, seatOptions } from './party.tsx';
import { PayWith, priceOf, usePayment } from './payment.tsx';

type Session = NonNullable<SessionQuery['session']>;

/** Books seats for the viewer and their guests, or a place on the waitlist. */
export function BookingForm({ session, part }: { session: Session; part: PartFragment }) {
  const { id, price, seatsLeft, maxParticipants, waitlistLength, settings } = session;
  const { act, isBusy, refusal } = useAct(BookDocument);
  const [seats, setSeats] = useState(1);
  const payment = usePayment(session, part.passes, seats);
  // A click that is repeated after a lost answer books once.
  const [idempotencyKey, setKey] = useState(newKey);
  if (!part.canJoinWaitlist) return <p className="muted">{part.bookingReason}</p>;
  // Seats may be left that are kept for a party on the waitlist.
  const isFull = seatsLeft === 0 || !part.canBook;
  const joinWaitlist = isFull || (seatsLeft !== null && seats > seatsLeft);
  const book = async (values: Record<string, string>) => {
    const guestNames = guestsIn(values);
    const input = { sessionId: id, seats, guestNames, joinWaitlist, idempotencyKey, ...payment.input };
    if (await act({ input })) setKey(newKey());
  };
  const whole = { ...price, amountMinor: price.amountMinor * seats };
  return (
    <Form refusal={refusal} onSubmit={book}>
      {isFull ? (
        <p>
          {seatsLeft === 0 ? 'Every seat is taken' : 'The seats left are kept for people who wait'}
          {waitlistLength > 0 && `, and ${waitlistLength} wait`}. A place on the waitlist costs nothing.
        </p>
      ) : (
        joinWaitlist && (
          <p role="status">
            Only {count(seatsLeft ?? 0, 'seat')} {seatsLeft === 1 ? 'is' : 'are'} left. On the waitlist you stay
            together.
          </p>
        )
      )}
      <Choice
        label="Seats"
        options={seatOptions(Math.min(mostSeats, maxParticipants ?? mostSeats))}
        value={String(seats)}
        onChange={(value) => setSeats(Number(value))}
      />
      <GuestFields seats={seats} />
      {price.amountMinor > 0 && (
        <PayWith passes={part.passes} payment={payment} hasOffers={session.passOffers.length > 0} />
      )}
      {!joinWaitlist && price.amountMinor > 0 && !payment.pass && (
        <p className="muted fine">
          {seats === 1 ? 'The seat is' : 'The seats are'} held for {count(settings.bookingHoldMinutes, 'minute')} while
          you pay.
        </p>
      )}
      <button type="submit" className="primary" disabled={isBusy}>
        {joinWaitlist
          ? 'Join the waitlist'
          : `Book ${seats === 1 ? 'a seat' : `${seats} seats`} · ${priceOf(payment, whole)}`}
      </button>
    </Form>
  );
}
