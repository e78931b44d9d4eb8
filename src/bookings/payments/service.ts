import { recordAudit } from '../../accounts/audit.ts';
import type { App, Origin } from '../../context.ts';
import { isCurrency } from '../../currencies.ts';
import { isUniqueViolation } from '../../database/errors.ts';
import type { Payment } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { DomainError, InvalidInputError, NotFoundError } from '../../errors.ts';
import { issueReceipt } from '../receipts/service.ts';
import { currencyOf, lockSubject, nounOf, type Subject, type SubjectRef, subjectOf } from './subjects.ts';

/** A provider's message about a payment. `provider` and `reference` together identify the payment. */
export interface PaymentNotice {
  provider: string;
  reference: string;
  /** What was paid for. */
  subject: SubjectRef;
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
 * Records a payment for a booking or a pass, and confirms that. A payment that cannot (paid already, too late, another
 * amount) is recorded as REFUND_DUE. Recording the same payment again changes nothing.
 */
export async function recordPayment(
  app: App,
  origin: Pick<Origin, 'ipAddress'>,
  notice: PaymentNotice,
): Promise<Payment> {
  const { provider, reference, amountMinor } = notice;
  return transaction(app.database, async (tx) => {
    const subject = await lock(tx, app, notice);
    const known = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (known) {
      refuseOther(known, notice);
      if (known.amountMinor !== amountMinor) throw new PaymentConflictError('amount');
      return known;
    }
    const refusal = (await faultOf(tx, subject, notice)) ?? (await subject.settle());
    // Seats of a booking that its host confirmed may have been given back before it was paid.
    const payment = await add(tx, subject, notice, refusal === null ? subject.returnedMinor : amountMinor);
    if (refusal !== null) {
      await recordAudit(
        tx,
        { app, origin, viewer: null },
        {
          action: 'payment.refund_due',
          targetType: subject.ref.typename,
          targetId: subject.ref.id,
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
    const subject = await lock(tx, app, notice);
    const payment = await tx.payment.findUnique({ where: { provider_reference: { provider, reference } } });
    if (!payment) throw new PaymentUnknownError();
    refuseOther(payment, notice);
    if (refundedMinor > payment.amountMinor) throw new PaymentConflictError('amount');
    if (refundedMinor <= payment.refundedMinor) return payment;
    const refundMinor = Math.max(payment.refundMinor, refundedMinor);
    // Only the refund of the payment that pays for the booking or pass is its refund.
    if (payment.refundMinor < payment.amountMinor) await subject.refund(refundMinor);
    const status = refundMinor > refundedMinor ? 'REFUND_DUE' : 'REFUNDED';
    return tx.payment.update({ where: { id: payment.id }, data: { refundMinor, refundedMinor, status } });
  });
}

/** Locks what was paid for. */
async function lock(tx: Transaction, app: App, { subject, currency }: PaymentNotice): Promise<Subject> {
  const own = await currencyOf(tx, subject);
  if (own === null) throw new NotFoundError(nounOf(subject));
  // What is in a currency that was withdrawn since can still be paid and refunded.
  if (currency !== own && !isCurrency(currency)) {
    throw new InvalidInputError([{ path: ['currency'], message: 'must be an ISO 4217 code, like EUR' }]);
  }
  return lockSubject(tx, app, subject);
}

function refuseOther(known: Payment, { subject, currency }: PaymentNotice): void {
  if (subjectOf(known).id !== subject.id) throw new PaymentConflictError(nounOf(subject));
  if (known.currency !== currency) throw new PaymentConflictError('currency');
}

/** Why a payment does not pay for its subject; null where it does. What a host confirmed is still unpaid. */
async function faultOf(
  tx: Transaction,
  { ref, column, amountMinor, currency }: Subject,
  notice: PaymentNotice,
): Promise<string | null> {
  if (notice.amountMinor !== amountMinor || notice.currency !== currency)
    return `The amount paid is not the amount of the ${nounOf(ref)}.`;
  const paid = await tx.payment.findFirst({ where: { ...column, amountMinor, refundMinor: { lt: amountMinor } } });
  return paid && `The ${nounOf(ref)} was paid already.`;
}

async function add(
  tx: Transaction,
  { ref, column }: Subject,
  { subject: _subject, ...notice }: PaymentNotice,
  refundMinor: number,
): Promise<Payment> {
  const status = refundMinor > 0 ? 'REFUND_DUE' : 'SUCCEEDED';
  const data = { ...notice, ...column, status, refundMinor } as const;
  try {
    return await tx.payment.create({ data });
  } catch (error) {
    // What was paid for is locked, so the other payment with this reference is for something else.
    throw isUniqueViolation(error) ? new PaymentConflictError(nounOf(ref)) : error;
  }
}
