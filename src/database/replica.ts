import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { batched } from './batch.ts';
import type { ReplicaReads, Send } from './client.ts';
import { unavailability } from './errors.ts';
import type { Pool } from './pool.ts';

// Milliseconds. A replica follows within a few; one that does not is no help to whoever waits.
const patience = 100;
const checkInterval = 5;
const restAfterFault = 1_000;
const recoveryConflict = '40001';

/** How far the log of a server goes: what a primary has committed, what a replica has replayed. */
const position = `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text AS "position"`;
// A replica that hangs must not take the readers' patience with it.
const positionWithin = { text: position, query_timeout: 500 };

type Row = { position: string };

/**
 * Sends reads to a replica, a hot standby of the primary. A read sees all that was committed when it was asked, the asker's
 * own writes among it: the primary is asked how far its log goes, and the replica must have replayed it so far. Where
 * the replica does not within `patience`, or cannot be reached, the primary answers.
 */
export function createReplica(
  primary: Send,
  replica: Pool,
  read: (client: pg.PoolClient, ...statement: Parameters<Send>) => Promise<unknown[]>,
): { send: Send; reads: ReplicaReads } {
  const reads: ReplicaReads = { replica: 0, behind: 0, away: 0 };
  /** A connection leads to one server, but two connections may lead to two replicas. */
  const replayed = new WeakMap<pg.PoolClient, bigint>();
  let restUntil = 0;
  // No call joins a statement that has been sent: the position is never older than the question.
  const positionOfPrimary = batched<undefined, bigint>(
    async (calls) => {
      const [row] = (await primary(position, [])) as Row[];
      return calls.map(() => parsePosition(row));
    },
    { atOnce: 2, size: 1_000 },
  );

  async function hasReplayed(client: pg.PoolClient, wanted: bigint): Promise<boolean> {
    const deadline = performance.now() + patience;
    for (;;) {
      if ((replayed.get(client) ?? 0n) >= wanted) return true;
      const { rows } = await client.query<Row>(positionWithin);
      replayed.set(client, parsePosition(rows[0]));
      if (performance.now() > deadline) return (replayed.get(client) as bigint) >= wanted;
      await wait(checkInterval);
    }
  }

  /** A connection to a replica that has replayed so much; null where the primary has to answer. */
  async function connectionWith(wanted: bigint): Promise<pg.PoolClient | null> {
    if (performance.now() < restUntil) {
      reads.away += 1;
      return null;
    }
    let client: pg.PoolClient | undefined;
    try {
      client = await replica.connect();
      if (await hasReplayed(client, wanted)) return client;
      reads.behind += 1;
      client.release();
    } catch {
      lost(client);
    }
    return null;
  }

  function lost(client: pg.PoolClient | undefined): void {
    reads.away += 1;
    restUntil = performance.now() + restAfterFault;
    client?.release(true);
  }

  const send: Send = async (...statement) => {
    const client = await connectionWith(await positionOfPrimary(undefined));
    if (!client) return primary(...statement);
    try {
      const rows = await read(client, ...statement);
      reads.replica += 1;
      client.release();
      return rows;
    } catch (error) {
      if (unavailability(error)) lost(client);
      else client.release();
      // A read that is too slow on one server would be so on the other, too.
      const isToRepeat = unavailability(error) && !(error as Error).message.startsWith('Query read timeout');
      if (!isToRepeat && (error as { code?: unknown }).code !== recoveryConflict) throw error;
      return primary(...statement);
    }
  };
  return { send, reads };
}

/** A position is two numbers of 32 bits in hexadecimal, like 16/B374D848. */
function parsePosition(row: Row | undefined): bigint {
  const [high = '0', low = '0'] = (row?.position ?? '').split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
