import { useState } from 'react';
import { BookDocument, CancelBookingDocument } from '../generated/session.ts';
import type { OwnBookingFragment, PartFragment, SessionQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { newKey } from '../parts/keys.ts';
import { formatMoney } from '../parts/money.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Moment, TimeOfDay } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { PayWith, priceOf, usePayment } from './payment.tsx';

type Session = NonNullable<SessionQuery['session']>;

/** The viewer's seat: to book, to pay, to wait for, to cancel. */
export function BookingPart({ session, part }: { session: Session; part: PartFragment }) {
  const { booking } = part;
  const isActive = booking && ['PENDING', 'CONFIRMED', 'WAITLISTED'].includes(booking.status);
  return (
    <section className="card stack" aria-labelledby="booking">
      <h2 id="booking">Your booking</h2>
      {booking && <BookingState booking={booking} />}
      {isActive ? <Cancelling booking={booking} /> : <Booking session={session} part={part} />}
    </section>
  );
}

function BookingState({ booking }: { booking: OwnBookingFragment }) {
  const { status, amount, passCredits, pass, holdExpiresAt, checkoutUrl, waitlistPosition, cancellationReason } =
    booking;
  switch (status) {
    case 'CONFIRMED':
      return (
        <p>
          <span className="badge good">Confirmed</span> Your seat is booked
          {amount.amountMinor > 0 && ` for ${formatMoney(amount)}`}
          {passCredits > 0 && `, paid by your pass${pass ? ` ${pass.title}` : ''}`}.
        </p>
      );
    case 'PENDING':
      return (
        <>
          <p>
            <span className="badge warm">To be paid</span> The seat is held for you
            {holdExpiresAt && (
              <>
                {' '}
                until <TimeOfDay at={holdExpiresAt} />
              </>
            )}
            .
          </p>
          {checkoutUrl ? (
            <a className="button primary" href={checkoutUrl}>
              Pay {formatMoney(amount)}
            </a>
          ) : (
            <p className="muted">The host confirms it when it is paid.</p>
          )}
        </>
      );
    case 'WAITLISTED':
      return (
        <p>
          <span className="badge warm">Waitlist</span> You are number {waitlistPosition} in line. A seat that is freed
          comes to you by itself{pass && ', and your pass pays for it if it still can'}.
        </p>
      );
    default:
      return (
        <p>
          <span className="badge">{words(status)}</span> {cancellationReason}
        </p>
      );
  }
}

/** The terms before anything is cancelled, as they were fixed when the seat was booked. */
function Cancelling({ booking }: { booking: OwnBookingFragment }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal, dismiss } = useAct(CancelBookingDocument);
  const { id, status, amount, passCredits, refundQuote, freeCancellationUntil } = booking;
  const givesBack = !freeCancellationUntil || Date.parse(freeCancellationUntil) > Date.now();
  const isPaid = status === 'CONFIRMED' && amount.amountMinor > 0;
  const close = () => {
    setAsking(false);
    dismiss();
  };
  return (
    <>
      {isPaid && freeCancellationUntil && (
        <p className="muted fine">
          Cancelling is free until <Moment at={freeCancellationUntil} />. Now {formatMoney(refundQuote)} would be
          refunded.
        </p>
      )}
      {passCredits > 0 && freeCancellationUntil && (
        <p className="muted fine">
          Until <Moment at={freeCancellationUntil} />, cancelling gives {count(passCredits, 'credit')} back to your
          pass.
        </p>
      )}
      <button type="button" onClick={() => setAsking(true)}>
        {status === 'WAITLISTED' ? 'Leave the waitlist…' : 'Cancel the booking…'}
      </button>
      {isAsking && (
        <ReasonDialog
          title={status === 'WAITLISTED' ? 'Leave the waitlist?' : 'Cancel the booking?'}
          text={
            isPaid ? (
              <p>
                {refundQuote.amountMinor > 0
                  ? `${formatMoney(refundQuote)} of ${formatMoney(amount)} will be refunded.`
                  : `Nothing of ${formatMoney(amount)} will be refunded: the time of free cancellation is over.`}
              </p>
            ) : passCredits > 0 ? (
              <p>
                {givesBack
                  ? `${count(passCredits, 'credit')} will go back to your pass.`
                  : 'Nothing will go back to your pass: the time of free cancellation is over.'}
              </p>
            ) : (
              <p>Your place goes to the next person in line.</p>
            )
          }
          action={status === 'WAITLISTED' ? 'Leave the waitlist' : 'Cancel the booking'}
          reason={{ label: 'Reason, if you like to give one', isRequired: false }}
          refusal={refusal}
          isBusy={isBusy}
          onClose={close}
          onConfirm={async (reason) => {
            if (await act({ id, reason })) close();
          }}
        />
      )}
    </>
  );
}

function Booking({ session, part }: { session: Session; part: PartFragment }) {
  const { id, price, seatsLeft, status, waitlistLength, settings } = session;
  const { act, isBusy, refusal } = useAct(BookDocument);
  const payment = usePayment(session, part.passes, 1);
  // A click that is repeated after a lost answer books once.
  const [idempotencyKey, setKey] = useState(newKey);
  const book = async (joinWaitlist: boolean) => {
    if (await act({ input: { sessionId: id, joinWaitlist, idempotencyKey, ...payment.input } })) setKey(newKey());
  };
  const isOpen = status === 'SCHEDULED' || status === 'LIVE';
  const isFull = seatsLeft === 0;
  if (!isOpen || (!part.canBook && !isFull)) return <p className="muted">{part.bookingReason}</p>;
  return (
    <>
      {isFull ? (
        <>
          <p>
            Every seat is taken{waitlistLength > 0 && `, and ${waitlistLength} wait`}. A place on the waitlist costs
            nothing.
          </p>
          {price.amountMinor > 0 && (
            <PayWith passes={part.passes} payment={payment} hasOffers={session.passOffers.length > 0} />
          )}
          <button type="button" className="primary" disabled={isBusy} onClick={() => book(true)}>
            Join the waitlist
          </button>
        </>
      ) : (
        <>
          {price.amountMinor > 0 && (
            <PayWith passes={part.passes} payment={payment} hasOffers={session.passOffers.length > 0} />
          )}
          {price.amountMinor > 0 && !payment.pass && (
            <p className="muted fine">The seat is held for {settings.bookingHoldMinutes} minutes while you pay.</p>
          )}
          <button type="button" className="primary" disabled={isBusy} onClick={() => book(false)}>
            Book a seat · {priceOf(payment, price)}
          </button>
        </>
      )}
      <Refusal refusal={refusal} />
    </>
  );
}
