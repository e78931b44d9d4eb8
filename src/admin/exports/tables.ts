import { z } from 'zod';
import { AccountStatus, BookingStatus, Prisma, Role } from '../../database/generated/client.ts';
import { instant } from '../../sessions/validation.ts';
import { line, validate } from '../../validation.ts';

/** What an export consists of. */
export interface Table {
  from: Prisma.Sql;
  /** When a row was made, and its ID: what rows are ordered and limited by. */
  key: Prisma.Sql;
  id: Prisma.Sql;
  /** The header's names, with what stands below them. */
  columns: Record<string, Prisma.Sql>;
}

export interface ExportRequest {
  reason: string;
  /** Which rows, as asked for. */
  filter: Prisma.InputJsonObject;
  where: Prisma.Sql[];
  /** Rows made before this alone: those that come while it is read are for the next one. */
  until: Date;
}

const time = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A cell that is about a person, empty once they have deleted their account. */
const unlessDeleted = (column: Prisma.Sql) => Prisma.sql`CASE WHEN "Account"."deletedAt" IS NULL THEN ${column} END`;

const bookings: Table = {
  from: Prisma.sql`"Booking" JOIN "Account" ON "Account"."id" = "Booking"."accountId"
    JOIN "Session" ON "Session"."id" = "Booking"."sessionId" JOIN "Account" host ON host."id" = "Session"."hostId"`,
  key: Prisma.sql`"Booking"."bookedAt"`,
  id: Prisma.sql`"Booking"."id"`,
  columns: {
    id: Prisma.sql`"Booking"."id"`,
    status: Prisma.sql`"Booking"."status"::text`,
    bookedAt: time(Prisma.sql`"Booking"."bookedAt"`),
    confirmedAt: time(Prisma.sql`"Booking"."confirmedAt"`),
    cancelledAt: time(Prisma.sql`"Booking"."cancelledAt"`),
    cancellationReason: unlessDeleted(Prisma.sql`"Booking"."cancellationReason"`),
    amountMinor: Prisma.sql`"Booking"."amountMinor"`,
    refundMinor: Prisma.sql`"Booking"."refundMinor"`,
    currency: Prisma.sql`"Booking"."currency"`,
    attendedSeconds: Prisma.sql`"Booking"."attendedSeconds"`,
    accountId: Prisma.sql`"Account"."id"`,
    username: unlessDeleted(Prisma.sql`"Account"."username"`),
    email: unlessDeleted(Prisma.sql`"Account"."email"`),
    sessionId: Prisma.sql`"Session"."id"`,
    sessionTitle: Prisma.sql`"Session"."title"`,
    sessionStartsAt: time(Prisma.sql`"Session"."startsAt"`),
    hostUsername: Prisma.sql`CASE WHEN host."deletedAt" IS NULL THEN host."username" END`,
  },
};

const accounts: Table = {
  from: Prisma.sql`"Account"`,
  key: Prisma.sql`"Account"."createdAt"`,
  id: Prisma.sql`"Account"."id"`,
  columns: {
    id: Prisma.sql`"Account"."id"`,
    username: Prisma.sql`"Account"."username"`,
    email: Prisma.sql`"Account"."email"`,
    emailVerifiedAt: time(Prisma.sql`"Account"."emailVerifiedAt"`),
    displayName: Prisma.sql`"Account"."displayName"`,
    firstName: Prisma.sql`"Account"."firstName"`,
    lastName: Prisma.sql`"Account"."lastName"`,
    role: Prisma.sql`"Account"."role"::text`,
    status: Prisma.sql`"Account"."status"::text`,
    suspensionReason: Prisma.sql`"Account"."suspensionReason"`,
    timeZone: Prisma.sql`"Account"."timeZone"`,
    createdAt: time(Prisma.sql`"Account"."createdAt"`),
  },
};

const once = z.array(z.string()).max(1, 'must be given once').default([]);
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
const common = { reason: once.transform(([given]) => given ?? '').pipe(line(1, 500)), from: moment, to: moment };
const anyOf = <Name extends string>(names: Record<Name, Name>) =>
  z.array(z.enum(names, `must be one of ${Object.keys(names).join(', ')}`)).optional();

const bookingParameters = z.strictObject({ ...common, status: anyOf(BookingStatus) });
const accountParameters = z.strictObject({ ...common, status: anyOf(AccountStatus), role: anyOf(Role) });

/**
 * Of each export, what a request's parameters ask for: `from` and `to` say when rows were made, `status` and `role` may
 * be repeated. Throws InvalidInputError for a parameter that it does not know, too.
 */
export const exports = {
  bookings(parameters: URLSearchParams): { table: Table; wanted: ExportRequest } {
    const { status, ...valid } = validate(bookingParameters, listed(parameters));
    const where = status ? [Prisma.sql`"Booking"."status" = ANY(${status}::"BookingStatus"[])`] : [];
    return { table: bookings, wanted: toRequest(bookings, valid, { ...(status && { status }) }, where) };
  },
  accounts(parameters: URLSearchParams): { table: Table; wanted: ExportRequest } {
    const { status, role, ...valid } = validate(accountParameters, listed(parameters));
    const where = [
      Prisma.sql`"Account"."deletedAt" IS NULL`,
      ...(status ? [Prisma.sql`"Account"."status" = ANY(${status}::"AccountStatus"[])`] : []),
      ...(role ? [Prisma.sql`"Account"."role" = ANY(${role}::"Role"[])`] : []),
    ];
    const filter = { ...(status && { status }), ...(role && { role }) };
    return { table: accounts, wanted: toRequest(accounts, valid, filter, where) };
  },
};

const listed = (parameters: URLSearchParams) =>
  Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));

function toRequest(
  { key }: Table,
  { reason, from, to }: { reason: string; from?: Date | undefined; to?: Date | undefined },
  filter: Prisma.InputJsonObject,
  where: Prisma.Sql[],
): ExportRequest {
  const now = new Date();
  const until = to && to < now ? to : now;
  return {
    reason,
    filter: { ...filter, ...(from && { from: from.toISOString() }), ...(to && { to: to.toISOString() }) },
    where: [
      ...where,
      ...(from ? [Prisma.sql`${key} >= ${from}::timestamptz`] : []),
      Prisma.sql`${key} < ${until}::timestamptz`,
    ],
    until,
  };
}
