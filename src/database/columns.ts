import { Prisma } from './generated/client.ts';

/** Lists columns by name instead of `*`: such a prepared statement survives a migration that adds a column. */
export function columns(table: string, names: readonly string[]): Prisma.Sql {
  return Prisma.raw(names.map((name) => `"${table}"."${name}"`).join(', '));
}

/** Selects columns of a joined table as `"session.title"`, for splitJoined(). */
export function joinedColumns(table: string, names: readonly string[]): Prisma.Sql {
  return Prisma.raw(names.map((name) => `"${table}"."${name}" AS "${table}.${name}"`).join(', '));
}

/** Splits a joined row in two: the columns of the joined table become a row under the table's name. */
export function splitJoined<Row, Table extends string, Joined>(row: object, table: Table): Row & Record<Table, Joined> {
  const prefix = `${table}.`;
  const own: Record<string, unknown> = {};
  const joined: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith(prefix)) joined[name.slice(prefix.length)] = value;
    else own[name] = value;
  }
  return { ...own, [table]: joined } as Row & Record<Table, Joined>;
}
