import type { App } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { sweepSessions } from '../sessions/sweep.ts';
import { cancelLockedSession } from './cancel.ts';
import { endLockedSession } from './end.ts';

/** Ends idle and overlong live sessions, and cancels sessions that were never started. Returns how many. */
export async function endAbandonedSessions(app: App): Promise<number> {
  let count = 0;
  for (const [condition, work] of abandonments) {
    const found = await readSessions(app.database.prisma, condition);
    count += await sweepSessions(
      app,
      found.map(({ id }) => id),
      async (tx, session) => {
        const [still] = await readSessions(tx, Prisma.sql`${condition} AND session."id" = ${session.id}::uuid`);
        if (still) await work(tx, app, session);
        return still ? 1 : 0;
      },
    );
  }
  return count;
}

// A forgotten browser tab keeps a session live for at most this long.
const longestHours = 24;

const hasCheckIns = Prisma.sql`EXISTS (
  SELECT FROM "Booking" booking WHERE booking."sessionId" = session."id" AND booking."checkedInAt" IS NOT NULL)`;
const idleTimeout = Prisma.sql`make_interval(mins => session."idleTimeoutMinutes")`;

const neverStarted = Prisma.sql`session."status" = 'SCHEDULED' AND session."endsAt" < now() - ${idleTimeout}`;

const abandonments: [condition: Prisma.Sql, work: (tx: Transaction, app: App, session: Session) => Promise<unknown>][] =
  [
    // Nobody was present during the idle timeout: the session ended when the last person left. Whoever was checked in is
    // there until the planned end, with a device or without.
    [
      Prisma.sql`session."status" = 'LIVE' AND session."startedAt" < now() - ${idleTimeout} AND NOT EXISTS (
        SELECT FROM "Participant" participant WHERE participant."sessionId" = session."id"
          AND (participant."presence" IN ('ONLINE', 'RECONNECTING') OR participant."lastSeenAt" > now() - ${idleTimeout}))
        AND NOT (session."endsAt" > now() - ${idleTimeout} AND ${hasCheckIns})`,
      async (tx, app, session) => endLockedSession(tx, app, session, await lastPresenceIn(tx, session)),
    ],
    [
      Prisma.sql`session."status" = 'LIVE' AND session."endsAt" < now()
        AND session."startedAt" < now() - make_interval(hours => ${longestHours})`,
      endLockedSession,
    ],
    // Where people were checked in, the session took place as planned, though nobody started it here.
    [
      Prisma.sql`${neverStarted} AND ${hasCheckIns}`,
      async (tx, app, { id, startsAt: startedAt, endsAt }) =>
        endLockedSession(tx, app, await tx.session.update({ where: { id }, data: { startedAt } }), endsAt),
    ],
    // Another session that was never started did not take place, so every booking is refunded.
    [
      Prisma.sql`${neverStarted} AND NOT ${hasCheckIns}`,
      (tx, app, { id }) =>
        cancelLockedSession(tx, app, id, { reason: 'The host did not start the session.', by: 'STUDIO' }),
    ],
  ];

function readSessions(reader: Pick<Transaction, '$queryRaw'>, condition: Prisma.Sql): Promise<{ id: string }[]> {
  // In random order, so that sessions that keep failing do not block the others.
  return reader.$queryRaw`
    SELECT session."id" FROM "Session" session WHERE ${condition} ORDER BY random() LIMIT 100`;
}

async function lastPresenceIn(tx: Transaction, { id: sessionId, startedAt, endsAt }: Session): Promise<Date> {
  const { _max } = await tx.participant.aggregate({ where: { sessionId }, _max: { lastSeenAt: true } });
  const checkIns = await tx.booking.count({ where: { sessionId, checkedInAt: { not: null } } });
  const times = [startedAt, _max.lastSeenAt, checkIns > 0 ? endsAt : null];
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
}
