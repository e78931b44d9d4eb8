import { useState } from 'react';
import { useQuery } from 'urql';
import { AdminOverviewDocument, StudioEventsDocument } from '../generated/admin.ts';
import type { DayFiguresFragment, OverviewFragment } from '../generated/types.ts';
import { useEvents } from '../graphql/hooks.ts';
import { Feed, type Happening } from '../parts/feed.tsx';
import { formatNumber } from '../parts/locale.ts';
import { Loaded, Shape } from '../parts/page.tsx';
import { formatRevenue } from '../parts/revenue.ts';
import { Scroll } from '../parts/scroll.tsx';
import { formatSeconds } from '../parts/time.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { AdminPage } from './admin-frame.tsx';
import { describe } from './news.ts';

const maximumNews = 30;

/** The studio at this moment. */
export default function OverviewPage() {
  const { viewer } = useViewer();
  const isAdmin = viewer?.role === 'ADMIN';
  const [state] = useQuery({ query: AdminOverviewDocument, pause: !isAdmin });
  const [latest, setLatest] = useState<OverviewFragment | null>(null);
  const [news, setNews] = useState<Happening[]>([]);
  useEvents(
    StudioEventsDocument,
    {},
    ({ studioEvents: event }) => {
      if ('overview' in event) setLatest(event.overview);
      const one = describe(event);
      if (one) setNews((present) => [one, ...present].slice(0, maximumNews));
    },
    !isAdmin,
  );
  return (
    <AdminPage title="Overview">
      <Loaded state={state} shape={<Shape card lines={6} />}>
        {({ adminOverview }) => <Figures overview={latest ?? adminOverview} />}
      </Loaded>
      <div className="aside">
        <Loaded state={state} shape={<Shape card lines={4} />}>
          {({ adminOverview }) => <Hosts hosts={(latest ?? adminOverview).todayByHost} />}
        </Loaded>
        <Feed title="As it happens" empty="What happens in the studio appears here." happenings={news} />
      </div>
    </AdminPage>
  );
}

function Figures({ overview }: { overview: OverviewFragment }) {
  const { today } = overview;
  const figures = [
    [formatNumber(overview.accounts), 'accounts'],
    [formatNumber(overview.activeDeviceSessions), 'devices signed in'],
    [formatNumber(overview.liveSessions), 'sessions live'],
    [formatNumber(overview.onlineParticipants), 'people online'],
    [formatNumber(overview.bookingsToday), 'bookings today'],
    [formatRevenue(today.received), 'received today'],
    [formatSeconds(overview.practiceSecondsToday), 'practised today'],
  ] as const;
  return (
    <section className="card figures" aria-label="The studio now">
      {figures.map(([value, label]) => (
        <div key={label} className="figure">
          <strong>{value}</strong>
          <span>{label}</span>
        </div>
      ))}
    </section>
  );
}

function Hosts({ hosts }: { hosts: readonly DayFiguresFragment[] }) {
  return (
    <section className="card stack" aria-labelledby="hosts">
      <h2 id="hosts">Hosts today</h2>
      {hosts.length === 0 && <p className="muted">Nobody hosts today.</p>}
      {hosts.length > 0 && (
        <Scroll label="Figures of the hosts">
          <table>
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">Sessions</th>
                <th scope="col">People in</th>
                <th scope="col">Seats</th>
                <th scope="col">Received</th>
              </tr>
            </thead>
            <tbody>
              {hosts.map(({ host, sessions, peopleIn, seatsTaken, seatsOffered, received }) => (
                <tr key={host?.id}>
                  <th scope="row">{host?.displayName}</th>
                  <td>{sessions}</td>
                  <td>{peopleIn}</td>
                  <td>
                    {seatsTaken}
                    {seatsOffered > 0 && ` / ${seatsOffered}`}
                  </td>
                  <td>{formatRevenue(received)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
