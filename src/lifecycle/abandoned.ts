import type { App } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';
import { sweepSessions } from '../sessions/sweep.ts';
import { callOff } from './cancel.ts';
import { finishSession } from './end.ts';

/** Goes through the sessions that nobody looks after, some at a time; each look holds the session's row. Returns how many. */
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

// A tab that somebody forgot keeps a session live, but not for ever.
const longestHours = 24;

const idleTimeout = Prisma.sql`make_interval(mins => session."idleTimeoutMinutes")`;

const abandonments: [condition: Prisma.Sql, work: (tx: Transaction, app: App, session: Session) => Promise<unknown>][] =
  [
    // Nobody has been there for the idle timeout: it was over when the last one went.
    [
      Prisma.sql`session."status" = 'LIVE' AND session."startedAt" < now() - ${idleTimeout} AND NOT EXISTS (
        SELECT FROM "Participant" participant WHERE participant."sessionId" = session."id"
          AND (participant."presence" IN ('ONLINE', 'RECONNECTING') OR participant."lastSeenAt" > now() - ${idleTimeout}))`,
      async (tx, app, session) => finishSession(tx, app, session, await lastSeenIn(tx, session)),
    ],
    [
      Prisma.sql`session."status" = 'LIVE' AND session."endsAt" < now()
        AND session."startedAt" < now() - make_interval(hours => ${longestHours})`,
      finishSession,
    ],
    // A session that was not started did not take place: nobody missed it, and nobody pays for it.
    [
      Prisma.sql`session."status" = 'SCHEDULED' AND session."endsAt" < now() - ${idleTimeout}`,
      (tx, app, session) => callOff(tx, app, session.id, 'The host did not come to start it.'),
    ],
  ];

function readSessions(reader: Pick<Transaction, '$queryRaw'>, condition: Prisma.Sql): Promise<{ id: string }[]> {
  // At random, so that a hundred that fail do not stand before the others for ever.
  return reader.$queryRaw`
    SELECT session."id" FROM "Session" session WHERE ${condition} ORDER BY random() LIMIT 100`;
}

async function lastSeenIn(tx: Transaction, { id, startedAt }: Session): Promise<Date> {
  const { _max } = await tx.participant.aggregate({ where: { sessionId: id }, _max: { lastSeenAt: true } });
  return new Date(Math.max(startedAt?.getTime() ?? 0, _max.lastSeenAt?.getTime() ?? 0));
}
