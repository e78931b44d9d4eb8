import { expect, vi } from 'vitest';
import { type Transaction, transaction } from '../../src/database/transaction.ts';
import type { TestServer } from './server.ts';

/** Waits until every event can be read: a transaction of any other database of the server holds them back. */
export async function settle({ database }: TestServer): Promise<void> {
  const isSettled = async () => {
    const held = await database.rows`
      SELECT 1 FROM "Event" WHERE "transaction" >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint LIMIT 1`;
    return held.length === 0;
  };
  await vi.waitFor(async () => expect(await isSettled()).toBe(true), { timeout: 20_000 });
}

const asWriter = (tx: Transaction): Promise<unknown> => tx.$queryRaw`SELECT pg_current_xact_id()::text`;

/**
 * Opens a transaction that holds the log back, or what else its statement holds, until the returned function is called. On
 * the embedded database, which has one connection, everything else would wait for it.
 */
export async function holdBack(
  { database }: TestServer,
  statement: (tx: Transaction) => Promise<unknown> = asWriter,
): Promise<() => Promise<void>> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let finished: Promise<void> | undefined;
  await new Promise<void>((opened) => {
    finished = transaction(database, async (tx) => {
      await statement(tx);
      opened();
      await ended;
    });
  });
  return async () => {
    end();
    await finished;
  };
}

/** Ends the connection to PostgreSQL of whoever waits for what is held. */
export async function cutWaiting({ database }: TestServer): Promise<void> {
  const cut = async () =>
    expect(
      await database.rows`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    ).toHaveLength(1);
  await vi.waitFor(cut, { timeout: 20_000 });
}
