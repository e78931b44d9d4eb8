import type { SignedIn } from '../../context.ts';
import type { DeviceSession } from '../../database/generated/client.ts';

// How far the clocks of nodes may be apart, and a transaction take.
const tolerance = 60_000;

/**
 * The viewer's device sessions as they are signed in and as they end, from whichever node. Only what is active or
 * ended lately is read and compared with what was seen before, so that a long history costs nothing.
 */
export async function streamDeviceSessions(context: SignedIn): Promise<AsyncGenerator<DeviceSession>> {
  const { viewer } = context;
  const { events } = context.app;
  const accountId = viewer.account.id;
  let readAt = new Date();
  let seen = activities(await readRecent(context, readAt));
  return events.watchAccount(accountId, async () => {
    const now = new Date();
    const recent = await readRecent(context, readAt);
    const before = seen;
    readAt = now;
    seen = activities(recent);
    // The viewer's own needs no telling of its end: the connection closes.
    return recent.filter(
      (one) => before.get(one.id) !== isActive(one) && (isActive(one) || one.id !== viewer.deviceSession.id),
    );
  });
}

/** Those that are active, or were when they were last read. */
function readRecent({ app: { database }, viewer }: SignedIn, lastReadAt: Date): Promise<DeviceSession[]> {
  const since = new Date(lastReadAt.getTime() - tolerance);
  return database.prisma.deviceSession.findMany({
    where: {
      accountId: viewer.account.id,
      OR: [{ endedAt: null, expiresAt: { gt: since } }, { endedAt: { gt: since } }],
    },
    orderBy: { id: 'asc' },
  });
}

const isActive = ({ endedAt, expiresAt }: DeviceSession) => endedAt === null && expiresAt > new Date();

const activities = (rows: DeviceSession[]) => new Map(rows.map((row) => [row.id, isActive(row)]));
