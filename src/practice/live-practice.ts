import type { App } from '../context.ts';
import { Prisma } from '../database/generated/client.ts';
import { lockAccountsWhere, lockPracticesWhere } from '../database/locks.ts';
import type { Transaction } from '../database/transaction.ts';
import { addToDays } from './days.ts';
import { practicesChanged } from './events.ts';
import { localDay, maximumSeconds } from './time.ts';

/** One person's attendance of a live session. */
export interface LivePractice {
  accountId: string;
  /** The practitioner's time zone: the session's start falls on a day of this zone. */
  timeZone: string;
  sessionId: string;
  sequenceId: string | null;
  startedAt: Date;
  endedAt: Date;
  durationSeconds: number;
}

/**
 * Records attendance as practice. Repeating the call records nothing twice. If the person has a practice of the session:
 * an open one becomes the record, a completed or partial one stays the record, an abandoned one is detached from the
 * session. Pass all attendees of a session at once, so that their rows are locked in one order.
 */
export async function recordLivePractice(tx: Transaction, app: App, practices: readonly LivePractice[]): Promise<void> {
  const data = practices.map(({ accountId, timeZone, sessionId, sequenceId, startedAt, endedAt, durationSeconds }) => ({
    accountId,
    sessionId,
    sequenceId,
    source: 'LIVE' as const,
    status: 'COMPLETED' as const,
    startedAt,
    completedAt: endedAt,
    durationSeconds: Math.min(Math.max(0, Math.floor(durationSeconds)), maximumSeconds),
    localDate: localDay(startedAt, timeZone),
  }));
  const accountIds = data.map(({ accountId }) => accountId);
  await lockAccountsWhere(tx, Prisma.sql`"id" = ANY(${accountIds}::uuid[])`);
  const own = await lockPracticesWhere(
    tx,
    Prisma.sql`("accountId", "sessionId") IN (
      SELECT * FROM unnest(${accountIds}::uuid[], ${data.map(({ sessionId }) => sessionId)}::uuid[]))`,
  );

  await tx.practiceSession.updateMany({
    where: { id: { in: own.filter(({ status }) => status === 'ABANDONED').map(({ id }) => id) } },
    data: { sessionId: null },
  });
  const recorded = await tx.practiceSession.createManyAndReturn({ data, skipDuplicates: true });
  for (const { id, ...open } of own.filter(({ status }) => status === 'ACTIVE' || status === 'PAUSED')) {
    const attendance = data.find(
      ({ accountId, sessionId }) => accountId === open.accountId && sessionId === open.sessionId,
    );
    if (!attendance) continue;
    const { source, status, completedAt, durationSeconds } = attendance;
    // The practice counts for the day of its beginning, which is the earlier of the two.
    const { startedAt, localDate } = attendance.startedAt < open.startedAt ? attendance : open;
    recorded.push(
      await tx.practiceSession.update({
        where: { id },
        data: { source, status, startedAt, localDate, completedAt, durationSeconds, activeSince: null, pausedAt: null },
      }),
    );
  }
  await addToDays(tx, recorded);
  await practicesChanged(tx, app, recorded);
}
