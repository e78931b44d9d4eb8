import { Link } from 'react-router';
import type { DashboardQuery } from '../generated/types.ts';
import { Moment } from '../parts/time.tsx';

type Props = NonNullable<DashboardQuery['viewer']>['hostedSessions'];

/** What comes after today. */
export function Upcoming({ nodes, totalCount }: Props) {
  return (
    <section className="card stack" aria-labelledby="upcoming">
      <h2 id="upcoming">Coming up</h2>
      {nodes.length === 0 && <p className="muted">Nothing is planned.</p>}
      <ul className="lines">
        {nodes.map(({ id, title, startsAt, seatsTaken, maxParticipants, status }) => (
          <li key={id} className="row between">
            <span>
              <Link to={`/host/sessions/${encodeURIComponent(id)}`}>{title}</Link>{' '}
              {status === 'DRAFT' && <span className="badge">Draft</span>}
              <br />
              <span className="muted fine">
                <Moment at={startsAt} />
              </span>
            </span>
            <span className="number muted">
              {seatsTaken}
              {maxParticipants !== null && ` / ${maxParticipants}`}
            </span>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <Link to="/host/sessions">All {totalCount}</Link>}
    </section>
  );
}
