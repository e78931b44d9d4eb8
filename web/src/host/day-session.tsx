import { Link } from 'react-router';
import { Seats } from '../catalogue/seats.tsx';
import type { DayQuery } from '../generated/types.ts';
import { formatMinutes, TimeOfDay } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { arrivedText } from './arrived.ts';

type SessionOfDay = Extract<NonNullable<DayQuery['nodes'][number]>, { __typename: 'Session' }>;

type Booked = NonNullable<SessionOfDay['bookings']>['nodes'][number];

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
      <People session={session} address={address} />
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

/** Who booked or is in, with whether they are there. */
function People({ session, address }: { session: SessionOfDay; address: string }) {
  const { bookings, participants } = session;
  const presenceOf = ({ participant }: Booked) =>
    participant?.presence === 'LEFT' ? undefined : participant?.presence;
  // Who waits may have come by the code.
  const booked = bookings?.nodes.filter((booking) => booking.status !== 'WAITLISTED' || presenceOf(booking)) ?? [];
  const people = [
    ...booked.map((booking) => {
      const { user, status, seats, arrived } = booking;
      return { ...user, seats, arrived, isPending: status === 'PENDING', presence: presenceOf(booking) };
    }),
    ...(participants?.nodes ?? []).map(({ user, presence }) => {
      return { ...user, seats: 1, arrived: null, isPending: false, presence };
    }),
  ];
  const isMore = bookings?.pageInfo.hasNextPage || participants?.pageInfo.hasNextPage;
  if (people.length === 0) return <p className="muted fine">Nobody has booked yet.</p>;
  return (
    <ul className="people" aria-label="Roster">
      {people.map(({ id, displayName, seats, arrived, isPending, presence }) => (
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
      ))}
      {isMore && (
        <li>
          <Link to={address}>and more</Link>
        </li>
      )}
    </ul>
  );
}
