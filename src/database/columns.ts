import { Prisma } from './generated/client.ts';

/** Columns by their names, instead of `*`: a statement that names them outlives a migration that adds one. */
export function columns(table: string, names: readonly string[]): Prisma.Sql {
  return Prisma.raw(names.map((name) => `"${table}"."${name}"`).join(', '));
}
