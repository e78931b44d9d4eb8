import type { App, Context } from '../../context.ts';
import type { Participant, Session, Story } from '../../database/generated/client.ts';
import { atOneMoment } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { ownedState } from '../../node-state.ts';
import { maySeeSession } from '../../sessions/service.ts';

/** A session's state right after the event with this sequence number. */
export interface Snapshot {
  sessionId: string;
  sequence: number;
  occurredAt: Date;
  data: { type: 'SessionSnapshot'; participants: Participant[]; stories: Story[] };
}

/** How much of a snapshot a subscriber selects. One of the position alone has empty lists. */
export type Extent = 'whole' | 'position';

interface Snapshots {
  latest: Map<string, Snapshot>;
  pending: Map<string, Promise<Snapshot>>;
}

const none = (): Snapshots => ({ latest: new Map(), pending: new Map() });
const snapshotsOf = ownedState((_: App): Record<Extent, Snapshots> => ({ whole: none(), position: none() }));

// How long a snapshot is reused. No event tells of a changed username, so a reused snapshot may show the old one this long.
const snapshotAge = 1_000;

/**
 * Returns a snapshot of a session. Concurrent callers share one, and so do later ones for a short time if no event happened
 * since, so that thousands of people who connect at once do not read all participants thousands of times.
 */
export function snapshotOf(context: Context, sessionId: string, extent: Extent): Promise<Snapshot> {
  const { latest, pending } = snapshotsOf(context.app)[extent];
  const known = pending.get(sessionId);
  if (known) return known;
  const find = async () => {
    const last = latest.get(sessionId);
    if (last && (await endOf(context.app, sessionId)) === last.sequence) return last;
    const snapshot = await takeSnapshot(context, sessionId, extent);
    latest.set(sessionId, snapshot);
    const forget = () => void (latest.get(sessionId) === snapshot && latest.delete(sessionId));
    setTimeout(forget, snapshotAge).unref();
    return snapshot;
  };
  const snapshot = find().finally(() => pending.delete(sessionId));
  pending.set(sessionId, snapshot);
  return snapshot;
}

async function endOf({ database }: App, id: string): Promise<number | undefined> {
  const [session] = await database.rows<{ eventSequence: number }>`
    SELECT "eventSequence" FROM "Session" WHERE "id" = ${id}::uuid`;
  return session?.eventSequence;
}

/**
 * Reads state and cursor in one database snapshot. They fit together without a lock, since each change is committed with
 * its events and in their order.
 */
async function takeSnapshot(context: Context, sessionId: string, extent: Extent): Promise<Snapshot> {
  return atOneMoment(context.app.database, async (tx) => {
    const [session] = await tx.$queryRaw<Session[]>`SELECT * FROM "Session" WHERE "id" = ${sessionId}::uuid`;
    if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
    const isWhole = extent === 'whole';
    // Of thousands of participants most of the time would be Prisma's.
    const participants = isWhole
      ? await tx.$queryRaw<Participant[]>`
          SELECT * FROM "Participant" WHERE "sessionId" = ${sessionId}::uuid AND "removedAt" IS NULL
          ORDER BY "joinedAt", "id"`
      : [];
    const stories = isWhole
      ? await tx.$queryRaw<Story[]>`
          SELECT * FROM "Story" WHERE "sessionId" = ${sessionId}::uuid ORDER BY "position", "id"`
      : [];
    const data = { type: 'SessionSnapshot' as const, participants, stories };
    return { sessionId, sequence: session.eventSequence, occurredAt: new Date(), data };
  });
}
