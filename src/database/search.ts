import { Prisma } from './generated/client.ts';

/** More words than anyone types. Further ones are ignored, so that the cost of a search is bounded. */
export const maximumWords = 30;

/**
 * The condition that each word of a search is the beginning of a word in one of the columns, or inside a line of a
 * script without spaces. Case, accents and punctuation make no difference. An empty search finds everything.
 */
export function containsWords(columns: Prisma.Sql[], search: string): Prisma.Sql {
  const words = search.split(/\s+/).filter(Boolean).slice(0, maximumWords);
  const found = Prisma.sql`"searchText"(concat_ws(' ', ${Prisma.join(columns)}))`;
  const conditions = words.map((word) => Prisma.sql`${found} LIKE '%' || "searchText"(${word}) || '%'`);
  return conditions.length > 0 ? Prisma.sql`(${Prisma.join(conditions, ' AND ')})` : Prisma.sql`true`;
}
