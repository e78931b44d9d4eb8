import type { App } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { databaseTime, type Transaction } from '../../database/transaction.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import { longestReminderMinutes } from '../../sessions/validation.ts';
import { reminderNotification } from './causes.ts';

/**
 * Queues the reminders that are due, of up to 100 sessions. Nodes that run it at the same time skip each other's sessions.
 * It reads what is due from the session as it is, so moving a session or changing its reminders needs nothing else.
 */
export async function queueReminders(app: App): Promise<number> {
  // In random order, so that sessions that keep failing do not keep the others out of the first 100.
  const sessions = await app.database.rows<{ id: string }>`
    SELECT session."id" FROM "Session" session
    WHERE session."status" = 'SCHEDULED' AND session."startsAt" > now()
      AND session."startsAt" <= now() + make_interval(mins => ${longestReminderMinutes}) AND EXISTS (
        SELECT FROM unnest(session."reminderMinutes") AS minutes
        CROSS JOIN LATERAL (SELECT session."startsAt" - make_interval(mins => minutes) AS "at") due
        WHERE due."at" <= now() AND (session."remindedAt" IS NULL OR due."at" > session."remindedAt"))
    ORDER BY random() LIMIT 100`;
  return sweepSessions(
    app,
    sessions.map(({ id }) => id),
    (tx, session) => remind(tx, app, session),
  );
}

/** Reminds the people of a locked session by one mail each, however many reminders are due. Returns their number. */
async function remind(tx: Transaction, app: App, session: Session): Promise<number> {
  const now = await databaseTime(tx);
  if (session.status !== 'SCHEDULED' || session.startsAt <= now) return 0;
  const due = session.reminderMinutes
    .map((minutes) => session.startsAt.getTime() - minutes * 60_000)
    .filter((time) => time <= now.getTime() && time > (session.remindedAt?.getTime() ?? 0));
  if (due.length === 0) return 0;
  await tx.session.update({ where: { id: session.id }, data: { remindedAt: now } });
  const seats = await tx.booking.findMany({
    where: {
      sessionId: session.id,
      status: 'CONFIRMED',
      // People whose seat was confirmed later have just been told.
      confirmedAt: { lte: new Date(Math.max(...due)) },
      // The mail has the place and the code for the entrance.
      account: { status: 'ACTIVE' },
    },
    select: { id: true, accountId: true },
  });
  await app.mail.queue(
    tx,
    seats.map((seat) => reminderNotification(seat, session)),
  );
  return seats.length;
}
