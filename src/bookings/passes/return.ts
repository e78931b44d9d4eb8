import { moderate, parseReason } from '../../accounts/moderation.ts';
import type { App, SignedIn } from '../../context.ts';
import type { Pass } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { lockOwnPass } from '../../passes/access.ts';
import { PassNotReturnableError, PassStatusError } from '../../passes/errors.ts';
import { passesChanged } from '../../passes/events.ts';
import { addEntries, expire, lockBalances } from '../../passes/ledger.ts';
import { refundedNotification } from '../../passes/notifications/causes.ts';
import { type PassWithBalance, refundableUntil, refundOf, statusOf } from '../../passes/rules.ts';
import { refundsDue } from '../payments/refunds.ts';

/**
 * Gives up a pending purchase, or returns a pass and pays its unused part back: to its owner by its terms, and in full where
 * the host or an admin returns it. Returning a pass again changes nothing.
 */
export async function returnPass(context: SignedIn, id: string, given: string | null): Promise<Pass> {
  const input = parseReason(given, false);
  return transaction(context.app.database, async (tx) => {
    const { pass, isOwner, isHost } = await lockOwnPass(tx, context, id);
    const status = statusOf(pass);
    if (status === 'CANCELLED' || status === 'RETURNED') return pass;
    const { audit, reason } = moderate(context, isOwner || isHost ? context.viewer.account.id : '', input, 'pass');
    if (status === 'PENDING') await giveUp(tx, context.app, pass);
    else {
      if (status !== 'ACTIVE') throw new PassStatusError(status);
      await refuseInUse(tx, pass);
      const refund = refundOf(pass, !isOwner);
      if (refund === 0) throw new PassNotReturnableError(whyNothing(pass));
      await end(tx, context.app, pass, { refund, reason });
    }
    await audit(tx, { action: 'pass.returned', targetType: 'Pass', targetId: id });
    return tx.pass.findUniqueOrThrow({ where: { id } });
  });
}

/** Bookings by an unlimited pass have nothing of their own that would pay for them. */
async function refuseInUse(tx: Transaction, { id, credits }: PassWithBalance): Promise<void> {
  if (credits !== null) return;
  const bookings = await tx.booking.count({ where: { passId: id, status: 'CONFIRMED' } });
  if (bookings > 0) throw new PassNotReturnableError('Cancel the bookings that the pass pays for first.');
}

function whyNothing(pass: PassWithBalance): string {
  if (pass.refundPercent === 0) return 'By its terms, nothing is paid back for this pass.';
  const until = refundableUntil(pass);
  return until && until <= new Date()
    ? 'The time for returning this pass is over.'
    : 'Nothing of the pass is left to be paid back.';
}

interface Ending {
  refund: number;
  reason: string | null;
}

async function end(tx: Transaction, app: App, pass: PassWithBalance, { refund, reason }: Ending) {
  const now = new Date();
  await addEntries(tx, [{ passId: pass.id, kind: 'REFUND', credits: -pass.balance, reason }]);
  const refundMinor = (pass.refundMinor ?? 0) + refund;
  await tx.pass.update({ where: { id: pass.id }, data: { validUntil: now, endedAt: now, expiredAt: now } });
  await tx.$executeRaw`
    WITH refunded AS (
      UPDATE "Pass" SET "refundMinor" = ${refundMinor}::int WHERE "id" = ${pass.id}::uuid RETURNING "id", "refundMinor")
    ${refundsDue('passId')}`;
  await passesChanged(tx, app, [pass]);
  if (refund > 0) await app.mail.queue(tx, [refundedNotification(pass, refund)]);
}

async function giveUp(tx: Transaction, app: App, pass: Pass): Promise<void> {
  await tx.pass.update({
    where: { id: pass.id },
    data: { state: 'CANCELLED', holdExpiresAt: null, endedAt: new Date() },
  });
  await passesChanged(tx, app, [pass]);
}

/**
 * Ends what an account that is deleted has and sells: its own passes by their terms, and the passes that it sold with what
 * is unused paid back in full, since nobody else honours them. Its rows are locked.
 */
export async function endPassesOf(tx: Transaction, app: App, accountId: string): Promise<void> {
  await tx.passOffer.updateMany({ where: { hostId: accountId, withdrawnAt: null }, data: { withdrawnAt: new Date() } });
  const open = await tx.pass.findMany({
    where: { OR: [{ accountId }, { hostId: accountId }], state: { not: 'CANCELLED' }, endedAt: null },
    select: { id: true },
  });
  const passes = await lockBalances(
    tx,
    open.map(({ id }) => id),
  );
  for (const pass of passes.values()) {
    const isSold = pass.hostId === accountId;
    const reason = isSold ? 'The host has left the studio.' : 'The account was deleted.';
    if (pass.state === 'PENDING') await giveUp(tx, app, pass);
    else if (statusOf(pass) === 'EXPIRED') await expire(tx, [pass]);
    else await end(tx, app, pass, { refund: refundOf(pass, isSold), reason });
  }
}
