import type { App } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';

/**
 * Periodic work on sessions, each in a transaction of its own that holds its row. One that another node is at is
 * skipped, and one that fails is logged and counted: neither shall keep the others waiting. Returns how many things `work` dealt with.
 */
export async function sweepSessions(
  app: App,
  ids: string[],
  work: (tx: Transaction, session: Session) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (const id of ids) {
    try {
      count += await transaction(app.database, async (tx) => {
        const [session] = await tx.$queryRaw<Session[]>`
          SELECT * FROM "Session" WHERE "id" = ${id}::uuid FOR UPDATE SKIP LOCKED`;
        return session ? work(tx, session) : 0;
      });
    } catch (error) {
      app.metrics.periodicFault();
      app.log.error({ err: error, sessionId: id }, 'periodic work on a session failed');
    }
  }
  return count;
}
