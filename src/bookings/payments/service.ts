import { recordAudit } from '../../accounts/audit.ts';
import type { App, Origin } from '../../context.ts';
import { isCurrency } from '../../currencies.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Booking, Payment, Session } from '../../database/generated/client.ts';
import { lockSessionRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { DomainError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { confirmSeat } from '../confirm.ts';
import { refundOfReturned } from '../party/shares.ts';
import { issueReceipt } from '../receipts/service.ts';
import { bookingsChanged } from '../stream.ts';

/** A provider's message about a payment. `provider` and `reference` together identify the payment. */
export interface PaymentNotice {
  provider: string;
  reference: string;
  bookingId: string;
  /** Of a payment, the amount paid. Of a refund, the total that has been paid back so far. */
  amountMinor: number;
  currency: string;
}

/** The message contradicts an earlier message about the same payment. */
export class PaymentConflictError extends DomainError {
  readonly code = 'PAYMENT_CONFLICT';
  constructor(field: string) {
    super(`This payment was recorded with another ${field}.`);
  }
}

/** A refund arrived before its payment. */
export class PaymentUnknownError extends DomainError {
  readonly code = 'PAYMENT_UNKNOWN';
  constructor() {
    super('This payment has not been recorded yet.');
  }
}

/**
 * Records a payment for a booking, and confirms the booking. A payment that cannot confirm its booking (paid already, too
 * late, another amount) is recorded as REFUND_DUE. Recording the same payment again changes nothing.
 */
export async function recordPayment(
  app: App,
  origin: Pick<Origin, 'ipAddress'>,
  notice: PaymentNotice,
): Promise<Payment> {
  const { provider, reference, amountMinor } = notice;
  return transaction(app.database, async (tx) => {
    const { booking, session } = await lockBooking(tx, notice);
    const known = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (known) {
      refuseOther(known, notice);
      if (known.amountMinor !== amountMinor) throw new PaymentConflictError('amount');
      return known;
    }
    const fault = await faultOf(tx, booking, notice);
    const refusal = fault ?? (await settle(tx, app, session, booking));
    // Seats of a booking that its host confirmed may have been given back before it was paid.
    const payment = await add(tx, notice, refusal === null ? refundOfReturned(booking) : amountMinor);
    if (refusal !== null) {
      await recordAudit(
        tx,
        { app, origin, viewer: null },
        {
          action: 'payment.refund_due',
          targetType: 'Booking',
          targetId: booking.id,
          reason: refusal,
          details: { provider, reference },
        },
      );
    }
    await issueReceipt(tx, app, payment);
    return payment;
  });
}

/** Records the total that a provider has paid back of a payment. Recording the same total again changes nothing. */
export async function recordRefund(app: App, notice: PaymentNotice): Promise<Payment> {
  const { provider, reference, amountMinor: refundedMinor } = notice;
  return transaction(app.database, async (tx) => {
    const { booking, session } = await lockBooking(tx, notice);
    const payment = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (!payment) throw new PaymentUnknownError();
    refuseOther(payment, notice);
    if (refundedMinor > payment.amountMinor) throw new PaymentConflictError('amount');
    if (refundedMinor <= payment.refundedMinor) return payment;
    const refundMinor = Math.max(payment.refundMinor, refundedMinor);
    // Only the refund of the payment that pays for the booking is the booking's refund.
    if (payment.refundMinor < payment.amountMinor) {
      await tx.booking.update({ where: { id: booking.id }, data: { refundMinor } });
      await bookingsChanged(tx, app, session, [booking]);
    }
    const status = refundMinor > refundedMinor ? 'REFUND_DUE' : 'REFUNDED';
    return tx.payment.update({ where: { id: payment.id }, data: { refundMinor, refundedMinor, status } });
  });
}

/** Locks the session of a booking, and reads the booking under that lock. */
async function lockBooking(
  tx: Transaction,
  { bookingId: id, currency }: PaymentNotice,
): Promise<{ booking: Booking; session: Session }> {
  const found = await tx.booking.findUnique({ where: { id } });
  if (!found) throw new NotFoundError('booking');
  // A booking in a currency that was withdrawn since can still be paid and refunded.
  if (currency !== found.currency && !isCurrency(currency)) {
    throw new InvalidInputError([{ path: ['currency'], message: 'must be an ISO 4217 code, like EUR' }]);
  }
  const session = (await lockSessionRow(tx, found.sessionId)) as Session;
  return { session, booking: await tx.booking.findUniqueOrThrow({ where: { id } }) };
}

function refuseOther(known: Payment, { bookingId, currency }: PaymentNotice): void {
  if (known.bookingId !== bookingId) throw new PaymentConflictError('booking');
  if (known.currency !== currency) throw new PaymentConflictError('currency');
}

/** Why a payment does not pay for its booking; null where it does. A booking that its host confirmed is still unpaid. */
async function faultOf(
  tx: Transaction,
  { id, amountMinor, currency }: Booking,
  notice: PaymentNotice,
): Promise<string | null> {
  if (notice.amountMinor !== amountMinor || notice.currency !== currency)
    return 'The amount paid is not the amount of the booking.';
  const paid = await tx.payment.findFirst({ where: { bookingId: id, amountMinor, refundMinor: { lt: amountMinor } } });
  return paid && 'The booking was paid already.';
}

/** Confirms a paid booking. Returns why it cannot be confirmed; null where it is. */
async function settle(tx: Transaction, app: App, session: Session, booking: Booking): Promise<string | null> {
  if (booking.status === 'CONFIRMED' || booking.status === 'COMPLETED' || booking.status === 'NO_SHOW') {
    // An earlier payment may have been refunded since.
    const data = { refundMinor: refundOfReturned(booking) || null };
    await tx.booking.update({ where: { id: booking.id }, data });
    await bookingsChanged(tx, app, session, [booking]);
    return null;
  }
  try {
    await confirmSeat(tx, app, session, booking);
    return null;
  } catch (refusal) {
    if (refusal instanceof DomainError) return refusal.message;
    throw refusal;
  }
}

async function add(tx: Transaction, notice: PaymentNotice, refundMinor: number): Promise<Payment> {
  const data = { ...notice, status: refundMinor > 0 ? 'REFUND_DUE' : 'SUCCEEDED', refundMinor } as const;
  try {
    return await tx.payment.create({ data });
  } catch (error) {
    // The session's row is locked, so the other payment with this reference is for a booking of another session.
    throw isUniqueViolation(error) ? new PaymentConflictError('booking') : error;
  }
}
