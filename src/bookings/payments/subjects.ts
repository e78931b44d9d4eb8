import type { App } from '../../context.ts';
import type { Booking, Pass, Payment } from '../../database/generated/client.ts';
import { lockSessionRow } from '../../database/locks.ts';
import type { Transaction } from '../../database/transaction.ts';
import { DomainError } from '../../errors.ts';
import { passesChanged } from '../../passes/events.ts';
import { lockBalances } from '../../passes/ledger.ts';
import { settlePass } from '../../passes/purchase.ts';
import { confirmSeat } from '../confirm.ts';
import { refundOfReturned } from '../party/shares.ts';
import { bookingsChanged } from '../stream.ts';

/** What a payment is for: a booking or a pass, by its ID. */
export interface SubjectRef {
  typename: 'Booking' | 'Pass';
  id: string;
}

/** What a payment is for, locked. */
export interface Subject {
  ref: SubjectRef;
  /** Its column in a payment. */
  column: { bookingId: string } | { passId: string };
  amountMinor: number;
  currency: string;
  /** What goes back of a payment at once, for seats that were given back before it. */
  returnedMinor: number;
  /** Carries out what was paid. Returns why it cannot be; null where it is. */
  settle(): Promise<string | null>;
  /** Notes how much of its amount goes back. */
  refund(refundMinor: number): Promise<void>;
}

/** What a payment was for. */
export function subjectOf({ bookingId, passId }: Pick<Payment, 'bookingId' | 'passId'>): SubjectRef {
  return passId === null ? { typename: 'Booking', id: bookingId as string } : { typename: 'Pass', id: passId };
}

export const nounOf = ({ typename }: SubjectRef) => typename.toLowerCase();

/** The currency of a booking or pass; null where there is none. */
export async function currencyOf(tx: Transaction, { typename, id }: SubjectRef): Promise<string | null> {
  const where = { where: { id }, select: { currency: true } };
  const found = typename === 'Pass' ? await tx.pass.findUnique(where) : await tx.booking.findUnique(where);
  return found?.currency ?? null;
}

/** Locks a booking, by its session, or a pass. There must be one. */
export function lockSubject(tx: Transaction, app: App, ref: SubjectRef): Promise<Subject> {
  return ref.typename === 'Pass' ? lockPass(tx, app, ref) : lockBooking(tx, app, ref);
}

async function lockBooking(tx: Transaction, app: App, ref: SubjectRef): Promise<Subject> {
  const { id } = ref;
  const { sessionId } = await tx.booking.findUniqueOrThrow({ where: { id } });
  const session = await lockSessionRow(tx, sessionId);
  if (!session) throw new Error('a booking without a session');
  const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
  const refund = await refundBefore(tx, booking);
  const noteRefund = async (refundMinor: number | null) => {
    await tx.booking.update({ where: { id }, data: { refundMinor } });
    await bookingsChanged(tx, app, session, [booking]);
  };
  return {
    ...{ ref, column: { bookingId: id }, amountMinor: booking.amountMinor, currency: booking.currency },
    returnedMinor: refund === 'under way' ? 0 : refund,
    async settle() {
      if (refund === 'under way') return 'The booking was paid already.';
      if (booking.status === 'CONFIRMED' || booking.status === 'COMPLETED' || booking.status === 'NO_SHOW') {
        // An earlier payment may have been refunded since.
        await noteRefund(refund || null);
        return null;
      }
      return refusalOf(() => confirmSeat(tx, app, session, booking));
    },
    refund: noteRefund,
  };
}

/**
 * What of a booking's amount goes back, whoever pays it now: for seats that it gave back, and after the session what a
 * correction refunded of a booking that was confirmed unpaid. `under way` where such a refund of an earlier payment is still
 * to be paid back.
 */
async function refundBefore(tx: Transaction, booking: Booking): Promise<number | 'under way'> {
  const returned = refundOfReturned(booking);
  if (booking.status !== 'COMPLETED' && booking.status !== 'NO_SHOW') return returned;
  const earlier = await refundedPayments(tx, { bookingId: booking.id }, booking);
  if (earlier.some(({ refundMinor, refundedMinor }) => refundedMinor < refundMinor)) return 'under way';
  return earlier.length === 0 ? Math.max(returned, booking.refundMinor ?? 0) : returned;
}

/**
 * The payments whose refund is that of a booking or pass which is not paid at present. Only one that was refunded in full can
 * be: where less is refunded, it was confirmed unpaid, and so is its refund.
 */
async function refundedPayments(
  tx: Transaction,
  column: Subject['column'],
  { amountMinor, currency, refundMinor }: Pick<Booking | Pass, 'amountMinor' | 'currency' | 'refundMinor'>,
): Promise<Payment[]> {
  if (refundMinor === null || refundMinor < amountMinor) return [];
  return tx.payment.findMany({ where: { ...column, amountMinor, currency } });
}

async function lockPass(tx: Transaction, app: App, ref: SubjectRef): Promise<Subject> {
  const { id } = ref;
  const pass = (await lockBalances(tx, [id])).get(id);
  if (!pass) throw new Error('a payment for no pass');
  const column = { passId: id };
  const earlier = await refundedPayments(tx, column, pass);
  // It may have been confirmed and returned unpaid, and be valid again since.
  const returnedMinor = earlier.length === 0 ? (pass.refundMinor ?? 0) : 0;
  const noteRefund = async (refundMinor: number | null) => {
    await tx.pass.update({ where: { id }, data: { refundMinor } });
    await passesChanged(tx, app, [pass]);
  };
  return {
    ...{ ref, column, amountMinor: pass.amountMinor, currency: pass.currency, returnedMinor },
    async settle() {
      const refusal = await settlePass(tx, app, pass);
      if (refusal === null && pass.state === 'PAID') await noteRefund(returnedMinor || null);
      return refusal;
    },
    refund: noteRefund,
  };
}

async function refusalOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (refusal) {
    if (refusal instanceof DomainError) return refusal.message;
    throw refusal;
  }
}
