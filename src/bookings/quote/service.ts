import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { PassNotUsableError } from '../../passes/errors.ts';
import { readBalances } from '../../passes/ledger.ts';
import { passObstacle } from '../../passes/rules.ts';
import { PromotionNotUsableError } from '../../promotions/errors.ts';
import { findPromotion } from '../../promotions/find.ts';
import { promotionObstacle } from '../../promotions/rules.ts';
import { readPromotions } from '../../promotions/uses.ts';
import { maySeeSession } from '../../sessions/service.ts';
import { validate } from '../../validation.ts';
import { partyFault } from '../create/decision.ts';
import { type Price, priceOf } from '../create/terms.ts';
import { seats } from '../party/validation.ts';

const quoteArguments = z.object({
  sessionId: z.string(),
  seats: seats.nullish(),
  promotionCode: z.string().max(100, 'must have at most 100 characters').nullish(),
  payWith: z.string().nullish(),
});

/** What a booking would cost. */
export interface Quote extends Price {
  currency: string;
  seats: number;
  /** The credits that a pass would give. */
  credits: number;
}

/** Tells what seats would cost the viewer now, by the rules of booking; it keeps no seat and no use of a code. */
export async function quoteBooking(context: SignedIn, given: z.input<typeof quoteArguments>): Promise<Quote> {
  const { sessionId, seats: count, promotionCode: code, payWith } = validate(quoteArguments, given);
  const session = await context.app.database.prisma.session.findUnique({ where: { id: sessionId } });
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  const wanted = count ?? 1;
  const impossible = partyFault(session, wanted);
  if (impossible) throw new InvalidInputError([{ path: ['seats'], message: impossible }]);
  const shown = { currency: session.currency, seats: wanted };
  if (code && payWith) throw new PromotionNotUsableError('WITH_PASS');
  if (payWith) {
    await requirePass(context, payWith, session, wanted);
    return { ...shown, ...priceOf(session, wanted, null), amountMinor: 0, credits: wanted };
  }
  const promotion = code ? await requirePromotion(context, session, code) : null;
  return { ...shown, ...priceOf(session, wanted, promotion), credits: 0 };
}

async function requirePass({ app, viewer }: SignedIn, id: string, session: Session, wanted: number): Promise<void> {
  const { prisma } = app.database;
  const pass = await prisma.pass.findUnique({ where: { id, accountId: viewer.account.id } });
  if (!pass) throw new NotFoundError('pass');
  const balance = (await readBalances(prisma, [id])).get(id) ?? 0;
  const obstacle = passObstacle({ ...pass, balance }, session, wanted);
  if (obstacle) throw new PassNotUsableError(obstacle);
}

async function requirePromotion(context: SignedIn, session: Session, code: string) {
  const accountId = context.viewer.account.id;
  const promotion = await findPromotion(context, session, code);
  const counted = await transaction(context.app.database, (tx) => readPromotions(tx, [promotion], [accountId]));
  const found = counted.get(promotion.id);
  const obstacle = found ? promotionObstacle(found, session, accountId) : 'UNKNOWN';
  if (obstacle) throw new PromotionNotUsableError(obstacle);
  return promotion;
}
