import { z } from 'zod';
import type { AuditEntry } from '../../accounts/audit.ts';
import type { SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { AdminTotpRequiredError, ForbiddenError } from '../../errors.ts';
import { instant } from '../../sessions/validation.ts';
import { line, validate } from '../../validation.ts';

/** The rows that an export reads, and what it shows of them. */
export interface Table {
  from: Prisma.Sql;
  /** When a row was made, and its ID: rows are ordered and limited by them. */
  key: Prisma.Sql;
  id: Prisma.Sql;
  /** The header's names, with the expressions of the cells below them. */
  columns: Record<string, Prisma.Sql>;
}

/** An export as it was asked for. */
export interface ExportRequest {
  table: Table;
  /** Why, as given; null where no reason is required. */
  reason: string | null;
  /** The parameters that choose rows. */
  filter: Prisma.InputJsonObject;
  where: Prisma.Sql[];
  /** Rows made later are left out: they belong to the next export. */
  until: Date;
  /** What the audit names as the target. */
  target: Pick<AuditEntry, 'targetType' | 'targetId'>;
}

/** Reads the parameters of an export; throws where they are wrong, or where the viewer may not have the export. */
export type OpenExport = (context: SignedIn, parameters: URLSearchParams) => Promise<ExportRequest>;

export const time = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The global ID of a row, as GraphQL takes it; empty without a row. */
export const nodeId = (typename: string | Prisma.Sql, id: Prisma.Sql) =>
  Prisma.sql`translate(encode(convert_to(${typename}::text || ':' || ${id}::text, 'UTF8'), 'base64'), E'\n', '')`;

/** A cell about a person; empty once they have deleted their account. */
export const unlessDeleted = (account: string, column: Prisma.Sql) =>
  Prisma.sql`CASE WHEN ${Prisma.raw(`"${account}"`)}."deletedAt" IS NULL THEN ${column} END`;

/** A parameter that may be given once. */
export const once = z.array(z.string()).max(1, 'must be given once').default([]);

const moment = once
  .transform(([given]) => given)
  .pipe(
    z
      .union(
        [z.iso.datetime({ offset: true }), z.iso.date()],
        'must be a time or a day, like 2026-11-21T09:00:00Z or 2026-11-21',
      )
      .transform((given) => new Date(given))
      .pipe(instant)
      .optional(),
  );

/** A reason of at most 500 characters, which may be required. */
export const reason = (isRequired: boolean) =>
  once.transform(([given]) => given ?? '').pipe(line(isRequired ? 1 : 0, 500));

/** A parameter that may be given several times, each time with one of these values. */
export const anyOf = <Name extends string>(names: Record<Name, Name>) =>
  z.array(z.enum(names, `must be one of ${Object.keys(names).join(', ')}`)).optional();

/** The parameters by their names, each with all of its values, as their rules take them. */
export const listed = (parameters: URLSearchParams) =>
  Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));

const period = { reason: reason(true), from: moment, to: moment };

/**
 * An export of a table for admins, who give a reason; `from` and `to` choose rows by when they were made. `filters` are
 * the rules of its other parameters, `conditionsOf` makes conditions of their values. An unknown parameter is refused.
 */
export function forAdmins<Filters extends z.core.$ZodLooseShape>(
  table: Table,
  filters: Filters,
  conditionsOf: (values: z.output<z.ZodObject<Filters>>) => Prisma.Sql[],
): OpenExport {
  const rules = z.strictObject({ ...period, ...filters });
  return async ({ viewer: { account, isAdminWithheld } }, parameters) => {
    if (isAdminWithheld) throw new AdminTotpRequiredError();
    if (account.role !== 'ADMIN') throw new ForbiddenError('Your role does not allow this.');
    const { reason, from, to, ...values } = validate(rules, listed(parameters)) as {
      reason: string;
      from?: Date;
      to?: Date;
    } & z.output<z.ZodObject<Filters>>;
    const now = new Date();
    const until = to && to < now ? to : now;
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    return {
      table,
      reason,
      filter: {
        ...(Object.fromEntries(given) as Prisma.InputJsonObject),
        ...(from && { from: from.toISOString() }),
        ...(to && { to: to.toISOString() }),
      },
      where: [
        ...conditionsOf(values as unknown as z.output<z.ZodObject<Filters>>),
        ...(from ? [Prisma.sql`${table.key} >= ${from}::timestamptz`] : []),
        Prisma.sql`${table.key} < ${until}::timestamptz`,
      ],
      until,
      target: { targetType: 'Account', targetId: account.id },
    };
  };
}
