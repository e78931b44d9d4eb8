import { useEffect } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useQuery } from 'urql';
import { Seats } from '../catalogue/seats.tsx';
import { SessionDocument, SessionFactsDocument } from '../generated/session.ts';
import type { SessionQuery } from '../generated/types.ts';
import { useEvents } from '../graphql/hooks.ts';
import { formatPrice } from '../parts/money.ts';
import { Loaded, Page, Shape } from '../parts/page.tsx';
import { formatMinutes, formatSeconds, Moment, SessionTime } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { useViewer, useViewerEvent } from '../shell/viewer.tsx';
import { BookingPart } from './booking-part.tsx';
import '../catalogue/catalogue.css';

type Session = NonNullable<SessionQuery['session']>;

/** Milliseconds after which the page asks again whether the lobby is open. */
const lobbyInterval = 20_000;

export default function SessionPage() {
  const { id = '' } = useParams();
  const [state, again] = useQuery({ query: SessionDocument, variables: { id } });
  const session = state.data?.session;
  const refresh = () => again({ requestPolicy: 'network-only' });
  useEvents(
    SessionFactsDocument,
    { id },
    ({ seatsChanged }) => {
      if (!session) return;
      // Nobody is told that somebody ahead of them in line is so no longer, or that there is a seat for them now.
      const { viewer } = session;
      const hasSeat = viewer?.booking?.status === 'PENDING' || viewer?.booking?.status === 'CONFIRMED';
      const lacksSeat = viewer && !viewer.canBook && !hasSeat;
      // Null once it is deleted.
      if (lacksSeat || seatsChanged?.status !== session.status) refresh();
    },
    !session,
    // It was deleted since the page asked for it.
    refresh,
  );
  useViewerEvent((event) => {
    if (event.__typename === 'BookingUpdate' && event.booking?.session.id === id) refresh();
  });
  const isWaiting = session?.status === 'SCHEDULED' && session.viewer?.canJoin === false;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), lobbyInterval);
    return () => clearInterval(timer);
  }, [isWaiting, again]);

  return (
    <Loaded state={state} title="Session">
      {({ session }) => (session ? <Found session={session} /> : <Missing />)}
    </Loaded>
  );
}

function Missing() {
  return (
    <Page title="No such session">
      <p>
        There is no such session, or it is not public. <Link to="/">To the catalogue</Link>
      </p>
    </Page>
  );
}

function Found({ session }: { session: Session }) {
  const { title, host, status, tags, description, sequence } = session;
  return (
    <Page
      title={title}
      over={<Link to="/">Catalogue</Link>}
      lead={<>with {host.displayName}</>}
      actions={
        <>
          {status !== 'SCHEDULED' && (
            <span className={`badge ${status === 'LIVE' ? 'warm' : ''}`}>
              {status === 'LIVE' ? 'Live now' : words(status)}
            </span>
          )}
          {tags.map((tag) => (
            <Link key={tag} className="tag button" to={`/?tags=${encodeURIComponent(tag)}`}>
              {tag}
            </Link>
          ))}
        </>
      }
    >
      <div className="aside">
        <div className="stack">
          <section className="card stack" aria-labelledby="what">
            <h2 id="what">What and when</h2>
            <Facts session={session} />
            {description && <p className="text">{description}</p>}
          </section>
          {sequence && (
            <section className="card stack" aria-labelledby="sequence">
              <h2 id="sequence">{sequence.title}</h2>
              <p className="muted">
                {words(sequence.level)} · {formatSeconds(sequence.durationSeconds)} ·{' '}
                {count(sequence.poses.length, 'pose')}
              </p>
              <ol className="lines">
                {sequence.poses.map(({ position, name, cue, durationSeconds }) => (
                  <li key={position} className="row between">
                    <span>
                      {name}
                      {cue && <span className="muted"> · {cue}</span>}
                    </span>
                    <span className="muted number">{formatSeconds(durationSeconds)}</span>
                  </li>
                ))}
              </ol>
            </section>
          )}
          <section className="card stack" aria-labelledby="host">
            <h2 id="host">{host.displayName}</h2>
            <p className="text muted">{host.bio ?? `@${host.username}`}</p>
          </section>
        </div>
        <div className="stack">
          <Part session={session} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ session }: { session: Session }) {
  const { startsAt, timeZone, durationMinutes, admission, price, settings, participantCount, status, bookingClosesAt } =
    session;
  return (
    <dl className="facts">
      <dt>When</dt>
      <dd>
        <SessionTime at={startsAt} zone={timeZone} />
      </dd>
      <dt>Lasts</dt>
      <dd>{formatMinutes(durationMinutes)}</dd>
      <dt>Where</dt>
      <dd>
        <Where session={session} />
        {admission === 'CODE' && <p>Open to everybody with its code</p>}
        {status === 'LIVE' && ` · ${count(participantCount, 'person', 'people')} in it`}
      </dd>
      <dt>Lobby</dt>
      <dd>opens {formatMinutes(settings.joinWindowMinutes)} before the start</dd>
      {settings.bookingClosesMinutes > 0 && status === 'SCHEDULED' && (
        <>
          <dt>Book until</dt>
          <dd>
            <Moment at={bookingClosesAt} />
          </dd>
        </>
      )}
      <dt>Price</dt>
      <dd>{formatPrice(price)}</dd>
      <dt>Seats</dt>
      <dd>
        <Seats {...session} />
      </dd>
      <dt>Cancelling</dt>
      <dd>
        {settings.freeCancellationHours === 0
          ? 'free until the start'
          : `free until ${count(settings.freeCancellationHours, 'hour')} before the start; later nothing is refunded`}
      </dd>
    </dl>
  );
}

/** The place, for those who may know it. */
function Where({ session: { location, meetingUrl, viewer } }: { session: Session }) {
  const hasSeat = viewer?.isHost || viewer?.booking?.status === 'CONFIRMED';
  return (
    <>
      {location && <p>{location.text}</p>}
      {meetingUrl && (
        <p>
          <a href={meetingUrl} rel="noreferrer">
            {new URL(meetingUrl).host}
          </a>
        </p>
      )}
      <p>
        {location || meetingUrl ? 'And in the session’s room' : 'In the session’s room'}
        {!hasSeat && '; a place, if there is one, is shown once your seat is confirmed'}
      </p>
    </>
  );
}

/** What this person can do with the session. */
function Part({ session }: { session: Session }) {
  const { pathname } = useLocation();
  const { viewer, isLoading } = useViewer();
  const { id, status } = session;
  const part = session.viewer;
  if (isLoading) return <Shape card />;
  if (!viewer || !part) {
    return (
      <section className="card stack" aria-label="Booking">
        <strong className="number">{formatPrice(session.price)}</strong>
        <p>Sign in to book a seat.</p>
        <Link className="button primary" to={`/sign-in?next=${encodeURIComponent(pathname)}`}>
          Sign in to book
        </Link>
        <Link to={`/register?next=${encodeURIComponent(pathname)}`}>New here? Register</Link>
      </section>
    );
  }
  const isOver = status === 'ENDED' || status === 'CANCELLED';
  return (
    <>
      {!part.isHost && <BookingPart session={session} part={part} />}
      {!isOver && (part.canJoin || part.participant || part.isHost || part.booking?.status === 'CONFIRMED') && (
        <section className="card stack" aria-labelledby="room">
          <h2 id="room">Room</h2>
          {part.canJoin ? (
            <Link className="button primary" to={`/sessions/${encodeURIComponent(id)}/room`}>
              {status === 'LIVE' ? 'Enter the room' : 'Enter the lobby'}
            </Link>
          ) : (
            <p className="muted">{part.reason}</p>
          )}
        </section>
      )}
      {part.isHost && (
        <section className="card stack" aria-labelledby="hosting">
          <h2 id="hosting">You host this session</h2>
          <Link className="button" to={`/host/sessions/${encodeURIComponent(id)}`}>
            Check-in and changes
          </Link>
        </section>
      )}
      {part.practice && (
        <section className="card stack" aria-labelledby="practice">
          <h2 id="practice">Your practice</h2>
          <p>
            {words(part.practice.status)}: {formatSeconds(part.practice.durationSeconds)}
          </p>
          <Link to="/practice">To your practice</Link>
        </section>
      )}
    </>
  );
}
