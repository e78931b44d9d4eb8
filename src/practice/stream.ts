import { isDeepStrictEqual } from 'node:util';
import type { SignedIn } from '../context.ts';
import type { PracticeSession } from '../database/generated/client.ts';
import { isOpen } from './service.ts';
import { practisedSeconds } from './time.ts';

// How far the clocks of nodes may be apart, and a transaction take.
const tolerance = 60_000;

/**
 * The viewer's practices as they change, from whichever device, node, or the server itself. Only the one that is open
 * and what has changed lately is read and compared with what was seen before, so that a long history costs nothing.
 */
export async function streamPractices(context: SignedIn): Promise<AsyncGenerator<PracticeSession>> {
  const { viewer } = context;
  const { events } = context.app;
  let readAt = new Date();
  let seen = await readRecent(context, readAt);
  return events.watchAccount(viewer.account.id, async () => {
    const now = new Date();
    const before = seen;
    seen = await readRecent(context, readAt);
    readAt = now;
    const deleted = [...before.values()].filter((practice) => isOpen(practice) && !seen.has(practice.id));
    const changed = [...seen.values()].filter((practice) => !isDeepStrictEqual(before.get(practice.id), practice));
    return [...deleted.map((practice) => givenUp(practice, now)), ...changed];
  });
}

/** What is open, and what has changed since it was last read. */
async function readRecent(
  { app: { database }, viewer }: SignedIn,
  lastReadAt: Date,
): Promise<ReadonlyMap<string, PracticeSession>> {
  const accountId = viewer.account.id;
  const since = new Date(lastReadAt.getTime() - tolerance);
  // Two reads of an index each; as one condition they would be a read of all history.
  const rows = await database.rows<PracticeSession>`
    SELECT * FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "status" IN ('ACTIVE', 'PAUSED')
    UNION SELECT * FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "updatedAt" > ${since}::timestamptz
    ORDER BY "updatedAt"`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** The last that is heard of an open practice that was deleted. */
function givenUp(practice: PracticeSession, now: Date): PracticeSession {
  const durationSeconds = practisedSeconds(practice, now);
  return { ...practice, status: 'ABANDONED', durationSeconds, activeSince: null, pausedAt: null, completedAt: now };
}
