import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { HostedListsDocument } from '../generated/planning.ts';
import type { SessionFilter } from '../generated/types.ts';
import { formatPrice } from '../parts/money.ts';
import { Empty, Loaded, Page } from '../parts/page.tsx';
import { Pager, Turner, usePaging, useTurning } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { StatusBadge } from './day-session.tsx';
import { describeRule } from './values.ts';
import './host.css';

const views: Record<string, { label: string; filter: SessionFilter }> = {
  upcoming: { label: 'Upcoming', filter: { status: ['DRAFT', 'SCHEDULED', 'LIVE'] } },
  past: { label: 'Past', filter: { status: ['ENDED', 'CANCELLED'] } },
  archive: { label: 'Archive', filter: { archived: true } },
};

export default function SessionsPage() {
  const [parameters] = useSearchParams();
  const view = parameters.get('view') ?? 'upcoming';
  // What is over is listed from its end.
  const isReversed = view !== 'upcoming';
  const turning = useTurning();
  const filter = (views[view] ?? views.upcoming)?.filter;
  const variables = { ...usePaging(20, isReversed), filter, afterSeries: turning.after };
  const [state] = useQuery({ query: HostedListsDocument, variables });
  return (
    <Page
      title="Your sessions"
      over={<Link to="/host">Your day</Link>}
      actions={
        <>
          <Link className="button primary" to="/host/sessions/new">
            New session
          </Link>
          <Link className="button" to="/host/series/new">
            New series
          </Link>
        </>
      }
    >
      <nav className="tabs" aria-label="Which sessions">
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
      <Loaded state={state}>
        {({ viewer }) =>
          viewer && (
            <div className="aside">
              <section className="card stack" aria-label="Sessions">
                {viewer.hostedSessions.nodes.length === 0 && <Empty>There is none.</Empty>}
                <ul className="lines">
                  {(isReversed ? viewer.hostedSessions.nodes.toReversed() : viewer.hostedSessions.nodes).map(
                    (session) => (
                      <li key={session.id} className="row between">
                        <span>
                          <Link to={`/host/sessions/${encodeURIComponent(session.id)}`}>{session.title}</Link>{' '}
                          <StatusBadge status={session.status} />
                          <br />
                          <span className="muted fine">
                            <Moment at={session.startsAt} /> · {formatPrice(session.price)}
                            {session.visibility === 'UNLISTED' && ' · unlisted'}
                          </span>
                        </span>
                        <span className="number muted">
                          {session.seatsTaken}
                          {session.maxParticipants !== null && ` / ${session.maxParticipants}`}
                        </span>
                      </li>
                    ),
                  )}
                </ul>
                <Pager pageInfo={viewer.hostedSessions.pageInfo} isReversed={isReversed} />
              </section>
              <section className="card stack" aria-labelledby="series">
                <h2 id="series">Series</h2>
                {viewer.hostedSeries.nodes.length === 0 && <p className="muted">There is none.</p>}
                <ul className="lines">
                  {viewer.hostedSeries.nodes.map(({ id, title, rule, endedAt }) => (
                    <li key={id}>
                      <Link to={`/host/series/${encodeURIComponent(id)}`}>{title}</Link>{' '}
                      {endedAt && <span className="badge">Ended</span>}
                      <br />
                      <span className="muted fine">{describeRule(rule)}</span>
                    </li>
                  ))}
                </ul>
                <Turner of="the series" turning={turning} pageInfo={viewer.hostedSeries.pageInfo} />
              </section>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
