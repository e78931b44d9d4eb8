import type { App, Context } from '../../context.ts';
import type { Participant, Story } from '../../database/generated/client.ts';
import { atOneMoment } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { ownedState } from '../../node-state.ts';
import { maySeeSession } from '../../sessions/service.ts';

/** The state to start from, as it was after the event that its cursor names. */
export interface Snapshot {
  sessionId: string;
  sequence: number;
  occurredAt: Date;
  data: { type: 'SessionSnapshot'; participants: Participant[]; stories: Story[] };
}

interface Snapshots {
  latest: Map<string, Snapshot>;
  underWay: Map<string, Promise<Snapshot>>;
}

const snapshotsOf = ownedState((_: App): Snapshots => ({ latest: new Map(), underWay: new Map() }));

// Names and the like, which no event tells of, are at most this old in one that is given again.
const snapshotAge = 1_000;

/**
 * One snapshot for all who ask while it is being taken, and for who comes soon after as long as nothing has happened:
 * thousands who come at once would otherwise have everybody read again and again.
 */
export function snapshotOf(context: Context, sessionId: string): Promise<Snapshot> {
  const { latest, underWay } = snapshotsOf(context.app);
  const known = underWay.get(sessionId);
  if (known) return known;
  const find = async () => {
    const last = latest.get(sessionId);
    if (last && (await endOf(context.app, sessionId)) === last.sequence) return last;
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
  return atOneMoment(context.app.database, async (tx) => {
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
