import { useEffect, useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import { CancelGuestBookingDocument, ClaimGuestBookingDocument, GuestBookingDocument } from '../generated/guest.ts';
import type { GuestFragment } from '../generated/types.ts';
import { useAct, useIdentity } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { EntranceCode } from '../parts/entrance-code.tsx';
import { formatMoney } from '../parts/money.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Deadline, formatMinutes, SessionTime } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';

/** Milliseconds after which the page looks whether the booking has changed. */
const lookInterval = 15_000;

/** A booking that a desk made, for whoever has its mailed address. */
export default function GuestBookingPage() {
  const { token = '' } = useParams();
  const [state, again] = useQuery({ query: GuestBookingDocument, variables: { token } });
  // Guests are told of changes by mail alone: no stream is theirs.
  useEffect(() => {
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), lookInterval);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Loaded state={state} title="Your booking">
      {({ guestBooking }) =>
        guestBooking ? (
          <Found booking={guestBooking} token={token} onChange={() => again({ requestPolicy: 'network-only' })} />
        ) : (
          <Page title="No such booking">
            <p>
              The address is wrong, or the booking belongs to an account by now.{' '}
              <Link to="/mine">To your bookings</Link>
            </p>
          </Page>
        )
      }
    </Loaded>
  );
}

interface FoundProps {
  booking: GuestFragment;
  token: string;
  onChange: () => void;
}

function Found({ booking, token, onChange }: FoundProps) {
  const { session, status, seats, guestNames, amount, holdExpiresAt, checkoutUrl, checkInCode, checkedInAt } = booking;
  const { location, meetingUrl } = booking;
  return (
    <Page title={session.title} lead={<>with {session.host.displayName}</>}>
      <div className="card narrow stack">
        <p>
          <SessionTime at={session.startsAt} zone={session.timeZone} /> · {formatMinutes(session.durationMinutes)}
        </p>
        <p>
          <span className={`badge ${status === 'CONFIRMED' || status === 'COMPLETED' ? 'good' : 'warm'}`}>
            {status === 'PENDING' ? 'To be paid' : words(status)}
          </span>{' '}
          {count(seats, 'seat')}
          {guestNames.length > 0 && (
            <>
              {', with '}
              <bdi>{guestNames.join(', ')}</bdi>
            </>
          )}
          {amount.amountMinor > 0 && ` · ${formatMoney(amount)}`}
          {holdExpiresAt && (
            <>
              , held until <Deadline at={holdExpiresAt} />
            </>
          )}
        </p>
        {location && <p>{location.text}</p>}
        {meetingUrl && (
          <p>
            Meet online:{' '}
            <a href={meetingUrl} target="_blank" rel="noreferrer">
              {new URL(meetingUrl).host}
            </a>
          </p>
        )}
        {checkoutUrl && (
          <a className="button primary" href={checkoutUrl}>
            Pay {formatMoney(amount)}
          </a>
        )}
        {status === 'CONFIRMED' && <EntranceCode code={checkInCode} checkedInAt={checkedInAt} />}
        <Claiming token={token} />
        {(status === 'CONFIRMED' || status === 'PENDING' || status === 'WAITLISTED') && (
          <Cancelling booking={booking} token={token} onChange={onChange} />
        )}
        <Link to={`/sessions/${encodeURIComponent(session.id)}`}>The session</Link>
      </div>
    </Page>
  );
}

function Cancelling({ booking, token, onChange }: FoundProps) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(CancelGuestBookingDocument);
  const { refundQuote, amount, status } = booking;
  const isPaid = status === 'CONFIRMED' && amount.amountMinor > 0;
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Cancel the booking…
      </button>
      {isAsking && (
        <ReasonDialog
          title="Cancel the booking?"
          text={
            <p>
              {isPaid
                ? `${formatMoney(refundQuote)} of ${formatMoney(amount)} will be refunded.`
                : 'Your place goes to the next person in line.'}
            </p>
          }
          action="Cancel the booking"
          refusal={refusal}
          isBusy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            if (!(await act({ token }))) return;
            setAsking(false);
            onChange();
          }}
        />
      )}
    </>
  );
}

/** Takes the booking into the account of whoever is signed in. */
function Claiming({ token }: { token: string }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { status } = useIdentity();
  const { act, isBusy, refusal } = useAct(ClaimGuestBookingDocument);
  const next = encodeURIComponent(pathname);
  if (status !== 'signedIn')
    return (
      <p className="muted">
        To keep it with your bookings, <Link to={`/sign-in?next=${next}`}>sign in</Link> or{' '}
        <Link to={`/register?next=${next}`}>register</Link>.
      </p>
    );
  const claim = async () => {
    const claimed = await act({ token });
    if (claimed) await navigate(`/sessions/${encodeURIComponent(claimed.session.id)}`);
  };
  return (
    <>
      <button type="button" className="primary" disabled={isBusy} onClick={claim}>
        Keep it with my bookings
      </button>
      <Refusal refusal={refusal} />
    </>
  );
}
