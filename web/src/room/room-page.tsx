import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import {
  JoinRoomDocument,
  LeaveRoomDocument,
  RoomDocument,
  RoomEventsDocument,
  WhereNowDocument,
} from '../generated/room.ts';
import { refusalOf, useAct, useConnection, useEvents, useGathered } from '../graphql/hooks.ts';
import { Feed } from '../parts/feed.tsx';
import { Loaded, Page, Problem, Shape } from '../parts/page.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { formatSeconds, SessionTime } from '../parts/time.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { HostTools } from './host-tools.tsx';
import { Roster } from './roster.tsx';
import { Share } from './share.tsx';
import { follow, type Room, withStory } from './state.ts';
import { Stories } from './stories.tsx';
import './room.css';

/** Enters the room of a session: whoever may be in it is, while the page is open. */
export default function RoomPage() {
  const { id = '' } = useParams();
  const [state] = useQuery({ query: RoomDocument, variables: { id } });
  const { act, refusal } = useAct(JoinRoomDocument);
  const [isIn, setIn] = useState(false);
  const session = state.data?.session;
  const isOver = session?.status === 'ENDED' || session?.status === 'CANCELLED';
  const mayEnter = Boolean(session) && !isOver;
  // biome-ignore lint/correctness/useExhaustiveDependencies: enters once
  useEffect(() => {
    if (mayEnter) void act({ sessionId: id }).then((joined) => setIn(joined !== null));
  }, [id, mayEnter]);
  const back = `/sessions/${encodeURIComponent(id)}`;
  return (
    <Loaded state={state} title="Room">
      {({ session }) => {
        if (!session) return <Page title="No such session">There is no such session, or it is not public.</Page>;
        if (isIn) return <Inside id={id} place={session.location?.text ?? null} meetingUrl={session.meetingUrl} />;
        return (
          <Page title={session.title} over={<Link to={back}>Session</Link>}>
            {isOver && <Over status={session.status} practice={session.viewer?.practice ?? null} />}
            <Refusal refusal={refusal} />
            {refusal && (
              <p>
                <Link to={back}>To the session</Link> · <Link to="/join">Join by a code</Link>
              </p>
            )}
            {!refusal && !isOver && <Shape card lines={8} />}
          </Page>
        );
      }}
    </Loaded>
  );
}

interface InsideProps {
  id: string;
  place: string | null;
  meetingUrl: string | null;
}

function Inside({ id, place, meetingUrl }: InsideProps) {
  const { viewer } = useViewer();
  const navigate = useNavigate();
  const [room, setRoom] = useState<Room | null>(null);
  const [isOut, setOut] = useState(false);
  // The stream ends before the answer says that they left, and before the next page is there.
  const [isLeaving, setLeaving] = useState(false);
  // Events do not say where people meet, which not everybody may know. The answer goes to the cache, and the room stays without.
  const client = useClient();
  const askWhere = useGathered(() => {
    void client.query(WhereNowDocument, { id }, { requestPolicy: 'network-only' }).toPromise();
  });
  const problem = useEvents(
    RoomEventsDocument,
    { sessionId: id },
    ({ sessionEvents }) => {
      setRoom((present) => follow(present, sessionEvents));
      if (sessionEvents.__typename === 'SessionChanged') askWhere();
    },
    false,
    () => setOut(true),
  );
  const leaving = useAct(LeaveRoomDocument);
  if (problem)
    return (
      <Page title="Room">
        <Problem>{refusalOf(problem).message}</Problem>
      </Page>
    );
  if (!room || !viewer)
    return (
      <Page title="Room">
        <Shape card lines={8} />
      </Page>
    );
  const { session, people, stories, happenings } = room;
  const me = [...people.values()].find(({ user }) => user.id === viewer.user.id);
  const isOver = session.status === 'ENDED' || session.status === 'CANCELLED';
  const hasLeft = !isOver && !isOut && !isLeaving && me?.presence === 'LEFT';
  const isIn = !isOver && !isOut && !hasLeft;
  const mayLead = isIn && (me?.role === 'HOST' || me?.role === 'COHOST');
  const leave = async () => {
    setLeaving(true);
    if (await leaving.act({ sessionId: id })) void navigate(`/sessions/${encodeURIComponent(id)}`);
    else setLeaving(false);
  };
  return (
    <Page
      title={session.title}
      over={<Link to={`/sessions/${encodeURIComponent(id)}`}>Session</Link>}
      lead={
        <>
          <Status status={session.status} /> with {session.host.displayName} ·{' '}
          <SessionTime at={session.startsAt} zone={session.timeZone} />
          {place && ` · ${place}`}
          {meetingUrl && (
            <>
              {' · '}
              <a href={meetingUrl} target="_blank" rel="noreferrer">
                {new URL(meetingUrl).host}
              </a>
            </>
          )}
        </>
      }
      actions={
        <>
          <Following isOver={!isIn} />
          {(isIn || isLeaving) && me?.role !== 'HOST' && (
            <button type="button" onClick={leave} disabled={isLeaving}>
              Leave
            </button>
          )}
        </>
      }
    >
      <Refusal refusal={leaving.refusal} />
      {isOut && !isOver && !isLeaving && (
        <p className="card" role="status">
          You are no longer in this session. <Link to="/">To the catalogue</Link>
        </p>
      )}
      {hasLeft && (
        <p className="card" role="status">
          You left on another page or device. <Link to={`/sessions/${encodeURIComponent(id)}`}>To the session</Link>
        </p>
      )}
      {isOver && <Over status={session.status} practice={null} />}
      {(isIn || isOver || isLeaving) && (
        <div className="aside">
          <div className="stack">
            {mayLead && <HostTools session={session} isHost={me?.role === 'HOST'} />}
            <Stories
              session={session}
              stories={[...stories.values()].sort((one, other) => one.position - other.position)}
              people={[...people.values()]}
              me={isIn ? me : undefined}
              mayLead={mayLead}
              onChange={(story) => setRoom((present) => present && withStory(present, story))}
            />
          </div>
          <div className="stack">
            <Share session={session} mayLead={mayLead} />
            <Roster people={[...people.values()]} me={me} mayLead={mayLead} isOver={isOver} />
            <Feed title="What happened" empty="Nothing yet." happenings={happenings} />
          </div>
        </div>
      )}
    </Page>
  );
}

/** Whether events come at this moment. */
function Following({ isOver }: { isOver: boolean }) {
  const connection = useConnection();
  if (isOver) return null;
  return connection === 'open' ? (
    <span className="badge good">Connected</span>
  ) : (
    <span className="badge warm">Reconnecting…</span>
  );
}

function Status({ status }: { status: Room['session']['status'] }) {
  if (status === 'LIVE') return <span className="badge warm">Live</span>;
  return <span className="badge">{status === 'SCHEDULED' ? 'Lobby' : status === 'ENDED' ? 'Ended' : 'Cancelled'}</span>;
}

interface OverProps {
  status: Room['session']['status'];
  practice: { durationSeconds: number } | null;
}

function Over({ status, practice }: OverProps) {
  const isCancelled = status === 'CANCELLED';
  return (
    <div className="card stack" role="status">
      <p>{isCancelled ? 'The session was cancelled.' : 'The session has ended. Thank you for practising together.'}</p>
      {practice && <p>Your practice: {formatSeconds(practice.durationSeconds)}</p>}
      {!isCancelled && (
        <p>
          <Link to="/practice">Your practice and statistics</Link>
        </p>
      )}
    </div>
  );
}
