import { createHash } from 'node:crypto';
import { type InputIssueCode, InvalidInputError } from '../errors.ts';
import type { Database } from './client.ts';
import { Prisma } from './generated/client.ts';
import { groupedBy } from './grouping.ts';

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Page<Row> {
  edges: { cursor: string; node: Row }[];
  pageInfo: PageInfo;
  totalCount: () => Promise<number>;
}

/** A list that is read in pages: its table with joins, the conditions on its rows, and its sort key. */
export interface List {
  /** The table whose rows are the items; its primary key `id` breaks ties of the sort key. */
  table: string;
  joins?: Prisma.Sql;
  /** Columns of joined tables, which `toRow` adds to an item. */
  moreColumns?: Prisma.Sql;
  toRow?: (row: object) => object;
  where: Prisma.Sql[];
  sortKey: Prisma.Sql;
  sortType: 'timestamptz' | 'int' | 'real';
  direction: 'ASC' | 'DESC';
  /** A replica may answer, where there is one. */
  isForReplica?: boolean;
  /** Reads the items by ID from a validated cache; without it the page's statement reads them. */
  cachedRows?: (database: Database, ids: readonly string[]) => Promise<(object | null)[]>;
}

type Reader = Pick<Database, 'rows'>;

const defaultPageSize = 20;
const maximumPageSize = 100;

/** One page of a list. */
export async function readPage<Row>(database: Database, list: List, page: PageArguments): Promise<Page<Row>> {
  const [only] = await readPages<Row>(database, list, page);
  return only as Page<Row>;
}

/**
 * Reads the same page of a list for each of several parents by one statement: the rows whose `column` is the parent's ID.
 * `column` is a column of the list's table or, as `Table.column`, of a joined one. The statement seeks by key, so the
 * cost of a page does not depend on its position.
 */
export async function readPages<Row>(
  database: Database,
  list: List,
  page: PageArguments,
  parents?: { column: string; ids: readonly string[] },
): Promise<Page<Row>[]> {
  const { size, backward, after, before } = parsePage(list, page);
  const reader = list.isForReplica ? database.replica : database;
  const table = Prisma.raw(`"${list.table}"`);
  const ofParent = parents ? [Prisma.sql`${columnOf(list, parents.column)} = parent."id"`] : [];
  const from = Prisma.sql`FROM ${table} ${list.joins ?? Prisma.empty}`;
  const rules = [...ofParent, ...list.where];
  const ascending = (list.direction === 'ASC') !== backward;
  const seeks = [...seek(list, after, list.direction === 'ASC'), ...seek(list, before, list.direction !== 'ASC')];
  const direction = Prisma.raw(ascending ? 'ASC' : 'DESC');
  const own = list.cachedRows ? Prisma.sql`${table}."id"` : Prisma.sql`${table}.*`;
  const columns = list.moreColumns ? Prisma.sql`${own}, ${list.moreColumns}` : own;
  const select = Prisma.sql`SELECT ${columns}, ${keyTypes[list.sortType].asText(list.sortKey)} AS "sortKey" ${from} ${whereAll([...rules, ...seeks])}
    ORDER BY ${list.sortKey} ${direction}, ${table}."id" ${direction} LIMIT ${size + 1}`;
  type Found = Row & { id: string; sortKey: string; parentId: string };
  const found = parents
    ? await reader.rows<Found>`SELECT parent."id" AS "parentId", item.*
        FROM unnest(${parents.ids}::uuid[]) AS parent("id") CROSS JOIN LATERAL (${select}) item`
    : await reader.rows<Found>(select);

  let counts: Promise<Map<string, number>> | undefined;
  const count = async (parentId: string) => {
    counts ??= countRows(reader, from, rules, parents?.ids);
    return (await counts).get(parentId) ?? 0;
  };
  let existing: Promise<Set<string>> | undefined;
  // A cursor does not prove that there are rows on its other side: they may be gone, or never have been in this list.
  const beyond = backward
    ? seek(list, before, list.direction === 'ASC', '=')
    : seek(list, after, list.direction !== 'ASC', '=');
  const existsBeyondCursor = async (parentId: string) => {
    if (beyond.length === 0) return false;
    existing ??= parentsWithRows(reader, from, [...rules, ...beyond], parents?.ids);
    return (await existing).has(parentId);
  };
  const ids = parents?.ids ?? [''];
  const groups = parents ? groupedBy(ids, found, ({ parentId }) => parentId) : [found];
  const items = list.cachedRows && (await itemsOf(database, list.cachedRows, found));
  return groups.map((rows, index) => {
    const hasMore = rows.length > size;
    // A row that was deleted meanwhile is left out.
    const kept = rows.slice(0, size).filter(({ id }) => !items || items.has(id));
    if (backward) kept.reverse();
    // Cursors are encoded only where selected.
    const edges = kept.map((row) => ({
      get cursor() {
        return encodeCursor(list, [row.sortKey, row.id]);
      },
      node: (items?.get(row.id) ?? list.toRow?.(row) ?? row) as Row,
    }));
    return {
      edges,
      pageInfo: {
        // GraphQL takes promises for what the types of the relay plugin declare as values.
        get hasNextPage() {
          return backward ? (existsBeyondCursor(ids[index] as string) as unknown as boolean) : hasMore;
        },
        get hasPreviousPage() {
          return backward ? hasMore : (existsBeyondCursor(ids[index] as string) as unknown as boolean);
        },
        get startCursor() {
          return edges[0]?.cursor ?? null;
        },
        get endCursor() {
          return edges.at(-1)?.cursor ?? null;
        },
      },
      totalCount: () => count(ids[index] as string),
    };
  });
}

async function itemsOf(
  database: Database,
  cachedRows: NonNullable<List['cachedRows']>,
  found: { id: string }[],
): Promise<Map<string, object>> {
  const ids = [...new Set(found.map(({ id }) => id))];
  const rows = await cachedRows(database, ids);
  return new Map(rows.flatMap((row, index) => (row ? [[ids[index] as string, row] as const] : [])));
}

function columnOf({ table }: List, column: string): Prisma.Sql {
  const parts = column.includes('.') ? column.split('.') : [table, column];
  return Prisma.raw(parts.map((part) => `"${part}"`).join('.'));
}

async function countRows(reader: Reader, from: Prisma.Sql, rules: Prisma.Sql[], parentIds?: readonly string[]) {
  const statement = Prisma.sql`SELECT count(*)::int AS "count" ${from} ${whereAll(rules)}`;
  const rows = parentIds
    ? await reader.rows<{ parentId: string; count: number }>`SELECT parent."id" AS "parentId", item."count"
        FROM unnest(${parentIds}::uuid[]) AS parent("id") CROSS JOIN LATERAL (${statement}) item`
    : await reader.rows<{ parentId?: string; count: number }>(statement);
  return new Map(rows.map((row) => [row.parentId ?? '', row.count]));
}

/** Returns the parents for which a row meets the rules; without parents the empty ID stands for the only list. */
async function parentsWithRows(
  reader: Reader,
  from: Prisma.Sql,
  rules: Prisma.Sql[],
  parentIds?: readonly string[],
): Promise<Set<string>> {
  const exists = Prisma.sql`EXISTS (SELECT 1 ${from} ${whereAll(rules)})`;
  const rows = parentIds
    ? await reader.rows<{ id: string }>`
        SELECT parent."id" FROM unnest(${parentIds}::uuid[]) AS parent("id") WHERE ${exists}`
    : await reader.rows<{ id: string }>`SELECT '' AS "id" WHERE ${exists}`;
  return new Set(rows.map(({ id }) => id));
}

function whereAll(rules: Prisma.Sql[]): Prisma.Sql {
  return rules.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(rules, ' AND ')}`;
}

type Cursor = [key: string, id: string];

function seek(
  { table, sortKey, sortType }: List,
  cursor: Cursor | null,
  greater: boolean,
  orEqual: '' | '=' = '',
): Prisma.Sql[] {
  if (!cursor) return [];
  const [key, id] = cursor;
  const operator = Prisma.raw((greater ? '>' : '<') + orEqual);
  const row = Prisma.sql`(${sortKey}, ${Prisma.raw(`"${table}"."id"`)})`;
  return [Prisma.sql`${row} ${operator} (${key}::${Prisma.raw(sortType)}, ${id}::uuid)`];
}

function parsePage(list: List, { first, after, last, before }: PageArguments) {
  if (first != null && last != null) throw invalid('last', 'must not be given together with first');
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (value != null && (value < 0 || value > maximumPageSize)) {
      throw invalid(name, `must be from 0 to ${maximumPageSize}`, value < 0 ? 'TOO_SMALL' : 'TOO_LARGE');
    }
  }
  return {
    size: first ?? last ?? defaultPageSize,
    backward: last != null,
    after: parseCursor(list, 'after', after),
    before: parseCursor(list, 'before', before),
  };
}

/** For each type of sort key: how PostgreSQL writes it into a cursor, and whether it can read the text of a cursor. */
const keyTypes: Record<
  List['sortType'],
  { asText: (key: Prisma.Sql) => Prisma.Sql; isKey: (text: string) => boolean }
> = {
  timestamptz: {
    // The columns have milliseconds, so nothing is lost; always UTC, whatever the zone of the connection.
    asText: (key) => Prisma.sql`to_char((${key}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    isKey: isInstant,
  },
  int: {
    asText: (key) => Prisma.sql`(${key})::text`,
    isKey: (text) => /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31,
  },
  real: {
    asText: (key) => Prisma.sql`(${key})::text`,
    isKey: isReal,
  },
};

// PostgreSQL has no year 0, and ISO 8601 no year of five digits.
const firstInstant = Date.parse('0001-01-01T00:00:00Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

function isInstant(text: string): boolean {
  const time = new Date(text).getTime();
  return time >= firstInstant && time <= lastInstant && new Date(time).toISOString() === text;
}

/** Whether a text is a number that a 4-byte float can hold. */
function isReal(text: string): boolean {
  const value = Math.fround(Number(text));
  return /^-?\d+(\.\d+)?(e[-+]\d+)?$/.test(text) && Number.isFinite(value) && (value !== 0 || Number(text) === 0);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function encodeCursor(list: List, cursor: Cursor): string {
  return Buffer.from(JSON.stringify([orderOf(list), ...cursor])).toString('base64url');
}

function parseCursor(list: List, name: string, cursor: string | null | undefined): Cursor | null {
  if (cursor == null) return null;
  try {
    const [order, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isOwn = order === orderOf(list) && typeof key === 'string' && keyTypes[list.sortType].isKey(key);
    if (isOwn && typeof id === 'string' && uuid.test(id)) return [key, id];
  } catch {}
  throw invalid(name, 'must be a cursor that this list returned');
}

/** Returns a short hash of the list's order: a cursor is valid in one order only. */
function orderOf({ table, sortKey }: List): string {
  return createHash('sha256').update(`${table} ${sortKey.sql}`).digest('base64url').slice(0, 6);
}

function invalid(argument: string, message: string, code: InputIssueCode = 'INVALID'): InvalidInputError {
  return new InvalidInputError([{ path: [argument], message, code }]);
}
