import { settleBookings } from '../bookings/seats/service.ts';
import type { App, SignedIn } from '../context.ts';
import { Prisma, type Session } from '../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../database/transaction.ts';
import { lockAsFacilitator } from '../live/membership.ts';
import { readAttendance } from '../live/presence/attendance.ts';
import { endPresence, enter } from '../live/presence/service.ts';
import { revealCompleteStories } from '../live/stories/service.ts';
import { recordLivePractice } from '../practice/live-practice.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { addSession, lockHostedSession } from '../sessions/service.ts';
import { sweepSessions } from '../sessions/sweep.ts';
import type { SessionCreation, SessionUpdate } from '../sessions/validation.ts';
import { callOff, cancelHostedSession, updateHostedSession } from './session-changes.ts';

/** Lists or opens a session; in one that is live at once its host is in. */
export async function createSession(context: SignedIn, input: SessionCreation): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await addSession(tx, context, input);
    if (session.status === 'LIVE') await enter(tx, context, session, session.hostId, 'HOST');
    return session;
  });
}

/** The host changes the session; to switch `autoReveal` on shows at once what everyone present has voted on already. */
export async function updateSession(context: SignedIn, id: string, input: SessionUpdate): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await updateHostedSession(tx, context, id, input);
    await revealCompleteStories(tx, context, session);
    return session;
  });
}

/** The host opens the session; by that they are in. */
export async function startSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (session.status !== 'SCHEDULED') throw new SessionStatusError(session.status);
    const started = await tx.session.update({
      where: { id },
      data: { status: 'LIVE', startedAt: await databaseTime(tx) },
    });
    await context.events.append(tx, id, { type: 'SessionChanged', status: 'LIVE' });
    await enter(tx, context, started, session.hostId, 'HOST');
    return started;
  });
}

/** A host closes the session: bookings are settled and attendance becomes practice, all in one transaction. */
export async function endSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const session = await lockAsFacilitator(tx, context, id);
    if (session.status !== 'LIVE') throw new SessionStatusError(session.status);
    return finishSession(tx, context, session);
  });
}

/** The host calls the session off, or an admin as moderation; by that nobody is present in it any more. */
export async function cancelSession(context: SignedIn, id: string, reason: string): Promise<Session> {
  return transaction(context.database, async (tx) => {
    const cancelled = await cancelHostedSession(tx, context, id, reason);
    await endPresence(tx, id, await databaseTime(tx));
    return cancelled;
  });
}

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
    // However else a session came to be called off, with people in its lobby: nobody is present in it any more.
    [
      Prisma.sql`session."status" = 'CANCELLED' AND session."id" IN (
        SELECT "sessionId" FROM "Participant" WHERE "presence" IN ('ONLINE', 'RECONNECTING'))`,
      async (tx, _app, session) => endPresence(tx, session.id, await databaseTime(tx)),
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

// Connecting takes a moment: who misses no more than this missed nothing.
const connectingMilliseconds = 3_000;

/**
 * Ends a live session whose row is locked, as of now or an earlier moment. Half of the time it was live is enough to
 * have attended; where it went on for longer than planned, half of what was planned; for who got their seat meanwhile,
 * half of what was left.
 */
export async function finishSession(tx: Transaction, app: App, session: Session, at?: Date): Promise<Session> {
  const now = at ?? (await databaseTime(tx));
  const startedAt = session.startedAt ?? now;
  await endPresence(tx, session.id, now);
  const planned = session.endsAt.getTime() - session.startsAt.getTime();
  const live = Math.min(now.getTime() - startedAt.getTime(), planned);
  const attendances = (await readAttendance(tx, session, startedAt, now)).map((one) => {
    const late = Math.max(0, (one.seatedAt ?? startedAt).getTime() - startedAt.getTime());
    const isEnough = one.milliseconds * 2 >= live - late || live - late - one.milliseconds <= connectingMilliseconds;
    return { ...one, seconds: Math.round(one.milliseconds / 1000), isEnough };
  });
  const hostCame = attendances.some(({ accountId }) => accountId === session.hostId);
  const halfTime = new Date(startedAt.getTime() + live / 2);
  await settleBookings(tx, app, session, { attendances, hostCame, halfTime });
  // Leading or watching is not practising.
  const practised = attendances.filter(({ role, isEnough }) => isEnough && role !== 'HOST' && role !== 'SPECTATOR');
  await recordLivePractice(
    tx,
    app,
    practised.map(({ accountId, timeZone, seconds, from }) => ({
      accountId,
      timeZone,
      sessionId: session.id,
      sequenceId: session.sequenceId,
      startedAt: from,
      endedAt: now,
      durationSeconds: seconds,
    })),
  );
  const ended = await tx.session.update({
    where: { id: session.id },
    data: { status: 'ENDED', endedAt: now, joinCode: null },
  });
  await app.events.append(tx, session.id, { type: 'SessionChanged', status: 'ENDED' });
  return ended;
}
