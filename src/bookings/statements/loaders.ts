import type { Context } from '../../context.ts';
import { type Account, Prisma, type Session } from '../../database/generated/client.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import { taxColumn } from '../receipts/tax.ts';
import {
  isPaid,
  isPassPaidIn,
  monthOfHost,
  passRevenueColumns,
  type Revenue,
  revenueColumns,
} from '../revenue/loaders.ts';

/** What the bookings of one session, or the sales of one pass, earned in one currency. */
export interface StatementLine extends Revenue {
  /** Null for passes. */
  sessionId: string | null;
  title: string;
  /** The start of the session; of passes, when the first was paid. */
  startsAt: Date;
  /** Null for passes. */
  status: Session['status'] | null;
  bookings: number;
  received: number;
  paidBack: number;
  tax: number;
}

export type StatementTotal = Pick<StatementLine, 'currency' | Figure>;
type Figure = 'bookings' | 'gross' | 'refunded' | 'received' | 'paidBack' | 'tax';

/** What a host earned in a month. */
export interface HostStatement {
  host: Account;
  /** The month's first day. */
  month: Date;
  timeZone: string;
  lines: StatementLine[];
}

const left = Prisma.sql`payment."amountMinor" - payment."refundMinor"`;

/** The payments of a row of bookings or passes, as one row named `money`. */
const paymentsOf = (isOfRow: Prisma.Sql) => Prisma.sql`CROSS JOIN LATERAL (
  SELECT sum(payment."amountMinor") AS "received", sum(payment."refundedMinor") AS "paidBack",
    sum(${taxColumn(left, Prisma.sql`receipt."taxRatePercent"`)}) AS "tax"
  FROM "Payment" payment LEFT JOIN "Receipt" receipt ON receipt."paymentId" = payment."id" WHERE ${isOfRow}) money`;
const ofBooking = Prisma.sql`payment."bookingId" = "Booking"."id" AND payment."currency" = "Booking"."currency"`;
const ofPass = Prisma.sql`payment."passId" = "Pass"."id" AND payment."currency" = "Pass"."currency"`;
const moneyColumns = Prisma.sql`sum(coalesce(money."received", 0)) AS "received",
  sum(coalesce(money."paidBack", 0)) AS "paidBack", sum(coalesce(money."tax", 0)) AS "tax"`;

/**
 * The lines of a statement, as a table: the paid bookings of the sessions of a host that start within a time, and the passes
 * of the host that were paid in it, which are also those of the host's revenue. `key` is the ID of a booking or pass of the line.
 */
export const statementTable = ({ hostId, start, end }: { hostId: string; start: string; end: string }) => Prisma.sql`(
  SELECT session."id" AS "sessionId", session."title", session."startsAt", session."status"::text AS "status",
    count(*)::int AS "bookings", ${revenueColumns}, (array_agg("Booking"."id" ORDER BY "Booking"."id"))[1] AS "key", ${moneyColumns}
  FROM "Session" session JOIN "Booking" ON "Booking"."sessionId" = session."id" ${paymentsOf(ofBooking)}
  WHERE session."hostId" = ${hostId}::uuid AND session."startsAt" >= ${start}::timestamptz
    AND session."startsAt" < ${end}::timestamptz AND ${isPaid}
  GROUP BY session."id", "Booking"."currency"
  UNION ALL
  SELECT NULL, "Pass"."title", min("Pass"."paidAt"), NULL,
    count(*)::int, ${passRevenueColumns}, (array_agg("Pass"."id" ORDER BY "Pass"."id"))[1], ${moneyColumns}
  FROM "Pass" ${paymentsOf(ofPass)}
  WHERE "Pass"."hostId" = ${hostId}::uuid AND ${isPassPaidIn(Prisma.sql`${start}::timestamptz`, Prisma.sql`${end}::timestamptz`)}
  GROUP BY "Pass"."offerId", "Pass"."title", "Pass"."currency")`;

/** The statements of hosts for a month in the time zone of each. */
export function hostStatements(
  hosts: Account[],
  { app: { database } }: Context,
  given: { month?: Date | null },
): Promise<HostStatement[]> {
  const statements = hosts.map(async (host) => {
    const span = monthOfHost(host, given);
    const lines = await database.rows<StatementLine>`
      SELECT "sessionId", "title", "startsAt", "status", "currency", "bookings", "gross"::float8, "refunded"::float8,
        "received"::float8, "paidBack"::float8, "tax"::float8
      FROM ${statementTable(span)} line ORDER BY "startsAt", "key"`;
    return { host, month: span.month, timeZone: supportedTimeZone(host.timeZone), lines };
  });
  return Promise.all(statements);
}

/** The sums of a statement by currency. */
export function totalsOf({ lines }: HostStatement): StatementTotal[] {
  const totals = new Map<string, StatementTotal>();
  for (const { currency, ...line } of lines) {
    const before = totals.get(currency);
    const sum = (figure: Figure) => (before?.[figure] ?? 0) + line[figure];
    totals.set(currency, {
      ...{ currency, bookings: sum('bookings'), gross: sum('gross'), refunded: sum('refunded') },
      ...{ received: sum('received'), paidBack: sum('paidBack'), tax: sum('tax') },
    });
  }
  return [...totals.values()].sort((one, other) => one.currency.localeCompare(other.currency));
}
