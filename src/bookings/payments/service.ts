import { recordAudit } from '../../accounts/audit.ts';
import type { App, Origin } from '../../context.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Booking, Payment, Session } from '../../database/generated/client.ts';
import { lockSessionRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { DomainError, NotFoundError } from '../../errors.ts';
import { bookingsChanged } from '../changes.ts';
import { confirmSeat } from '../confirmation.ts';

/** What a provider says of a payment. `provider` and `reference` together name it. */
export interface PaymentNotice {
  provider: string;
  reference: string;
  bookingId: string;
  /** Of a payment, what was paid; of a refund, what of it has been paid back altogether. */
  amountMinor: number;
  currency: string;
}

/** The provider says something else of a payment than it did before. */
export class PaymentConflictError extends DomainError {
  readonly code = 'PAYMENT_CONFLICT';
  constructor(what: string) {
    super(`This payment is known with another ${what}.`);
  }
}

/** A refund of a payment that nobody has told of yet. */
export class PaymentUnknownError extends DomainError {
  readonly code = 'PAYMENT_UNKNOWN';
  constructor() {
    super('This payment is not known yet.');
  }
}

/**
 * Records that a provider received money for a booking, which is confirmed by that. Money that it cannot take, since
 * it was paid before, or too late, or wrongly, has to go back. Told again, it changes nothing.
 */
export async function recordPayment(
  app: App,
  origin: Pick<Origin, 'ipAddress'>,
  notice: PaymentNotice,
): Promise<Payment> {
  const { provider, reference, amountMinor } = notice;
  return transaction(app.database, async (tx) => {
    const { booking, session } = await lockBooking(tx, notice.bookingId);
    const known = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (known) {
      refuseOther(known, notice);
      if (known.amountMinor !== amountMinor) throw new PaymentConflictError('amount');
      return known;
    }
    const fault = await faultOf(tx, booking, notice);
    const refusal = fault ?? (await settle(tx, app, session, booking));
    const payment = await add(tx, notice, refusal !== null);
    if (refusal !== null) {
      await recordAudit(
        tx,
        { origin, viewer: null },
        {
          action: 'payment.refund_due',
          targetType: 'Booking',
          targetId: booking.id,
          reason: refusal,
          details: { provider, reference },
        },
      );
    }
    return payment;
  });
}

/** Records how much of a payment the provider has paid back altogether. Told again, it changes nothing. */
export async function recordRefund(app: App, notice: PaymentNotice): Promise<Payment> {
  const { provider, reference, amountMinor: refundedMinor } = notice;
  return transaction(app.database, async (tx) => {
    const { booking, session } = await lockBooking(tx, notice.bookingId);
    const payment = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (!payment) throw new PaymentUnknownError();
    refuseOther(payment, notice);
    if (refundedMinor > payment.amountMinor) throw new PaymentConflictError('amount');
    if (refundedMinor <= payment.refundedMinor) return payment;
    const refundMinor = Math.max(payment.refundMinor, refundedMinor);
    // What the booking's own payment gives back, the booking does.
    if (payment.refundMinor < payment.amountMinor) {
      await tx.booking.update({ where: { id: booking.id }, data: { refundMinor } });
      bookingsChanged(tx, app, session, [booking]);
    }
    const status = refundMinor > refundedMinor ? 'REFUND_DUE' : 'REFUNDED';
    return tx.payment.update({ where: { id: payment.id }, data: { refundMinor, refundedMinor, status } });
  });
}

/** The booking, once its session's row is this transaction's. */
async function lockBooking(tx: Transaction, id: string): Promise<{ booking: Booking; session: Session }> {
  const found = await tx.booking.findUnique({ where: { id } });
  if (!found) throw new NotFoundError('booking');
  const session = (await lockSessionRow(tx, found.sessionId)) as Session;
  return { session, booking: await tx.booking.findUniqueOrThrow({ where: { id } }) };
}

function refuseOther(known: Payment, { bookingId, currency }: PaymentNotice): void {
  if (known.bookingId !== bookingId) throw new PaymentConflictError('booking');
  if (known.currency !== currency) throw new PaymentConflictError('currency');
}

/** Why a payment is not the one that the booking is waiting for, or was confirmed on trust of; null where it is. */
async function faultOf(
  tx: Transaction,
  { id, amountMinor, currency }: Booking,
  notice: PaymentNotice,
): Promise<string | null> {
  if (notice.amountMinor !== amountMinor || notice.currency !== currency)
    return 'What was paid is not what was booked.';
  const paid = await tx.payment.findFirst({ where: { bookingId: id, amountMinor, refundMinor: { lt: amountMinor } } });
  return paid && 'The booking was paid already.';
}

/** Confirms what was paid; returns why it cannot be, null where it is. */
async function settle(tx: Transaction, app: App, session: Session, booking: Booking): Promise<string | null> {
  if (booking.status === 'CONFIRMED' || booking.status === 'COMPLETED' || booking.status === 'NO_SHOW') {
    // An earlier payment may have gone back since.
    await tx.booking.update({ where: { id: booking.id }, data: { refundMinor: null } });
    bookingsChanged(tx, app, session, [booking]);
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

async function add(tx: Transaction, notice: PaymentNotice, isRefundDue: boolean): Promise<Payment> {
  const data = {
    ...notice,
    status: isRefundDue ? 'REFUND_DUE' : 'SUCCEEDED',
    refundMinor: isRefundDue ? notice.amountMinor : 0,
  } as const;
  try {
    return await tx.payment.create({ data });
  } catch (error) {
    // The booking's own row is locked: whoever came between told of another one.
    throw isUniqueViolation(error) ? new PaymentConflictError('booking') : error;
  }
}
