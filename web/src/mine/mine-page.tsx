import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { SeatsDocument } from '../generated/catalogue.ts';
import { MyBookingsDocument } from '../generated/mine.ts';
import type { BookingFilter, MineFragment, MyBookingsQuery } from '../generated/types.ts';
import { useEvents, useGathered } from '../graphql/hooks.ts';
import { formatMoney } from '../parts/money.ts';
import { Empty, Loaded, Page, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Receipts } from '../parts/receipts.tsx';
import { Deadline, formatMinutes, Moment, SessionTime } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { CalendarFeed } from './calendar-feed.tsx';

const views: Record<string, { label: string; filter: BookingFilter }> = {
  active: { label: 'Upcoming', filter: { status: ['PENDING', 'CONFIRMED', 'WAITLISTED'] } },
  past: { label: 'Past', filter: { status: ['COMPLETED', 'NO_SHOW'] } },
  cancelled: { label: 'Cancelled', filter: { status: ['CANCELLED'] } },
  all: { label: 'All', filter: {} },
};

const startOf = ({ session }: MineFragment) => Date.parse(session.startsAt);
const byStart = (one: MineFragment, other: MineFragment) => startOf(one) - startOf(other);

/** A person's bookings, the next one first. */
export default function MinePage() {
  const [parameters] = useSearchParams();
  const view = parameters.get('view') ?? 'active';
  const isToCome = (views[view] ?? views.active) === views.active;
  // The API lists what was booked last first. What is to come stands on one page, by its start.
  const variables = { ...usePaging(isToCome ? 100 : 10), filter: (views[view] ?? views.active)?.filter };
  const [state, again] = useQuery({ query: MyBookingsDocument, variables });
  const refresh = useGathered(() => again({ requestPolicy: 'network-only' }));
  const waiting = state.data?.viewer?.bookings.nodes.filter(({ status }) => status === 'WAITLISTED') ?? [];
  // Nobody is told that somebody ahead of them in line is so no longer.
  useEvents(SeatsDocument, { sessionIds: waiting.map(({ session }) => session.id) }, refresh, waiting.length === 0);
  return (
    <Page
      title="Your bookings"
      actions={
        <Link className="button" to="/passes/mine">
          Your passes
        </Link>
      }
    >
      <Loaded state={state} shape={<Shape card lines={8} />}>
        {({ viewer }) =>
          viewer && (
            <div className="aside">
              <div className="stack">
                <Next booking={viewer.nextBooking} />
                <section className="card stack" aria-labelledby="all">
                  <div className="row between">
                    <h2 id="all">Bookings</h2>
                    <span className="muted" role="status">
                      {count(viewer.bookings.totalCount, 'booking')}
                    </span>
                  </div>
                  <nav className="tabs" aria-label="Which bookings">
                    {Object.entries(views).map(([name, { label }]) => (
                      <Link
                        key={name}
                        to={`?view=${name}`}
                        className={name === view ? 'active' : undefined}
                        aria-current={name === view ? 'page' : undefined}
                      >
                        {label}
                      </Link>
                    ))}
                  </nav>
                  {viewer.bookings.nodes.length === 0 && (
                    <Empty>
                      There is none. <Link to="/">The catalogue</Link> has what can be booked.
                    </Empty>
                  )}
                  <ul className="lines">
                    {(isToCome ? viewer.bookings.nodes.toSorted(byStart) : viewer.bookings.nodes).map((booking) => (
                      <li key={booking.id}>
                        <Line booking={booking} />
                      </li>
                    ))}
                  </ul>
                  <Pager pageInfo={viewer.bookings.pageInfo} />
                </section>
              </div>
              <div className="stack">
                <CalendarFeed url={viewer.calendarUrl} />
                <Joined sessions={viewer.joinedSessions.nodes} />
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

const addressOf = ({ session }: MineFragment) => `/sessions/${encodeURIComponent(session.id)}`;

function Next({ booking }: { booking: MineFragment | null }) {
  if (!booking) return null;
  const { session, status, checkoutUrl, amount, holdExpiresAt } = booking;
  return (
    <section className="card stack" aria-labelledby="next">
      <p className="over">Next</p>
      <h2 id="next">
        <Link to={addressOf(booking)}>{session.title}</Link>
      </h2>
      <p>
        <SessionTime at={session.startsAt} zone={session.timeZone} /> · {formatMinutes(session.durationMinutes)} · with{' '}
        {session.host.displayName}
      </p>
      <div className="actions">
        {status === 'PENDING' && checkoutUrl && (
          <a className="button primary" href={checkoutUrl}>
            Pay {formatMoney(amount)}
          </a>
        )}
        {session.viewer?.canJoin && (
          <Link className="button primary" to={`${addressOf(booking)}/room`}>
            {session.status === 'LIVE' ? 'Enter the room' : 'Enter the lobby'}
          </Link>
        )}
        <Link className="button" to={addressOf(booking)}>
          Details
        </Link>
        {status === 'PENDING' && holdExpiresAt && (
          <span className="muted">
            held until <Deadline at={holdExpiresAt} />
          </span>
        )}
      </div>
    </section>
  );
}

const kinds: Partial<Record<MineFragment['status'], string>> = {
  CONFIRMED: 'good',
  COMPLETED: 'good',
  PENDING: 'warm',
  WAITLISTED: 'warm',
  NO_SHOW: 'bad',
};

function Line({ booking }: { booking: MineFragment }) {
  const { session, status, seats, waitlistPosition, amount, cancellationReason } = booking;
  return (
    <div className="row between">
      <span>
        <Link to={addressOf(booking)}>{session.title}</Link>
        <br />
        <span className="muted fine">
          <Moment at={session.startsAt} /> · <bdi>{session.host.displayName}</bdi>
          {seats > 1 && ` · ${seats} seats`}
          {amount.amountMinor > 0 && ` · ${formatMoney(amount)}`}
          {cancellationReason && ` · ${cancellationReason}`} <Receipts booking={booking} />
        </span>
      </span>
      <span className={`badge ${kinds[status] ?? ''}`}>
        {status === 'WAITLISTED'
          ? `Waitlist, number ${waitlistPosition}`
          : status === 'PENDING'
            ? 'To be paid'
            : words(status)}
      </span>
    </div>
  );
}

type JoinedSessions = NonNullable<MyBookingsQuery['viewer']>['joinedSessions']['nodes'];

function Joined({ sessions }: { sessions: JoinedSessions }) {
  if (sessions.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="joined">
      <h2 id="joined">Rooms you were in</h2>
      <ul className="lines">
        {sessions.map(({ id, title, startsAt, status }) => (
          <li key={id}>
            <Link to={`/sessions/${encodeURIComponent(id)}${status === 'LIVE' ? '/room' : ''}`}>{title}</Link>{' '}
            {status === 'LIVE' && <span className="badge warm">Live now</span>}
            <br />
            <span className="muted fine">
              <Moment at={startsAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
