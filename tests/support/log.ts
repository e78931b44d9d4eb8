import { expect, vi } from 'vitest';
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
