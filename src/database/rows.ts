import type { QueryOptions } from '@electric-sql/pglite';
import pg from 'pg';

/** Reads what a type's values are in JavaScript, the same that Prisma makes of them. */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: (text) => new Date(`${text}T00:00:00Z`),
  [pg.types.builtins.TIMESTAMPTZ]: parseInstant,
};

/** `2026-11-21 17:12:43.123+00`, as PostgreSQL writes it: a third of the time that Date takes to see that by itself. */
function parseInstant(text: string): Date {
  return new Date(text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text);
}

export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
};

export const pgliteOptions: QueryOptions = { parsers };

// More than the code has statements; what is made up of ever more parts must not fill the server's memory.
const maximumNames = 500;
const names = new Map<string, string>();
let generation = 0;

/**
 * Under which name a connection prepares a statement, so that the server parses and plans it once: a short one is
 * answered in three quarters of the time. Empty for one that is not worth it.
 */
export function statementName(sql: string): string {
  let name = names.get(sql);
  if (name === undefined && names.size < maximumNames) {
    name = `shala_${generation}_${names.size}`;
    names.set(sql, name);
  }
  return name ?? '';
}

// But not `count(*)`.
const everyColumn = /(?<!\()\*/;

/**
 * The same for a statement that may be one of a transaction, and cannot be sent once more: where a migration adds a
 * column, what was prepared to read all of them fails on the nodes that have yet to be replaced.
 */
export function lastingStatementName(sql: string): string {
  return everyColumn.test(sql) ? '' : statementName(sql);
}

/** Whether a statement failed since a migration changed a table after it was prepared; then it has a new name. */
export function isOutdated(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== '0A000' || !String(message).includes('cached plan')) return false;
  generation += 1;
  names.clear();
  return true;
}
