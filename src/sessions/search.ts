import { Prisma } from '../database/generated/client.ts';
import { maximumWords } from '../database/search.ts';

/** The empty query, which vanishes from what it is part of. */
const none = Prisma.sql`''::tsquery`;

/**
 * A row with the tsquery of a search, as `query`: all words, "quoted phrases", `or` between alternatives, `-` before
 * excluded words. Each word matches its English stem and the beginning of a word, each phrase and excluded word only whole
 * words. Terms are combined here, since websearch_to_tsquery would search for all of them in one language only.
 *
 * To be joined, and with no subquery in its values: PostgreSQL then evaluates it while planning and knows how rare the
 * words are. Otherwise it walks through the whole catalogue for a rare word.
 */
export function searchQuery(search: string): Prisma.Sql {
  const alternatives: Prisma.Sql[][] = [[]];
  const typed = [...search.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)].slice(0, maximumWords);
  for (const [whole, minus, phrase, word] of typed) {
    if (whole.toLowerCase() === 'or') alternatives.push([]);
    else if (minus) alternatives.at(-1)?.push(Prisma.sql`!!${wholeWords(phrase ?? word ?? '')}`);
    else alternatives.at(-1)?.push(phrase === undefined ? beginning(word ?? '') : wholeWords(phrase));
  }
  const given = alternatives.filter((terms) => terms.length > 0);
  const query = Prisma.join([none, ...given.map((terms) => Prisma.sql`(${Prisma.join(terms, ' && ')})`)], ' || ');
  // A search of stop words alone means them: Will is a name, too.
  return Prisma.sql`(SELECT CASE WHEN numnode("typed") > 0 THEN "typed" ELSE plainto_tsquery('simple', "searchText"(${search})) END AS "query"
    FROM (SELECT ${query} AS "typed") typing)`;
}

/** Matches the words in their order. Stop words, which the English documents leave out, match everything. */
function wholeWords(words: string): Prisma.Sql {
  return unlessStopWords(words, (english, simple) => Prisma.sql`${english} || ${simple}`);
}

/** Matches the stem of a word, and every word that begins with it. */
function beginning(word: string): Prisma.Sql {
  return unlessStopWords(word, (english, simple) => Prisma.sql`${english} || (${simple}::text || ':*')::tsquery`);
}

function unlessStopWords(words: string, query: (english: Prisma.Sql, simple: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  const text = Prisma.sql`"searchText"(${words})`;
  const english = Prisma.sql`phraseto_tsquery('english', ${text})`;
  const simple = Prisma.sql`phraseto_tsquery('simple', ${text})`;
  return Prisma.sql`(CASE WHEN numnode(${english}) > 0 THEN ${query(english, simple)} ELSE ${none} END)`;
}
