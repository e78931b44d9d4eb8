import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { Seats } from '../catalogue/seats.tsx';
import { CheckInDocument, CheckInEventsDocument, DeskEventsDocument } from '../generated/check-in.ts';
import type { CheckInQuery } from '../generated/types.ts';
import { useEvents, useGathered } from '../graphql/hooks.ts';
import { ExportButton } from '../parts/export-button.tsx';
import { Loaded, Page } from '../parts/page.tsx';
import { type TurnerProps, usePaging, useTurning } from '../parts/paging.tsx';
import { formatRevenue } from '../parts/revenue.ts';
import { formatMinutes, SessionTime } from '../parts/time.tsx';
import { Attendees } from './attendees.tsx';
import { StatusBadge } from './day-session.tsx';
import { Desk } from './desk.tsx';
import { SessionTools } from './session-tools.tsx';
import './host.css';
import '../catalogue/catalogue.css';

type SessionToCheck = NonNullable<CheckInQuery['session']>;

/** One session of a host: who booked, who came, and what can be done with it. */
export default function CheckInPage() {
  const { id = '' } = useParams();
  const turning = useTurning();
  const variables = { id, ...usePaging(100), afterWalkIn: turning.after };
  const [state, again] = useQuery({ query: CheckInDocument, variables });
  const refresh = useGathered(() => again({ requestPolicy: 'network-only' }));
  useEvents(CheckInEventsDocument, { sessionId: id }, ({ sessionEvents }) => {
    if (sessionEvents.__typename !== 'SessionSnapshot') refresh();
  });
  // Bookings that take no seat, and check-ins, are no events of the session.
  useEvents(DeskEventsDocument, {}, ({ hostEvents }) => {
    if (hostEvents.__typename === 'BookingUpdate' && hostEvents.booking?.session.id === id) refresh();
  });
  return (
    <Loaded state={state} title="Check-in">
      {({ session }) =>
        session ? (
          <Found session={session} turning={turning} onChange={refresh} />
        ) : (
          <Page title="No such session">
            <Link to="/host">To your day</Link>
          </Page>
        )
      }
    </Loaded>
  );
}

interface FoundProps {
  session: SessionToCheck;
  /** The pages of those who are in without a booking. */
  turning: TurnerProps['turning'];
  onChange: () => void;
}

function Found({ session, turning, onChange }: FoundProps) {
  const { id, title, startsAt, timeZone, durationMinutes, status, joinCode, bookingSummary, revenue, series } = session;
  return (
    <Page
      title={title}
      over={<Link to="/host">Your day</Link>}
      lead={
        <>
          <StatusBadge status={status} /> <SessionTime at={startsAt} zone={timeZone} /> ·{' '}
          {formatMinutes(durationMinutes)}
        </>
      }
      actions={
        <>
          <ExportButton input={{ kind: 'ATTENDEES', sessionId: id }}>Attendees as CSV</ExportButton>
          <Link className="button" to={`/sessions/${encodeURIComponent(id)}`}>
            Public page
          </Link>
        </>
      }
    >
      <div className="aside">
        <Attendees session={session} turning={turning} onChange={onChange} />
        <div className="stack unprinted">
          <Desk session={session} onChange={onChange} />
          <section className="card stack" aria-labelledby="state">
            <h2 id="state">Seats and money</h2>
            <Seats {...session} />
            <dl className="facts">
              {bookingSummary && (
                <>
                  <dt>Booked</dt>
                  <dd>{bookingSummary.booked}</dd>
                  <dt>To be paid</dt>
                  <dd>{bookingSummary.pending}</dd>
                  <dt>Waiting</dt>
                  <dd>{bookingSummary.waiting}</dd>
                  {status === 'ENDED' && (
                    <>
                      <dt>Attended</dt>
                      <dd>{bookingSummary.attended}</dd>
                      <dt>No-shows</dt>
                      <dd>{bookingSummary.noShow}</dd>
                    </>
                  )}
                </>
              )}
              {revenue && (
                <>
                  <dt>Revenue</dt>
                  <dd>{formatRevenue(revenue)}</dd>
                </>
              )}
              {joinCode && (
                <>
                  <dt>Code</dt>
                  <dd translate="no">
                    <strong>{joinCode}</strong>
                  </dd>
                </>
              )}
              {series && (
                <>
                  <dt>Series</dt>
                  <dd>
                    <Link to={`/host/series/${encodeURIComponent(series.id)}?from=${encodeURIComponent(id)}`}>
                      Change from this date on
                    </Link>
                  </dd>
                </>
              )}
            </dl>
          </section>
          <SessionTools session={session} />
        </div>
      </div>
    </Page>
  );
}
