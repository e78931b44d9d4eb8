import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import { line } from '../../validation.ts';

/** A kind of file, and how its rows become rows of the database. */
export interface ImportKind {
  /** The rules of the cells; an empty cell counts as left out. */
  cells: z.ZodObject;
  /** The row of a table that valid cells become, as JSON; the keys are columns of it, or what the statements below read. */
  toRow(cells: never, run: ImportRun): object;
  table: 'Account' | 'Session' | 'Booking';
  /** Locks what the import changes or depends on. */
  lock(tx: Transaction, run: ImportRun): Promise<void>;
  /** Selects `line`, `column` and `message` of what is wrong beyond single cells. */
  faults(run: ImportRun): Prisma.Sql[];
  /** Writes the new and changed rows of some lines. */
  write(tx: Transaction, run: ImportRun, lines: Prisma.Sql): Promise<void>;
}

export interface ImportRun {
  id: string;
  context: SignedIn;
  /** A hash that no password has. */
  unusableHash: string;
  /** Whether new people are mailed a link to set a password. */
  mail: boolean;
  now: Date;
}

const empty = (value: string) => (value === '' ? undefined : value);

/** A cell that may be empty. */
export const optional = <Output>(rule: z.ZodType<Output, string>) =>
  z
    .string()
    .transform(empty)
    .pipe(z.union([z.undefined(), rule]))
    .optional();

/** A cell of one of these words, in any case. */
export const word = <Name extends string>(names: readonly Name[]) =>
  z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(z.enum(names as [Name, ...Name[]], `must be one of ${names.join(', ')}`));

export const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

export const instantCell = z.iso
  .datetime({ offset: true, error: 'must be a time with its zone, like 2026-11-21T09:00:00Z' })
  .transform((value) => new Date(value))
  .pipe(
    z.date().min(new Date('1970-01-01'), 'must not be before 1970').max(new Date('2100-01-01'), 'must be before 2100'),
  );

/** What another system calls a row. Without an `@`, by which references tell it from an e-mail. */
export const externalId = line(1, 100).refine((value) => !value.includes('@'), 'must not contain @');

/**
 * The rows of a run, each with the row of its table that was imported under the same name before. Of people who are deleted,
 * and what was theirs, no digest is left: whatever is imported under their names, they stay as they are.
 */
export const staged = (table: string, { id }: ImportRun) => Prisma.sql`
  (SELECT row."line", row."externalId", row."digest", row."data", known."id" AS "knownId",
    coalesce(known."importDigest" <> row."digest", known."id" IS NULL) AS "isChanged"
  FROM "ImportRow" row LEFT JOIN ${Prisma.raw(`"${table}"`)} known ON known."externalId" = row."externalId"
  WHERE row."importId" = ${id}::uuid)`;

/** A fault of the rows that meet a condition. */
export const fault = (column: string, message: string, from: Prisma.Sql, condition: Prisma.Sql) =>
  Prisma.sql`SELECT row."line", ${column}::text AS "column", ${message}::text AS "message" FROM ${from} WHERE ${condition}`;

/** A fault of rows that repeat what must differ. */
export const repeated = (column: string, key: Prisma.Sql, run: ImportRun, condition = Prisma.sql`true`) => Prisma.sql`
  SELECT "line", ${column}::text AS "column", 'is also on line ' || "first" AS "message" FROM (
    SELECT "line", min("line") OVER (PARTITION BY ${key}) AS "first" FROM "ImportRow" row
    WHERE row."importId" = ${run.id}::uuid AND ${condition}) repeated WHERE "line" > "first"`;

/** The columns of a table, for INSERT, and as those of the record `new`. */
export const columnsOf = (names: string[]) => ({
  names: Prisma.raw(names.map((name) => `"${name}"`).join(', ')),
  values: Prisma.raw(names.map((name) => `new."${name}"`).join(', ')),
});
