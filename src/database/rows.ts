import pg from 'pg';

/** Parsers of the types whose JavaScript values must be the same as Prisma's. */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: (text) => new Date(`${text}T00:00:00Z`),
  [pg.types.builtins.TIMESTAMPTZ]: parseInstant,
};

/**
 * Parses `2026-11-21 17:12:43.123+00`, with up to six digits of a fraction, by its digits: `Date` takes longer for one
 * instant than the other columns of a row together.
 */
function parseInstant(text: string): Date {
  const year = pair(text, 0) * 100 + pair(text, 2);
  if (!text.endsWith('+00')) return new Date(text);
  // `Date.UTC` takes the years before 100 for those of the twentieth century.
  if (text[4] !== '-' || year < 100) return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  let milliseconds = 0;
  for (let at = 20, unit = 100; unit >= 1 && at < text.length - 3; at += 1, unit /= 10) {
    milliseconds += (text.charCodeAt(at) - zero) * unit;
  }
  const [month, day, hour] = [pair(text, 5) - 1, pair(text, 8), pair(text, 11)];
  return new Date(Date.UTC(year, month, day, hour, pair(text, 14), pair(text, 17), milliseconds));
}

/** The number that two digits make. */
const pair = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * zero;
const zero = '0'.charCodeAt(0);

export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
};

// More than the code has statements; statements composed of variable parts must not fill the memory of the database.
const maximumNames = 500;
// `SELECT *`, but not `count(*)`.
const everyColumn = /(?<!\()\*/;

export type StatementNames = ReturnType<typeof createStatementNames>;

/**
 * Names of prepared statements, by which PostgreSQL parses and plans each statement once per connection. Without
 * `isPrepared` no statement is prepared.
 */
export function createStatementNames(isPrepared: boolean) {
  const names = new Map<string, string>();
  let generation = 0;

  /** Returns the name of a statement; empty for a statement that is not prepared. */
  function nameOf(sql: string): string {
    let name = names.get(sql);
    if (isPrepared && name === undefined && names.size < maximumNames) {
      name = `shala_${generation}_${names.size}`;
      names.set(sql, name);
    }
    return name ?? '';
  }

  return {
    nameOf,
    /**
     * Returns the name of a statement that cannot be repeated, since it may be part of a transaction. A prepared
     * `SELECT *` fails after a migration that adds a column, so it gets no name.
     */
    lastingNameOf: (sql: string) => (everyColumn.test(sql) ? '' : nameOf(sql)),
    /** Whether a migration changed a table after the statement was prepared; resets all names then. */
    isOutdated(error: unknown): boolean {
      const { code, message } = error as { code?: unknown; message?: unknown };
      if (code !== '0A000' || !String(message).includes('cached plan')) return false;
      generation += 1;
      names.clear();
      return true;
    },
  };
}
