import type { App } from '../context.ts';
import { transaction } from '../database/transaction.ts';
import { passesChanged } from './events.ts';
import { expire, lockBalances } from './ledger.ts';

/**
 * Takes what is left of up to 100 passes that have ended from their balances. Nodes that run it at the same time skip each
 * other's passes. Nobody can use such a pass meanwhile: every use checks its end.
 */
export async function expirePasses(app: App): Promise<number> {
  return transaction(app.database, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Pass" WHERE "state" = 'PAID' AND "expiredAt" IS NULL AND "validUntil" <= now()
      ORDER BY "id" LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED`;
    const passes = await lockBalances(
      tx,
      rows.map(({ id }) => id),
    );
    await expire(tx, [...passes.values()]);
    await passesChanged(tx, app, [...passes.values()]);
    return passes.size;
  });
}
