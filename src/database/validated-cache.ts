import { LRUCache } from 'lru-cache';
import { ownedState } from '../node-state.ts';
import type { Database } from './client.ts';
import { columns } from './columns.ts';
import { batchAcrossRequests } from './cross-request-batch.ts';
import { Prisma } from './generated/client.ts';

interface Source {
  /** The columns to read of a row that changed; may be a subquery. */
  columns: Prisma.Sql;
  /** The table, or tables joined. */
  from: Prisma.Sql;
  /** The column that holds the IDs. */
  key: Prisma.Sql;
  /** A text that differs between two states of a row, like `xmin`, the transaction that wrote it; null without a row. */
  version: Prisma.Sql;
}

interface Entry<Value> {
  version: string;
  value: Value;
}

// A replica that takes over may assign transaction IDs again that the lost primary had used.
const ttl = 60_000;

/**
 * Validated cache: values made of rows that are asked for by ID again and again. PostgreSQL is asked each time which of
 * the kept versions have changed, and sends those rows alone, so no value is older than its question. `source` says
 * where the rows are, given further arguments. At most `max` values are kept; they are shared, and must not be changed.
 */
export function validatedCache<Row extends object, Value extends object = Row, More extends unknown[] = []>(
  source: (...more: More) => Source,
  toValue: (row: Row) => Value = (row) => row as unknown as Value,
  max = 10_000,
): (database: Database, ids: readonly string[], ...more: More) => Promise<(Value | null)[]> {
  const valuesOf = ownedState((_: Database) => new LRUCache<string, Entry<Value>>({ max, ttl }));
  return batchAcrossRequests(async (database, ids: string[], ...more: More) => {
    const values = valuesOf(database);
    const name = JSON.stringify(more);
    const { columns, from, key, version } = source(...more);
    const before = ids.map((id) => values.get(id + name));
    const versions = before.map((entry) => entry?.version ?? null);
    const changed = await database.rows<Row & { askedId: string; newVersion: string | null }>`
      SELECT asked."id" AS "askedId", ${version} AS "newVersion", ${columns}
      FROM unnest(${`{${ids}}`}::uuid[], ${versions}::text[]) AS asked("id", "version") LEFT JOIN ${from} ON ${key} = asked."id"
      WHERE ${version} IS DISTINCT FROM asked."version"`;
    const found = new Map(ids.map((id, index) => [id, before[index]?.value ?? null]));
    for (const row of changed) {
      const { askedId, newVersion } = row;
      // With these two columns: a copy of a row without them takes longer than to read it.
      const value = newVersion === null ? null : toValue(row);
      if (newVersion === null || value === null) values.delete(askedId + name);
      else values.set(askedId + name, { version: newVersion, value });
      found.set(askedId, value);
    }
    return ids.map((id) => found.get(id) ?? null);
  });
}

/** A validated cache of a table's rows by their primary key, with all columns or these. */
export function validatedRows<Row extends object>(table: string, names?: readonly (keyof Row & string)[]) {
  const source = {
    columns: names ? columns(table, names) : Prisma.raw(`"${table}".*`),
    from: Prisma.raw(`"${table}"`),
    key: Prisma.raw(`"${table}"."id"`),
    version: Prisma.raw(`"${table}".xmin::text`),
  };
  return validatedCache<Row>(() => source);
}
