import { useEffect, useReducer, useState } from 'react';
import { CancelAttendeeDocument, ConfirmBookingDocument, CorrectAttendanceDocument } from '../generated/check-in.ts';
import type { AttendeeFragment, CheckInQuery } from '../generated/types.ts';
import { now } from '../graphql/clock.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { formatMoney } from '../parts/money.ts';
import { Empty } from '../parts/page.tsx';
import { Pager, Turner, type TurnerProps } from '../parts/paging.tsx';
import { Receipts } from '../parts/receipts.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { formatSeconds } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { arrivedText } from './arrived.ts';
import { CheckInButton } from './check-in-button.tsx';

type Session = NonNullable<CheckInQuery['session']>;

const kinds: Partial<Record<AttendeeFragment['status'], string>> = {
  CONFIRMED: 'good',
  COMPLETED: 'good',
  PENDING: 'warm',
  WAITLISTED: 'warm',
  NO_SHOW: 'bad',
};

interface AttendeesProps {
  session: Session;
  turning: TurnerProps['turning'];
  onChange: () => void;
}

/** Everybody who booked, and whether they are in. */
export function Attendees({ session, turning, onChange }: AttendeesProps) {
  const isOpen = useCheckIn(session);
  const bookings = session.bookings?.nodes ?? [];
  const isWhole = session.bookings?.totalCount === bookings.length;
  const active = bookings.filter(({ status }) => status !== 'CANCELLED');
  const cancelled = bookings.filter(({ status }) => status === 'CANCELLED');
  const walkIns = session.participants?.nodes.filter(({ role }) => role !== 'HOST') ?? [];
  const people = active.reduce((sum, { seats }) => sum + seats, 0);
  // A party is in with those who were checked in; with a device, with the person who booked.
  const isIn = active.reduce(
    (sum, { participant, arrived }) => sum + (arrived ?? (participant?.presence === 'ONLINE' ? 1 : 0)),
    0,
  );
  return (
    <section className="card stack" aria-labelledby="attendees">
      <div className="row between">
        <h2 id="attendees">Attendees</h2>
        <span className="muted">
          {isIn} of {people} in{!isWhole && ', on this page'}
        </span>
      </div>
      {active.length === 0 && <Empty>Nobody has booked yet.</Empty>}
      <ul className="lines door-list">
        {active.map((booking) => (
          <li key={booking.id}>
            <Attendee booking={booking} isCheckInOpen={isOpen} onChange={onChange} />
          </li>
        ))}
      </ul>
      {session.bookings && <Pager pageInfo={session.bookings.pageInfo} />}
      {walkIns.length > 0 && (
        <>
          <h3>In by the code</h3>
          <ul className="people">
            {walkIns.map(({ id, user, presence }) => (
              <li key={id}>
                <span className={`presence ${presence.toLowerCase()}`} aria-hidden="true" />
                {user.displayName} <span className="muted">{words(presence)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {session.participants && (
        <Turner of="those in by the code" turning={turning} pageInfo={session.participants.pageInfo} />
      )}
      {cancelled.length > 0 && (
        <details className="unprinted">
          <summary>{cancelled.length} cancelled</summary>
          <ul className="lines">
            {cancelled.map(({ id, user, cancellationReason }) => (
              <li key={id}>
                {user.displayName} <span className="muted">{cancellationReason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Milliseconds after the end of a session in which people are still checked in. */
const grace = 24 * 3_600_000;

/** Milliseconds after which the list looks whether check-in has opened or closed. */
const lookInterval = 10_000;

/** Whether people are checked in now: a page that stays open notices it by itself. */
function useCheckIn(session: Session): boolean {
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(look, lookInterval);
    return () => clearInterval(timer);
  }, []);
  return isCheckInOpen(session);
}

function isCheckInOpen({ status, startsAt, endedAt, settings }: Session): boolean {
  if (status === 'LIVE') return true;
  if (status === 'ENDED') return endedAt !== null && now() < Date.parse(endedAt) + grace;
  return status === 'SCHEDULED' && now() >= Date.parse(startsAt) - settings.joinWindowMinutes * 60_000;
}

interface AttendeeProps {
  booking: AttendeeFragment;
  isCheckInOpen: boolean;
  onChange: () => void;
}

function Attendee({ booking, isCheckInOpen, onChange }: AttendeeProps) {
  const [question, setQuestion] = useState<'cancel' | 'correct' | null>(null);
  const confirmation = useAct(ConfirmBookingDocument);
  const cancellation = useAct(CancelAttendeeDocument);
  const correction = useAct(CorrectAttendanceDocument);
  const {
    id,
    status,
    user,
    amount,
    waitlistPosition,
    attendedSeconds,
    seats,
    guestNames,
    guest,
    arrived,
    participant,
  } = booking;
  const presence = participant?.presence;
  const isOpen = status === 'CONFIRMED' || status === 'PENDING' || status === 'WAITLISTED';
  const isSettled = status === 'COMPLETED' || status === 'NO_SHOW';
  const done = (result: unknown) => {
    if (!result) return;
    setQuestion(null);
    onChange();
  };
  return (
    <div className="row between">
      <div>
        <span className="row">
          <span className={`presence ${presence?.toLowerCase() ?? ''}`} aria-hidden="true" />
          <strong>{user.displayName}</strong>
          <span className={`badge ${kinds[status] ?? ''}`}>
            {status === 'WAITLISTED' ? `Waitlist, number ${waitlistPosition}` : words(status)}
          </span>
        </span>
        <span className="muted fine">
          {arrived === null ? (presence ? words(presence) : 'Not in') : arrivedText(arrived, seats)}
          {seats > 1 && ` · ${seats} seats`}
          {guestNames.length > 0 && (
            <>
              {' · with '}
              <bdi>{guestNames.join(', ')}</bdi>
            </>
          )}
          {guest && ` · ${guest.email}`}
          {amount.amountMinor > 0 && ` · ${formatMoney(amount)}`}
          {attendedSeconds > 0 && ` · ${formatSeconds(attendedSeconds)} attended`}
        </span>{' '}
        <Receipts booking={booking} />
      </div>
      <div className="row unprinted">
        {status === 'PENDING' && (
          <button
            type="button"
            className="small primary"
            disabled={confirmation.isBusy}
            onClick={async () => done(await confirmation.act({ id }))}
          >
            Paid<span className="hidden"> by {user.displayName}</span>
          </button>
        )}
        {isCheckInOpen && (status === 'CONFIRMED' || status === 'NO_SHOW') && (
          <CheckInButton booking={booking} onChange={onChange} />
        )}
        {isOpen && (
          <button type="button" className="small quiet" onClick={() => setQuestion('cancel')}>
            Cancel…<span className="hidden"> the booking of {user.displayName}</span>
          </button>
        )}
        {isSettled && (
          <button type="button" className="small" onClick={() => setQuestion('correct')}>
            {status === 'COMPLETED' ? 'Did not come…' : 'Did come…'}
            <span className="hidden"> {user.displayName}</span>
          </button>
        )}
      </div>
      <Refusal refusal={confirmation.refusal} />
      {question === 'cancel' && (
        <ReasonDialog
          title={`Cancel the booking of ${user.displayName}?`}
          action="Cancel the booking"
          reason={{ label: 'Reason', isRequired: false }}
          refusal={cancellation.refusal}
          isBusy={cancellation.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (reason) => done(await cancellation.act({ id, reason }))}
        />
      )}
      {question === 'correct' && (
        <ReasonDialog
          title={status === 'COMPLETED' ? `${user.displayName} did not come?` : `${user.displayName} did come?`}
          action="Correct the attendance"
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={correction.refusal}
          isBusy={correction.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (reason) =>
            done(await correction.act({ input: { id, attended: status !== 'COMPLETED', reason: reason ?? '' } }))
          }
        />
      )}
    </div>
  );
}
