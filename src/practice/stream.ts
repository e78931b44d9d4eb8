import { isDeepStrictEqual } from 'node:util';
import type { SignedIn } from '../context.ts';
import type { PracticeSession } from '../database/generated/client.ts';
import { isOpen } from './service.ts';
import { practisedSeconds } from './time.ts';

// Covers the difference between the clocks of nodes and the length of a transaction.
const tolerance = 60_000;

/**
 * Streams the viewer's practices as they change, on any device or node. Each time, the open practice and the recently
 * changed ones are read and compared with the last read, so that the cost does not grow with the history.
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

/** The open practice, and the practices that changed since the last read. */
async function readRecent(
  { app: { database }, viewer }: SignedIn,
  lastReadAt: Date,
): Promise<ReadonlyMap<string, PracticeSession>> {
  const accountId = viewer.account.id;
  const since = new Date(lastReadAt.getTime() - tolerance);
  // A UNION reads one index for each part; a single OR condition would scan the whole history.
  const rows = await database.rows<PracticeSession>`
    SELECT * FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "status" IN ('ACTIVE', 'PAUSED')
    UNION SELECT * FROM "PracticeSession" WHERE "accountId" = ${accountId}::uuid AND "updatedAt" > ${since}::timestamptz
    ORDER BY "updatedAt"`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** The final event of an open practice that was deleted. */
function givenUp(practice: PracticeSession, now: Date): PracticeSession {
  const durationSeconds = practisedSeconds(practice, now);
  return { ...practice, status: 'ABANDONED', durationSeconds, activeSince: null, pausedAt: null, completedAt: now };
}
