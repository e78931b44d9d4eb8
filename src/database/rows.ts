import type { QueryOptions } from '@electric-sql/pglite';
import pg from 'pg';

/** Reads what a type's values are in JavaScript, the same that Prisma makes of them. */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: (text) => new Date(`${text}T00:00:00Z`),
  [pg.types.builtins.TIMESTAMPTZ]: parseInstant,
};

/** `2026-11-21 17:12:43.123+00`, as PostgreSQL writes it: a third of the time that Date takes to see that by itself. */
function parseInstant(text: string): Date {
  return new Date(text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text);
}

export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
};

export const pgliteOptions: QueryOptions = { parsers };

// More than the code has statements. Statements that are made of ever more parts must not fill the server's memory.
const maximumNames = 500;
// But not `count(*)`.
const everyColumn = /(?<!\()\*/;

export type StatementNames = ReturnType<typeof createStatementNames>;

/** Names under which the connections of a pool prepare statements, so that the server parses and plans each once. */
export function createStatementNames() {
  const names = new Map<string, string>();
  let generation = 0;

  /** The name of a statement; empty for one that is not prepared. */
  function nameOf(sql: string): string {
    let name = names.get(sql);
    if (name === undefined && names.size < maximumNames) {
      name = `shala_${generation}_${names.size}`;
      names.set(sql, name);
    }
    return name ?? '';
  }

  return {
    nameOf,
    /**
     * The name of a statement that may be part of a transaction, and so cannot be sent again: a statement prepared to
     * read all columns fails on older nodes once a migration has added a column.
     */
    lastingNameOf: (sql: string) => (everyColumn.test(sql) ? '' : nameOf(sql)),
    /** Whether a statement failed because a migration changed a table after it was prepared; then names begin anew. */
    isOutdated(error: unknown): boolean {
      const { code, message } = error as { code?: unknown; message?: unknown };
      if (code !== '0A000' || !String(message).includes('cached plan')) return false;
      generation += 1;
      names.clear();
      return true;
    },
  };
}
