import type { App } from '../context.ts';
import { logFailure } from '../database/errors.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';

/**
 * Runs periodic work on sessions, each in its own transaction that locks the session's row. Sessions that another node
 * has locked are skipped. A failure is logged and counted, so that it does not block the others. Returns the sum of the
 * results of `work`.
 */
export async function sweepSessions(
  app: App,
  ids: string[],
  work: (tx: Transaction, session: Session) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (const id of ids) {
    if (app.stopping.aborted) break;
    try {
      count += await transaction(app.database, async (tx) => {
        const [session] = await tx.$queryRaw<Session[]>`
          SELECT * FROM "Session" WHERE "id" = ${id}::uuid FOR UPDATE SKIP LOCKED`;
        return session ? work(tx, session) : 0;
      });
    } catch (error) {
      app.metrics.periodicFault();
      logFailure(app.log, error, 'periodic work on a session failed', { sessionId: id });
    }
  }
  return count;
}
