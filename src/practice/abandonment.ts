import type { App } from '../context.ts';
import type { PracticeSession } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { addToDays } from './days.ts';
import { practicesChanged } from './events.ts';
import { maximumSeconds } from './time.ts';

const openHours = 4;
const batchSize = 500;

/** Closes the open ones of the given practices as ABANDONED, with the time measured so far, and adds them to their days. */
export async function abandonPractices(tx: Transaction, app: App, ids: readonly string[]): Promise<PracticeSession[]> {
  const now = new Date();
  const abandoned = await tx.$queryRaw<PracticeSession[]>`
    UPDATE "PracticeSession" SET "status" = 'ABANDONED', "completedAt" = ${now}::timestamptz,
      "closedByServerAt" = ${now}::timestamptz, "updatedAt" = ${now}::timestamptz, "activeSince" = NULL, "pausedAt" = NULL,
      "durationSeconds" = least(${maximumSeconds}::int, "durationSeconds"
        + coalesce(greatest(0, floor(extract(epoch FROM ${now}::timestamptz - "activeSince"))), 0)::int)
    WHERE "id" = ANY(${ids}::uuid[]) AND "status" IN ('ACTIVE', 'PAUSED') RETURNING *`;
  await addToDays(tx, abandoned);
  await practicesChanged(tx, app, abandoned);
  return abandoned;
}

/**
 * Closes one batch of the practices that have been open for more than four hours. Rows that another transaction has
 * locked are skipped. Returns the number of closed practices; a full batch means that there may be more.
 */
export async function abandonStalePractices(app: App): Promise<number> {
  const openedBefore = new Date(Date.now() - openHours * 3_600_000);
  return transaction(app.database, async (tx) => {
    const stale = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "PracticeSession"
      WHERE "status" IN ('ACTIVE', 'PAUSED') AND "startedAt" < ${openedBefore}::timestamptz
      LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`;
    if (stale.length === 0) return 0;
    return (
      await abandonPractices(
        tx,
        app,
        stale.map(({ id }) => id),
      )
    ).length;
  });
}
