import { Prisma } from './generated/client.ts';

/** Columns by their names, instead of `*`: a statement that names them outlives a migration that adds one. */
export function columns(table: string, names: readonly string[]): Prisma.Sql {
  return Prisma.raw(names.map((name) => `"${table}"."${name}"`).join(', '));
}

/** Columns of a joined table under names of their own, like `"session.title"`, for splitJoined() to take apart. */
export function joinedColumns(table: string, names: readonly string[]): Prisma.Sql {
  return Prisma.raw(names.map((name) => `"${table}"."${name}" AS "${table}.${name}"`).join(', '));
}

/** Makes two rows of one: the columns of the joined table become a row under the table's name. */
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
