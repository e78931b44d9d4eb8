import { createHash } from 'node:crypto';
import type { Database } from '../database/client.ts';
import { ownedState } from '../node-state.ts';
import { retentionDays } from './log.ts';

/**
 * A position in the log of all events. Events are ordered by transaction, then by position. A position that is no event's
 * stands before the events that are greater.
 */
export interface Position {
  transaction: bigint;
  position: bigint;
}

export function isAfter(one: Position, other: Position): boolean {
  return one.transaction === other.transaction ? one.position > other.position : one.transaction > other.transaction;
}

/** What a cursor encodes. */
export interface StudioCursor extends Position {
  /** Identifies the database server, since a restored dump has other numbers of transactions. */
  origin: string;
  /** When the cursor was made, in seconds since 1970. */
  madeAt: number;
}

const origins = ownedState((_: Database) => new Map<'server', string>());

/** Reads the identity once. A failure is not kept: the next subscription asks again. */
async function originOf(database: Database): Promise<string> {
  const known = origins(database);
  const origin = known.get('server') ?? (await readOrigin(database));
  known.set('server', origin);
  return origin;
}

async function readOrigin(database: Database): Promise<string> {
  const [server] = await database.rows<{ id: string }>`
    SELECT "system_identifier"::text AS "id" FROM pg_control_system()`;
  return createHash('sha256')
    .update((server as { id: string }).id)
    .digest('hex')
    .slice(0, 8);
}

/** Makes cursors of this node's database. */
export async function cursors(database: Database): Promise<(position: Position) => StudioCursor> {
  const origin = await originOf(database);
  return ({ transaction, position }) => ({
    transaction,
    position,
    origin,
    madeAt: Math.floor(Date.now() / 1000),
  });
}

/** Whether the log still has every event after a cursor. */
export async function canResume(database: Database, cursor: StudioCursor): Promise<boolean> {
  const oldest = Date.now() / 1000 - retentionDays * 86_400;
  if (cursor.madeAt < oldest || cursor.origin !== (await originOf(database))) return false;
  return !isAfter(cursor, await endOfLog(database));
}

export function printCursor({ origin, transaction, position, madeAt }: StudioCursor): string {
  return Buffer.from(`${transaction}.${position}.${origin}.${madeAt}`).toString('base64url');
}

/** Returns null for a text that is no cursor. */
export function parseCursor(text: string): StudioCursor | null {
  const parts = /^(\d{1,18})\.(\d{1,18})\.([0-9a-f]{8})\.(\d{1,12})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!parts) return null;
  const [, transaction = '', position = '', origin = '', madeAt] = parts;
  return { transaction: BigInt(transaction), position: BigInt(position), origin, madeAt: Number(madeAt) };
}

/** The position after every event that can be read, inside a transaction: that its snapshot shows. */
export async function endOfLog(database: Pick<Database, 'rows'>): Promise<Position> {
  const [end] = await database.rows<{ transaction: bigint }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "transaction"`;
  return { transaction: (end as { transaction: bigint }).transaction, position: 0n };
}
