import { LRUCache } from 'lru-cache';
import type { Database } from './client.ts';
import { columns } from './columns.ts';
import { joinReads } from './cross-request-batch.ts';
import { Prisma } from './generated/client.ts';

interface Source {
  /** What is read of a row that changed; may be a query of its own. */
  columns: Prisma.Sql;
  /** The table, or tables joined. */
  from: Prisma.Sql;
  /** The column that rows are asked for by. */
  key: Prisma.Sql;
  /** What differs from one state of a row to the next, like `xmin`, the transaction that wrote it; null where there is no row. */
  version: Prisma.Sql;
}

interface Known<Value> {
  version: string;
  value: Value;
}

// A replica that takes over gives numbers of transactions again that were given to some that it never saw.
const ttl = 60_000;

/**
 * What is asked for by id again and again, of rows that `source` finds by further arguments. What was made of a row is
 * kept, and PostgreSQL is asked each time which have changed since: those alone it sends. So nobody reads what is older
 * than their question, while sessions of 36 columns, 12 µs each, are not read over and over: twenty bookings with their
 * sessions cost 1.34 ms of CPU time instead of 2.11. At most `max` are kept; they are shared, and not to be changed.
 */
export function known<Row extends object, Value extends object = Row, More extends unknown[] = []>(
  source: (...more: More) => Source,
  toValue: (row: Row) => Value = (row) => row as unknown as Value,
  max = 10_000,
): (database: Database, ids: readonly string[], ...more: More) => Promise<(Value | null)[]> {
  const knownOf = new WeakMap<Database, LRUCache<string, Known<Value>>>();
  return joinReads(async (database, ids: string[], ...more: More) => {
    const values = knownOf.get(database) ?? new LRUCache<string, Known<Value>>({ max, ttl });
    knownOf.set(database, values);
    const name = JSON.stringify(more);
    const { columns, from, key, version } = source(...more);
    const before = ids.map((id) => values.get(id + name));
    const versions = before.map((entry) => entry?.version ?? null);
    const changed = await database.rows<Row & { askedId: string; newVersion: string | null }>`
      SELECT asked."id" AS "askedId", ${version} AS "newVersion", ${columns}
      FROM unnest(${ids}::uuid[], ${versions}::text[]) AS asked("id", "version") LEFT JOIN ${from} ON ${key} = asked."id"
      WHERE ${version} IS DISTINCT FROM asked."version"`;
    const found = new Map(ids.map((id, index) => [id, before[index]?.value ?? null]));
    for (const { askedId, newVersion, ...row } of changed) {
      const value = newVersion === null ? null : toValue(row as unknown as Row);
      if (newVersion === null || value === null) values.delete(askedId + name);
      else values.set(askedId + name, { version: newVersion, value });
      found.set(askedId, value);
    }
    return ids.map((id) => found.get(id) ?? null);
  });
}

/** The rows of a table by their primary key, whole or of these columns. */
export function knownRows<Row extends object>(table: string, names?: (keyof Row & string)[]) {
  const source = {
    columns: names ? columns(table, names) : Prisma.raw(`"${table}".*`),
    from: Prisma.raw(`"${table}"`),
    key: Prisma.raw(`"${table}"."id"`),
    version: Prisma.raw(`"${table}".xmin::text`),
  };
  return known<Row>(() => source);
}
