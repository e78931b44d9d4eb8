import { useState } from 'react';
import { useQuery } from 'urql';
import { CancelBookingDocument, RefundNowDocument } from '../generated/session.ts';
import type { OwnBookingFragment, PartFragment, SessionQuery } from '../generated/types.ts';
import { now } from '../graphql/clock.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { EntranceCode } from '../parts/entrance-code.tsx';
import { formatMoney } from '../parts/money.ts';
import { Receipts } from '../parts/receipts.tsx';
import { Deadline, Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { BookingForm } from './booking-form.tsx';
import { Party } from './party.tsx';

type Session = NonNullable<SessionQuery['session']>;

/** The viewer's seat: to book, to pay, to wait for, to cancel. */
export function BookingPart({ session, part }: { session: Session; part: PartFragment }) {
  const { booking } = part;
  const isActive = booking && ['PENDING', 'CONFIRMED', 'WAITLISTED'].includes(booking.status);
  return (
    <section className="card stack" aria-labelledby="booking">
      <h2 id="booking">Your booking</h2>
      {booking && <BookingState booking={booking} closesAt={session.bookingClosesAt} />}
      {booking && <Receipts booking={booking} />}
      {isActive ? <Kept booking={booking} /> : <BookingForm session={session} part={part} />}
    </section>
  );
}

/** What can be done with a booking that stands. */
function Kept({ booking }: { booking: OwnBookingFragment }) {
  const { status, checkInCode, checkedInAt } = booking;
  return (
    <>
      {status === 'CONFIRMED' && checkInCode && <EntranceCode code={checkInCode} checkedInAt={checkedInAt} />}
      <Party booking={booking} />
      <Cancelling booking={booking} />
    </>
  );
}

function BookingState({ booking, closesAt }: { booking: OwnBookingFragment; closesAt: string }) {
  const {
    status,
    seats,
    amount,
    refunded,
    passCredits,
    pass,
    holdExpiresAt,
    checkoutUrl,
    waitlistPosition,
    cancellationReason,
  } = booking;
  switch (status) {
    case 'CONFIRMED':
      return (
        <p>
          <span className="badge good">Confirmed</span> {seats === 1 ? 'Your seat is' : `Your ${seats} seats are`}{' '}
          booked
          {amount.amountMinor > 0 && ` for ${formatMoney(amount)}`}
          {refunded.amountMinor > 0 && `; ${formatMoney(refunded)} of it go back`}
          {passCredits > 0 && `, paid by your pass${pass ? ` ${pass.title}` : ''}`}.
        </p>
      );
    case 'PENDING':
      return (
        <>
          <p>
            <span className="badge warm">To be paid</span> {seats === 1 ? 'The seat is' : `${seats} seats are`} held for
            you
            {holdExpiresAt && (
              <>
                {' '}
                until <Deadline at={holdExpiresAt} />
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
          <span className="badge warm">Waitlist</span> You are number {waitlistPosition} in line.{' '}
          {Date.parse(closesAt) <= now()
            ? 'Bookings have closed: nobody moves up to a seat any more.'
            : `A seat that is freed comes to you by itself${pass ? ', and your pass pays for it if it still can' : ''}.`}
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
  const { id, status, amount, pass, passCredits, refundQuote, freeCancellationUntil } = booking;
  // An unlimited pass has none to get back.
  const credits = pass?.credits === null ? 0 : passCredits;
  const givesBack = !freeCancellationUntil || Date.parse(freeCancellationUntil) > now();
  const isPaid = status === 'CONFIRMED' && amount.amountMinor > 0;
  // The refund that the page has may have lapsed while it was open.
  const [{ fetching }] = useQuery({
    query: RefundNowDocument,
    variables: { id },
    pause: !isAsking || !isPaid,
    requestPolicy: 'network-only',
  });
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
      {credits > 0 && freeCancellationUntil && (
        <p className="muted fine">
          Until <Moment at={freeCancellationUntil} />, cancelling gives {count(credits, 'credit')} back to your pass.
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
            ) : credits > 0 ? (
              <p>
                {givesBack
                  ? `${count(credits, 'credit')} will go back to your pass.`
                  : 'Nothing will go back to your pass: the time of free cancellation is over.'}
              </p>
            ) : (
              <p>Your place goes to the next person in line.</p>
            )
          }
          action={status === 'WAITLISTED' ? 'Leave the waitlist' : 'Cancel the booking'}
          reason={{ label: 'Reason, if you like to give one', isRequired: false }}
          refusal={refusal}
          isBusy={isBusy || fetching}
          onClose={close}
          onConfirm={async (reason) => {
            if (await act({ id, reason })) close();
          }}
        />
      )}
    </>
  );
}
