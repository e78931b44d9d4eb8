import type { App, Context, SignedIn } from '../../context.ts';
import type { Participant, Story } from '../../database/generated/client.ts';
import { atOneMoment } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { type FeedEvent, subscribeToFeed } from '../../events/feed.ts';
import type { SessionEventData } from '../../events/log.ts';
import { closeAtOnce } from '../../events/watch.ts';
import { maySeeSession } from '../../sessions/service.ts';
import { sessionsOfMember } from '../membership.ts';
import { connect } from '../presence/node.ts';

export type SessionEventKind = 'PARTICIPANTS' | 'SESSION' | 'SEATS' | 'STORIES';

const kinds: Record<SessionEventData['type'], SessionEventKind> = {
  SessionChanged: 'SESSION',
  SeatsChanged: 'SEATS',
  ParticipantJoined: 'PARTICIPANTS',
  ParticipantLeft: 'PARTICIPANTS',
  ParticipantPresenceChanged: 'PARTICIPANTS',
  ParticipantRoleChanged: 'PARTICIPANTS',
  StoryChanged: 'STORIES',
  VoteCast: 'STORIES',
};

/** The state to start from, as it was after the event that its cursor names. */
export interface Snapshot {
  sessionId: string;
  sequence: number;
  occurredAt: Date;
  data: { type: 'SessionSnapshot'; participants: Participant[]; stories: Story[] };
}

export type StreamedEvent = FeedEvent | Snapshot;

export interface StreamOptions {
  sessionId: string;
  after: number | null;
  kinds: SessionEventKind[] | null;
}

/**
 * Everything that happens in a session, for whoever may see its inside; ends when they may not any more. It starts
 * with a snapshot unless `after` names an event that the log can go on from. While it is open, its participant is present.
 */
export async function streamSession(context: SignedIn, options: StreamOptions): Promise<AsyncGenerator<StreamedEvent>> {
  const { sessionId } = options;
  // Before the check, so that a removal after it is heard of.
  const feed = subscribeToFeed(context, sessionId, context.viewer.account.id);
  try {
    const visible = await sessionsOfMember(context.database.prisma, context, [sessionId]);
    if (!visible.has(sessionId)) throw new NotFoundError('session');
  } catch (error) {
    feed.close();
    throw error;
  }
  const isWanted = ({ data, story }: FeedEvent) => {
    const isLeft = data.type !== 'StoryChanged' || story !== undefined;
    return isLeft && (options.kinds?.includes(kinds[data.type]) ?? true);
  };
  const events = (async function* () {
    let disconnect = async () => {};
    try {
      disconnect = await connect(context, sessionId);
      const { after } = options;
      let position = after !== null && (await canResume(context, sessionId, after)) ? after : null;
      for (;;) {
        if (position === null) {
          const snapshot = await snapshotOf(context, sessionId);
          yield snapshot;
          position = snapshot.sequence;
        }
        const sharer = context.sharer?.();
        if (sharer) position = await feed.follow(position, sharer, { kinds: options.kinds, isWanted });
        const event = await feed.after(position);
        if (!event) return;
        const isNext: boolean = event.sequence === position + 1;
        position = isNext ? event.sequence : null;
        if (isNext && isWanted(event)) yield event;
      }
    } finally {
      feed.close();
      await disconnect();
    }
  })();
  return closeAtOnce(events, feed.close);
}

/** Whether the log knows what comes after this position: it may be beyond its end, or forgotten. */
async function canResume({ database }: App, sessionId: string, after: number): Promise<boolean> {
  const [found] = await database.rows<{ isKnown: boolean }>`
    SELECT session."eventSequence" = ${after} OR EXISTS (
      SELECT FROM "SessionEvent" WHERE "sessionId" = session."id" AND "sequence" = ${after} + 1) AS "isKnown"
    FROM "Session" session WHERE session."id" = ${sessionId}::uuid`;
  return found?.isKnown ?? false;
}

interface Snapshots {
  latest: Map<string, Snapshot>;
  underWay: Map<string, Promise<Snapshot>>;
}

const snapshots = new WeakMap<App['events'], Snapshots>();

// Names and the like, which no event tells of, are at most this old in one that is given again.
const snapshotAge = 1_000;

/**
 * One snapshot for all who ask while it is being taken, and for who comes soon after as long as nothing has happened:
 * thousands who come at once would otherwise have everybody read again and again.
 */
function snapshotOf(context: Context, sessionId: string): Promise<Snapshot> {
  const { latest, underWay } = snapshots.get(context.events) ?? { latest: new Map(), underWay: new Map() };
  snapshots.set(context.events, { latest, underWay });
  const known = underWay.get(sessionId);
  if (known) return known;
  const find = async () => {
    const last = latest.get(sessionId);
    if (last && (await endOf(context, sessionId)) === last.sequence) return last;
    const snapshot = await takeSnapshot(context, sessionId);
    latest.set(sessionId, snapshot);
    const forget = () => void (latest.get(sessionId) === snapshot && latest.delete(sessionId));
    setTimeout(forget, snapshotAge).unref();
    return snapshot;
  };
  const snapshot = find().finally(() => underWay.delete(sessionId));
  underWay.set(sessionId, snapshot);
  return snapshot;
}

async function endOf({ database }: App, id: string): Promise<number | undefined> {
  const session = await database.prisma.session.findUnique({ where: { id }, select: { eventSequence: true } });
  return session?.eventSequence;
}

/**
 * State and cursor belong together, since both are what had been committed at one moment, and changes are committed
 * with their events, in the events' order. So it neither waits for writers nor has them wait.
 */
async function takeSnapshot(context: Context, sessionId: string): Promise<Snapshot> {
  return atOneMoment(context.database, async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId } });
    if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
    const participants = await tx.participant.findMany({
      where: { sessionId, removedAt: null },
      orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
    });
    const stories = await tx.story.findMany({ where: { sessionId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
    const data = { type: 'SessionSnapshot' as const, participants, stories };
    return { sessionId, sequence: session.eventSequence, occurredAt: new Date(), data };
  });
}
