import { z } from 'zod';
import { holdViewer } from '../accounts/hold.ts';
import { moderate, parseReason } from '../accounts/moderation.ts';
import type { App, SignedIn } from '../context.ts';
import { isUniqueViolation } from '../database/errors.ts';
import type { Pass, PassOffer } from '../database/generated/client.ts';
import { holdAccount } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { NotHostError } from '../sessions/errors.ts';
import { line, validate } from '../validation.ts';
import { lockOwnPass } from './access.ts';
import { PassOfferClosedError, PassStatusError } from './errors.ts';
import { passesChanged } from './events.ts';
import { addEntries } from './ledger.ts';
import { boughtNotification, expiryWarnings } from './notifications/causes.ts';
import { addDays, holdMinutes, isLapsed, type PassWithBalance, statusOf } from './rules.ts';

const purchase = z.object({ offerId: z.string(), idempotencyKey: line(1, 100).nullish() });

/**
 * Buys a pass for the viewer, under the terms that its offer has now: a free one is paid at once, another one waits for its
 * payment. A retry with the same idempotency key returns the pass of the first try.
 */
export async function buyPass(context: SignedIn, input: z.input<typeof purchase>): Promise<Pass> {
  const { offerId, idempotencyKey = null } = validate(purchase, input);
  try {
    return await tryToBuy(context, offerId, idempotencyKey);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The same request at the same time has committed by now.
    return tryToBuy(context, offerId, idempotencyKey);
  }
}

async function tryToBuy(context: SignedIn, offerId: string, idempotencyKey: string | null): Promise<Pass> {
  const accountId = context.viewer.account.id;
  return transaction(context.app.database, async (tx) => {
    const earlier =
      idempotencyKey &&
      (await tx.pass.findUnique({ where: { accountId_idempotencyKey: { accountId, idempotencyKey } } }));
    if (earlier) {
      if (earlier.idempotencyBody === offerId) return earlier;
      throw new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another pass' }]);
    }
    const offer = await tx.passOffer.findUnique({ where: { id: offerId } });
    if (!offer) throw new NotFoundError('offer');
    const obstacle = await offerObstacle(tx, offer, accountId);
    if (obstacle) throw new PassOfferClosedError(obstacle);
    await holdViewer(tx, context);
    const key = { idempotencyKey, idempotencyBody: idempotencyKey && offerId };
    const pass = await tx.pass.create({ data: { ...termsOf(offer), ...key, accountId, ...held() } });
    if (pass.amountMinor === 0) return pay(tx, context.app, { ...pass, balance: 0 });
    await passesChanged(tx, context.app, [pass]);
    return pass;
  });
}

const held = () => ({ state: 'PENDING' as const, holdExpiresAt: new Date(Date.now() + holdMinutes * 60_000) });

/** What a pass keeps of its offer, whatever becomes of that. */
function termsOf({ id: offerId, priceMinor: amountMinor, ...offer }: PassOffer) {
  const { hostId, title, credits, validDays, startsWith, tags, currency, refundPercent, refundDays } = offer;
  return {
    ...{ offerId, hostId, title, credits, validDays, startsWith, tags },
    ...{ amountMinor, currency, refundPercent, refundDays },
  };
}

/** Why a person cannot buy an offer now, as a sentence for people; null where they can. */
async function offerObstacle(tx: Transaction, offer: PassOffer, accountId: string): Promise<string | null> {
  if (offer.withdrawnAt) return 'This pass is not for sale any more.';
  if (offer.hostId === null) return null;
  if (offer.hostId === accountId) return 'Hosts do not book their own sessions.';
  const [host] = await tx.$queryRaw<{ isSuspended: boolean }[]>`
    SELECT "isSuspended"(${offer.hostId}::uuid) AS "isSuspended"`;
  return host?.isSuspended ? 'The host sells no passes at present.' : null;
}

/**
 * Confirms that a pass is paid, for its host or an admin: a pending one, or one whose hold has run out. Admins give a reason.
 * Confirming a paid pass changes nothing.
 */
export async function confirmPass(context: SignedIn, id: string, given: string | null): Promise<Pass> {
  const input = parseReason(given, false);
  return transaction(context.app.database, async (tx) => {
    const { pass, isHost, isAdmin } = await lockOwnPass(tx, context, id);
    if (!isHost && !isAdmin) throw new NotHostError('Only the host who sells a pass and admins confirm its payment.');
    if (pass.state === 'PAID') return pass;
    const { audit } = moderate(context, isHost ? context.viewer.account.id : '', input, 'pass');
    const refusal = await settlePass(tx, context.app, pass);
    if (refusal !== null) throw new PassStatusError(statusOf(pass));
    await audit(tx, { action: 'pass.confirmed', targetType: 'Pass', targetId: id });
    return tx.pass.findUniqueOrThrow({ where: { id } });
  });
}

/** Makes a locked pass a paid one. Returns why it cannot be; null where it is. A late payment buys what is still for sale. */
export async function settlePass(tx: Transaction, app: App, pass: PassWithBalance): Promise<string | null> {
  if (pass.state === 'PAID') return pass.endedAt ? 'The pass was returned.' : null;
  if (pass.state === 'CANCELLED') return 'The purchase of the pass was cancelled.';
  if (isLapsed(pass)) {
    const offer = await tx.passOffer.findUniqueOrThrow({ where: { id: pass.offerId } });
    const obstacle = await offerObstacle(tx, offer, pass.accountId);
    if (obstacle) return obstacle;
  }
  // Deleting an account ends its passes: it must not gain one meanwhile.
  if (!(await holdAccount(tx, pass.accountId))) return 'The account was deleted.';
  await pay(tx, app, pass);
  return null;
}

async function pay(tx: Transaction, app: App, pass: PassWithBalance): Promise<Pass> {
  const paidAt = new Date();
  const validUntil = pass.startsWith === 'PURCHASE' ? addDays(paidAt, pass.validDays) : null;
  const paid = await tx.pass.update({
    where: { id: pass.id },
    data: { state: 'PAID', paidAt, holdExpiresAt: null, validUntil },
  });
  await addEntries(tx, [{ passId: pass.id, kind: 'PURCHASE', credits: pass.credits ?? 0 }]);
  await passesChanged(tx, app, [paid]);
  await app.mail.queue(tx, [boughtNotification(paid), ...expiryWarnings(paid)]);
  return paid;
}
