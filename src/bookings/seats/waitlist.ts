import type { Statements } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';

/** Those who wait for the seats of a session. */
export interface Waitlist {
  /** The seats that they ask for: the number of people. */
  waitlistLength: number;
  /** Whether somebody waits whose party the session could ever take: the seats that are left are kept for them. */
  hasLine: boolean;
}

export const noWaitlist: Waitlist = { waitlistLength: 0, hasLine: false };

/**
 * Selects who waits in each session, as a statement that can be a part of another one. A party larger than the session,
 * whose places became fewer, waits without being in the way.
 */
export const waitlistsIn = (sessionIds: string[]) => Prisma.sql`
  SELECT waiting."sessionId", sum(waiting."seats")::int AS "waitlistLength",
    bool_or(session."maxParticipants" IS NULL OR waiting."seats" <= session."maxParticipants") AS "hasLine"
  FROM "Booking" waiting JOIN "Session" session ON session."id" = waiting."sessionId"
  WHERE waiting."sessionId" = ANY(${sessionIds}::uuid[]) AND waiting."status" = 'WAITLISTED'
  GROUP BY waiting."sessionId"`;

/** Reads who waits in each session. */
export async function readWaitlists(
  tx: Pick<Statements, '$queryRaw'>,
  sessionIds: string[],
): Promise<(sessionId: string) => Waitlist> {
  const rows = await tx.$queryRaw<(Waitlist & { sessionId: string })[]>(waitlistsIn(sessionIds));
  const bySession = new Map(rows.map(({ sessionId, ...waitlist }) => [sessionId, waitlist]));
  return (sessionId) => bySession.get(sessionId) ?? noWaitlist;
}
