import type { z } from 'zod';
import { recordAudit } from '../../accounts/audit.ts';
import { NotCreatorError } from '../../accounts/errors.ts';
import { holdSeller } from '../../accounts/hold.ts';
import { moderate } from '../../accounts/moderation.ts';
import type { Context, SignedIn } from '../../context.ts';
import type { PassOffer } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { validate } from '../../validation.ts';
import { offerChange, offerCreation } from '../validation.ts';

/** Offers a pass: for the viewer's own sessions, or as an admin for those of another host, or of the whole studio. */
export async function createOffer(context: SignedIn, input: z.input<typeof offerCreation>): Promise<PassOffer> {
  const { account } = context.viewer;
  if (account.role === 'USER') throw new NotCreatorError('Only creators and admins offer passes.');
  const { hostId: given, ...valid } = validate(offerCreation, input);
  return transaction(context.app.database, async (tx) => {
    const hostId = await holdSeller(tx, context, given ?? null);
    const offer = await tx.passOffer.create({ data: { ...columnsOf(context, valid), hostId, makerId: account.id } });
    // What an admin offers for others is audited.
    if (hostId !== account.id)
      await recordAudit(tx, context, { action: 'pass_offer.created', targetType: 'PassOffer', targetId: offer.id });
    return offer;
  });
}

/** Replaces what an offer says. Passes that were sold keep the terms they were bought under. */
export async function updateOffer(
  context: SignedIn,
  { id, input, reason }: { id: string; input: z.input<typeof offerChange>; reason: string | null },
): Promise<PassOffer> {
  return changeOffer(context, { id, reason, action: 'pass_offer.updated' }, () =>
    columnsOf(context, validate(offerChange, input)),
  );
}

/** Takes an offer from sale, or puts it back. Passes that were sold stay valid. */
export async function withdrawOffer(
  context: SignedIn,
  { id, reason, isOnSale }: { id: string; reason: string | null; isOnSale: boolean },
): Promise<PassOffer> {
  const action = isOnSale ? 'pass_offer.restored' : 'pass_offer.withdrawn';
  return changeOffer(context, { id, reason, action }, ({ withdrawnAt }) => ({
    withdrawnAt: isOnSale ? null : (withdrawnAt ?? new Date()),
  }));
}

async function changeOffer(
  context: SignedIn,
  { id, reason, action }: { id: string; reason: string | null; action: string },
  changeOf: (offer: PassOffer) => Partial<PassOffer>,
): Promise<PassOffer> {
  const { account } = context.viewer;
  return transaction(context.app.database, async (tx) => {
    const offer = await tx.passOffer.findUnique({ where: { id } });
    if (!offer || !maySeeOffer(context, offer)) throw new NotFoundError('offer');
    if (offer.hostId !== account.id && account.role !== 'ADMIN')
      throw new NotHostError('Only the host who offers a pass and admins change the offer.');
    const { audit } = moderate(context, offer.hostId ?? '', reason, 'offer');
    const changed = await tx.passOffer.update({ where: { id }, data: changeOf(offer) });
    await audit(tx, { action, targetType: 'PassOffer', targetId: id });
    return changed;
  });
}

/** Everybody sees what is for sale; its host, who has it, and admins also see what was withdrawn. */
export function maySeeOffer(
  { viewer }: Context,
  { hostId, withdrawnAt }: Pick<PassOffer, 'hostId' | 'withdrawnAt'>,
): boolean {
  if (withdrawnAt === null || viewer?.account.role === 'ADMIN') return true;
  return viewer !== null && viewer.account.id === hostId;
}

function columnsOf({ app: { env } }: SignedIn, valid: z.output<typeof offerChange>) {
  const { title, description, credits, validDays, startsWith, tags, price, refundPercent, refundDays } = valid;
  return {
    title,
    description: description || null,
    credits: credits ?? null,
    validDays,
    startsWith: startsWith ?? ('PURCHASE' as const),
    tags: tags ?? [],
    priceMinor: price.amountMinor,
    currency: price.currency ?? env.DEFAULT_CURRENCY,
    refundPercent: refundPercent ?? 0,
    refundDays: refundDays ?? null,
  };
}
