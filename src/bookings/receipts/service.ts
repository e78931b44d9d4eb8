import { Temporal } from 'temporal-polyfill';
import type { App } from '../../context.ts';
import type { Account, Payment, Receipt } from '../../database/generated/client.ts';
import { takeReceiptNumber } from '../../database/locks.ts';
import { databaseTime, type Transaction, transaction } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import { taxOf } from './tax.ts';

/** The number that people read: the year and the number in that year. */
export const numberOf = ({ year, sequence }: Pick<Receipt, 'year' | 'sequence'>) =>
  `${year}-${String(sequence).padStart(6, '0')}`;

/**
 * Issues the receipt of a payment, in the transaction that records it. It is the last that the transaction does: every
 * payment of the year waits for the counter.
 */
export async function issueReceipt(tx: Transaction, { env }: Pick<App, 'env'>, payment: Payment): Promise<void> {
  const [content] = await contentsOf(tx, env, [payment]);
  const issuedAt = await databaseTime(tx);
  const year = Temporal.Instant.fromEpochMilliseconds(payment.receivedAt.getTime()).toZonedDateTimeISO(
    env.STUDIO_TIME_ZONE,
  ).year;
  const sequence = await takeReceiptNumber(tx, year);
  await tx.receipt.create({ data: { ...(content as Content), year, sequence, issuedAt } });
}

type Content = Omit<Receipt, 'year' | 'sequence' | 'issuedAt' | 'isDraft'>;

/** What the receipts of payments say, in the order of the payments. */
async function contentsOf(tx: Transaction, env: Env, payments: Payment[]): Promise<Content[]> {
  const subjects = await subjectsOf(tx, payments);
  return payments.map(({ id, amountMinor }, index) => ({
    paymentId: id,
    ...(subjects[index] as Subject),
    studioName: env.STUDIO_NAME,
    studioAddress: env.STUDIO_ADDRESS ?? null,
    taxNumber: env.TAX_NUMBER ?? null,
    taxRatePercent: env.TAX_RATE_PERCENT,
    taxMinor: taxOf(amountMinor, env.TAX_RATE_PERCENT),
  }));
}

interface Subject {
  /** What was paid for. */
  description: string;
  /** Who paid. */
  buyerName: string;
}

/** What payments are for, and who paid. */
async function subjectsOf(tx: Transaction, payments: Payment[]): Promise<Subject[]> {
  const passes = await passSubjects(tx, payments);
  const bookings = await tx.booking.findMany({
    where: { id: { in: payments.flatMap(({ bookingId }) => bookingId ?? []) } },
    select: {
      ...{ id: true, seatsBooked: true },
      session: { select: { title: true, startsAt: true, timeZone: true } },
      account: { select: { displayName: true, firstName: true, lastName: true } },
    },
  });
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  return payments.map(({ bookingId, passId }) => {
    const pass = passes.get(passId ?? '');
    if (pass) return pass;
    const { session, account, seatsBooked } = byId.get(bookingId ?? '') as (typeof bookings)[number];
    const when = new Intl.DateTimeFormat('en-GB', {
      ...{ dateStyle: 'long', timeStyle: 'short', timeZone: supportedTimeZone(session.timeZone) },
    } as const);
    const seats = seatsBooked === 1 ? '1 seat' : `${seatsBooked} seats`;
    return {
      description: `${session.title}, ${when.format(session.startsAt)} (${session.timeZone}), ${seats}`,
      buyerName: nameOf(account),
    };
  });
}

type Buyer = Pick<Account, 'displayName' | 'firstName' | 'lastName'>;

const nameOf = ({ firstName, lastName, displayName }: Buyer) =>
  [firstName, lastName].filter(Boolean).join(' ') || displayName;

/** The same of the payments that were for passes, by the ID of the pass. */
async function passSubjects(tx: Transaction, payments: Payment[]): Promise<Map<string, Subject>> {
  const passes = await tx.pass.findMany({
    where: { id: { in: payments.flatMap(({ passId }) => passId ?? []) } },
    select: {
      ...{ id: true, title: true },
      account: { select: { displayName: true, firstName: true, lastName: true } },
    },
  });
  return new Map(
    passes.map(({ id, title, account }) => [id, { description: `Pass: ${title}`, buyerName: nameOf(account) }]),
  );
}

const batchSize = 500;

/** Writes the receipts that the migration only numbered, a batch at a time; returns how many. */
export async function completeDrafts({ database, env }: App): Promise<number> {
  return transaction(database, async (tx) => {
    const payments = await tx.$queryRaw<Payment[]>`
      SELECT payment.* FROM "Receipt" receipt JOIN "Payment" payment ON payment."id" = receipt."paymentId"
      WHERE receipt."isDraft" ORDER BY receipt."year", receipt."sequence" LIMIT ${batchSize}
      FOR UPDATE OF receipt SKIP LOCKED`;
    for (const { paymentId, ...data } of await contentsOf(tx, env, payments))
      await tx.receipt.update({ where: { paymentId }, data: { ...data, isDraft: false } });
    return payments.length;
  });
}

/** Issues the receipts of payments that a node of the version before recorded lately; returns how many. */
export async function issueMissingReceipts(app: App): Promise<number> {
  return transaction(app.database, async (tx) => {
    const payments = await tx.$queryRaw<Payment[]>`
      SELECT payment.* FROM "Payment" payment
      WHERE payment."receivedAt" > now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM "Receipt" WHERE "paymentId" = payment."id")
      ORDER BY payment."receivedAt", payment."id" LIMIT ${batchSize} FOR UPDATE OF payment SKIP LOCKED`;
    for (const payment of payments) await issueReceipt(tx, app, payment);
    return payments.length;
  });
}
