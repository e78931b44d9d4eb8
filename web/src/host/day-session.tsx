import { Link } from 'react-router';
import { Seats } from '../catalogue/seats.tsx';
import type { DayQuery } from '../generated/types.ts';
import { formatMinutes, TimeOfDay } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { arrivedText } from './arrived.ts';

type SessionOfDay = Extract<NonNullable<DayQuery['nodes'][number]>, { __typename: 'Session' }>;

/** A session of the day: its seats, who booked, and who is in. */
export function DaySession({ session }: { session: SessionOfDay }) {
  const { id, title, startsAt, durationMinutes, status, bookingSummary } = session;
  const address = `/host/sessions/${encodeURIComponent(id)}`;
  const isOpen = status === 'LIVE' || status === 'SCHEDULED';
  return (
    <article className="card day-session">
      <div className="stack tight">
        <div className="row">
          <span className="number">
            <TimeOfDay at={startsAt} />
          </span>
          <span className="muted fine">{formatMinutes(durationMinutes)}</span>
          <StatusBadge status={status} />
        </div>
        <h3>
          <Link to={address}>{title}</Link>
        </h3>
        <Seats {...session} />
        {bookingSummary && bookingSummary.pending > 0 && (
          <span className="fine muted">{bookingSummary.pending} still to be paid</span>
        )}
      </div>
      <People session={session} />
      <div className="stack tight">
        {isOpen && (
          <Link className="button small primary" to={`/sessions/${encodeURIComponent(id)}/room`}>
            Room
          </Link>
        )}
        <Link className="button small" to={address}>
          Check-in
        </Link>
      </div>
    </article>
  );
}

export function StatusBadge({ status }: { status: SessionOfDay['status'] }) {
  const kinds: Partial<Record<SessionOfDay['status'], string>> = { LIVE: 'warm', CANCELLED: 'bad', SCHEDULED: 'good' };
  return <span className={`badge ${kinds[status] ?? ''}`}>{status === 'LIVE' ? 'Live now' : words(status)}</span>;
}

/** Everybody who booked or is in, with whether they are there. */
function People({ session }: { session: SessionOfDay }) {
  const participants = session.participants?.nodes ?? [];
  const bookings = session.bookings?.nodes ?? [];
  const isIn = new Map(participants.map(({ user, presence }) => [user.id, presence]));
  const booked = bookings.filter(({ status }) => status !== 'WAITLISTED');
  const others = participants.filter(({ user }) => !booked.some((booking) => booking.user.id === user.id));
  const people = [
    ...booked.map(({ user, status, seats, arrived }) => ({ ...user, seats, arrived, isPending: status === 'PENDING' })),
    ...others.map(({ user }) => ({ ...user, seats: 1, arrived: null, isPending: false })),
  ];
  if (people.length === 0) return <p className="muted fine">Nobody has booked yet.</p>;
  return (
    <ul className="people" aria-label="Roster">
      {people.map(({ id, displayName, seats, arrived, isPending }) => {
        const presence = isIn.get(id);
        return (
          <li key={id}>
            <span className={`presence ${presence?.toLowerCase() ?? ''}`} aria-hidden="true" />
            {displayName}
            {seats > 1 && ` +${seats - 1}`}
            {arrived === null ? (
              <span className="hidden">, {presence ? words(presence) : 'not in'}</span>
            ) : (
              <span className="muted"> {arrivedText(arrived, seats).toLowerCase()}</span>
            )}
            {isPending && <span className="muted"> (to pay)</span>}
          </li>
        );
      })}
    </ul>
  );
}
