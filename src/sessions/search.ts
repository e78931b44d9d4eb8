import { Prisma } from '../database/generated/client.ts';

/** More words than anyone types; a query beyond is cut, so that its cost is bounded. */
const maximumTerms = 30;

/** The empty query, which vanishes from what it is part of. */
const none = Prisma.sql`''::tsquery`;

/**
 * A row with the tsquery of what a person typed, as `query`: all words, "quoted phrases", `or` between alternatives, `-` before what must
 * not be there. Each term is looked for as an English word, stemmed, and as it stands, as names are: taken as a whole
 * in either way, as websearch_to_tsquery does, "breathing kelly" would find no breathing led by Kelly, and
 * "-breathing" would still find it.
 *
 * To be joined, and with no subquery in its values: PostgreSQL then works it out as it plans, and knows how rare the
 * words are. Else it walks through the whole catalogue for a word that is hardly ever used.
 */
export function searchQuery(search: string): Prisma.Sql {
  const alternatives: Prisma.Sql[][] = [[]];
  for (const [typed, minus, phrase, word] of [...search.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)].slice(
    0,
    maximumTerms,
  )) {
    if (typed.toLowerCase() === 'or') alternatives.push([]);
    else alternatives.at(-1)?.push(minus ? Prisma.sql`!!${term(phrase ?? word ?? '')}` : term(phrase ?? word ?? ''));
  }
  const given = alternatives.filter((terms) => terms.length > 0);
  const query = Prisma.join([none, ...given.map((terms) => Prisma.sql`(${Prisma.join(terms, ' && ')})`)], ' || ');
  // Where there is nothing but stop words, they are meant: Will is a name too.
  return Prisma.sql`(SELECT CASE WHEN numnode("typed") > 0 THEN "typed" ELSE plainto_tsquery('simple', ${search}) END AS "query"
    FROM (SELECT ${query} AS "typed") typing)`;
}

/** A stop word, which no text was indexed by, asks for nothing. */
function term(words: string): Prisma.Sql {
  const english = Prisma.sql`phraseto_tsquery('english', ${words})`;
  return Prisma.sql`(CASE WHEN numnode(${english}) > 0 THEN ${english} || phraseto_tsquery('simple', ${words}) ELSE ${none} END)`;
}
