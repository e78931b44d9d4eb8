import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { DashboardDocument, DayDocument, HostEventsDocument } from '../generated/dashboard.ts';
import type {
  DashboardQuery,
  DayQuery,
  FiguresFragment,
  HostEventsSubscription,
  HostedSessionFragment,
} from '../generated/types.ts';
import { now } from '../graphql/clock.ts';
import { useEvents, useGathered } from '../graphql/hooks.ts';
import { dayFromNow, thisMonth } from '../parts/days.ts';
import { Feed, type Happening } from '../parts/feed.tsx';
import { Empty, Loaded, Page, Shape } from '../parts/page.tsx';
import { formatRevenue } from '../parts/revenue.ts';
import { formatDay } from '../parts/time.tsx';
import { count } from '../parts/words.ts';
import { useZone } from '../shell/viewer.tsx';
import { DaySession } from './day-session.tsx';
import { describe } from './news.ts';
import { Upcoming } from './upcoming.tsx';
import './host.css';

type HostEvent = HostEventsSubscription['hostEvents'];
type SessionOfDay = Extract<NonNullable<DayQuery['nodes'][number]>, { __typename: 'Session' }>;

const maximumNews = 12;

/** Milliseconds after which a dashboard that is left open looks whether another day has begun. */
const dayInterval = 30_000;

/** The day of a host on one screen, which may be left open over night: each day begins anew. */
export default function DashboardPage() {
  const zone = useZone();
  const [day, setDay] = useState(() => dayFromNow(0, zone));
  useEffect(() => {
    const timer = setInterval(() => setDay(dayFromNow(0, zone)), dayInterval);
    return () => clearInterval(timer);
  }, [zone]);
  return <Day key={day} zone={zone} />;
}

/** Figures and seats come with the events; lists are read again after them. */
function Day({ zone }: { zone: string }) {
  const [sessionIds, setSessionIds] = useState<string[] | null>(null);
  const [news, setNews] = useState<Happening[]>([]);
  const variables = { month: thisMonth(zone), tomorrow: dayFromNow(1, zone) };
  const [state, readAgain] = useQuery({ query: DashboardDocument, variables });
  const [day, readDay] = useQuery({ query: DayDocument, variables: { ids: sessionIds ?? [] }, pause: !sessionIds });
  const refresh = useGathered(() => {
    readAgain({ requestPolicy: 'network-only' });
    if (sessionIds) readDay({ requestPolicy: 'network-only' });
  });

  useEvents(HostEventsDocument, {}, ({ hostEvents: event }) => {
    setSessionIds((ids) => idsAfter(ids, event, variables.tomorrow));
    const one = describe(event);
    if (one) setNews((present) => [one, ...present].slice(0, maximumNews));
    if (event.__typename !== 'HostSnapshot') refresh();
  });

  const sessions = (day.data?.nodes ?? [])
    .filter((node): node is SessionOfDay => node?.__typename === 'Session' && sessionIds?.includes(node.id) === true)
    .filter(leads)
    .sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  return (
    <Page
      title="Today"
      over={formatDay(state.data?.viewer?.today.date ?? thisMonth(zone), { dateStyle: 'full' })}
      actions={
        <>
          <Link className="button primary" to="/host/sessions/new">
            New session
          </Link>
          <Link className="button" to="/host/series/new">
            New series
          </Link>
          <Link className="button" to="/host/sessions">
            All sessions
          </Link>
          <Link className="button" to="/host/money">
            Money
          </Link>
          <Link className="button" to="/host/passes">
            Passes
          </Link>
          <Link className="button" to="/host/codes">
            Codes
          </Link>
        </>
      }
    >
      <Loaded state={state} shape={<Shape card lines={3} />}>
        {({ viewer }) => viewer && <FiguresOfDay viewer={viewer} />}
      </Loaded>
      <div className="aside wide">
        <section className="stack" aria-labelledby="day">
          <h2 id="day">Sessions of the day</h2>
          {sessionIds?.length === 0 && (
            <Empty>
              No session today. <Link to="/host/sessions/new">Plan one</Link>, or start one at once.
            </Empty>
          )}
          {!sessionIds || (sessionIds.length > 0 && !day.data) ? (
            <Shape card lines={6} />
          ) : (
            <ul className="stack dense">
              {sessions.map((session) => (
                <li key={session.id}>
                  <DaySession session={session} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <div className="stack">
          <Waitlists sessions={sessions} upcoming={state.data?.viewer?.hostedSessions.nodes ?? []} />
          <Feed title="As it happens" empty="Bookings, arrivals and changes appear here." happenings={news} />
          <Loaded state={state} shape={<Shape card lines={4} />}>
            {({ viewer }) => viewer && <Upcoming {...viewer.hostedSessions} />}
          </Loaded>
        </div>
      </div>
    </Page>
  );
}

/** Whether the viewer still hosts or co-hosts a session: it may have been handed over, and a co-host may be one no longer. */
const leads = ({ viewer }: SessionOfDay) => viewer?.isHost || viewer?.participant?.role === 'COHOST';

/** The sessions of the day that ends with `tomorrow`, after an event. */
function idsAfter(ids: string[] | null, event: HostEvent, tomorrow: string): string[] | null {
  switch (event.__typename) {
    case 'HostSnapshot':
      return event.sessions.map(({ id }) => id);
    case 'SessionDeletion':
      return ids?.filter((id) => id !== event.sessionId) ?? null;
    case 'SessionCreation':
    case 'SessionUpdate': {
      const { session } = event;
      if (!ids || !session) return ids;
      // What was cancelled or has ended stays on the screen for the day.
      if (session.status === 'CANCELLED' || session.status === 'ENDED') return ids;
      if (isOfDay(session, tomorrow)) return ids.includes(session.id) ? ids : [...ids, session.id];
      return ids.filter((id) => id !== session.id);
    }
    default:
      return ids;
  }
}

/** As `HostSnapshot.sessions` has it, of a session that is not over. */
function isOfDay({ status, startsAt, settings }: HostedSessionFragment, tomorrow: string): boolean {
  if (status !== 'SCHEDULED') return status === 'LIVE';
  return startsAt < tomorrow || Date.parse(startsAt) - settings.joinWindowMinutes * 60_000 <= now();
}

type DashboardViewer = NonNullable<DashboardQuery['viewer']>;

function FiguresOfDay({ viewer }: { viewer: DashboardViewer }) {
  const { today, revenue } = viewer;
  return (
    <section className="card figures" aria-label="Figures of the day">
      <Figure value={String(today.sessions)} label={`${today.sessions === 1 ? 'session' : 'sessions'} today`} />
      <Figure value={String(today.liveSessions)} label="live now" />
      <Figure value={String(today.peopleIn)} label={today.peopleIn === 1 ? 'person in' : 'people in'} />
      <Figure value={seatsOf(today)} label="seats taken" />
      <Figure value={formatRevenue(today.received)} label="received today" />
      <Figure value={formatRevenue(revenue.at(-1)?.revenue ?? [])} label="from sessions this month" />
    </section>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div className="figure">
      <strong>{value}</strong>
      <span>{label}</span>
    </div>
  );
}

const seatsOf = ({ seatsTaken, seatsOffered }: FiguresFragment) =>
  seatsOffered > 0 ? `${seatsTaken} / ${seatsOffered}` : String(seatsTaken);

interface WaitlistsProps {
  sessions: readonly SessionOfDay[];
  upcoming: DashboardViewer['hostedSessions']['nodes'];
}

function Waitlists({ sessions, upcoming }: WaitlistsProps) {
  const waiting = [...sessions, ...upcoming].filter(({ waitlistLength }) => waitlistLength > 0);
  return (
    <section className="card stack" aria-labelledby="waitlists">
      <h2 id="waitlists">Waitlists</h2>
      {waiting.length === 0 && <p className="muted">Nobody waits for a seat.</p>}
      <ul className="lines">
        {waiting.map(({ id, title, waitlistLength }) => (
          <li key={id} className="row between">
            <Link to={`/host/sessions/${encodeURIComponent(id)}`}>{title}</Link>
            <span className="badge warm">{count(waitlistLength, 'person', 'people')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
