import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import { NotCreatorError } from '../accounts/errors.ts';
import { holdSeller } from '../accounts/hold.ts';
import { moderate } from '../accounts/moderation.ts';
import type { SignedIn } from '../context.ts';
import { currency } from '../currencies.ts';
import { isUniqueViolation } from '../database/errors.ts';
import type { PromotionCode } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { maximumPriceMinor, tag } from '../sessions/validation.ts';
import { validate } from '../validation.ts';
import { PromotionCodeTakenError } from './errors.ts';
import { codeKeyOf, isCode } from './find.ts';

const within = (minimum: number, maximum: number) =>
  z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`);

const uses = within(1, 1_000_000).nullish();

const terms = z
  .object({
    code: z
      .string()
      .transform((code) => code.trim())
      .refine(isCode, 'must be 3 to 40 letters, digits, hyphens and underscores'),
    percent: within(1, 100).nullish(),
    amount: z
      .object({
        amountMinor: within(1, maximumPriceMinor),
        currency: currency.nullish(),
      })
      .nullish(),
    maxUses: uses,
    maxUsesPerPerson: uses,
    startsAt: z.date().nullish(),
    endsAt: z.date().nullish(),
    tags: z
      .array(tag)
      .max(10, 'must have at most 10 tags')
      .transform((list) => [...new Set(list)])
      .nullish(),
    sessionIds: z.array(z.uuid()).max(50, 'must have at most 50 sessions').nullish(),
  })
  .refine(({ percent, amount }) => (percent == null) !== (amount == null), {
    path: ['percent'],
    message: 'give either percent or amount',
  })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, {
    path: ['endsAt'],
    message: 'must be after startsAt',
  });

export type PromotionInput = z.input<typeof terms>;

/** Makes a code: for the viewer's own sessions, or as an admin for those of another host, or of the whole studio. */
export async function createPromotion(
  context: SignedIn,
  { input, hostId: given }: { input: PromotionInput; hostId: string | null },
): Promise<PromotionCode> {
  const { account } = context.viewer;
  if (account.role === 'USER') throw new NotCreatorError('Only creators and admins make promotion codes.');
  const valid = validate(terms, input);
  return write(context, async (tx) => {
    const hostId = await holdSeller(tx, context, given);
    const columns = await columnsOf(tx, context, valid, { hostId, sessionIds: [] });
    const data = { ...columns, hostId, makerId: account.id };
    const made = await tx.promotionCode.create({ data });
    // What an admin makes for others is audited.
    if (hostId !== account.id)
      await recordAudit(tx, context, {
        ...{ action: 'promotion_code.created', targetType: 'PromotionCode', targetId: made.id },
      });
    return made;
  });
}

/** Replaces the terms of a code. Bookings that used it keep their discount. */
export function updatePromotion(
  context: SignedIn,
  { id, input, reason }: { id: string; input: PromotionInput; reason: string | null },
): Promise<PromotionCode> {
  return change(context, { id, reason, action: 'promotion_code.updated' }, (tx, code) =>
    columnsOf(tx, context, validate(terms, input), code),
  );
}

/** Disables a code, or enables it again. Bookings that used it keep their discount. */
export function switchPromotion(
  context: SignedIn,
  { id, reason, isEnabled }: { id: string; reason: string | null; isEnabled: boolean },
): Promise<PromotionCode> {
  const action = isEnabled ? 'promotion_code.enabled' : 'promotion_code.disabled';
  return change(context, { id, reason, action }, async (_tx, { disabledAt }) => ({
    disabledAt: isEnabled ? null : (disabledAt ?? new Date()),
  }));
}

/** Changes a code, for its host or an admin. For everybody else it does not exist. */
function change(
  context: SignedIn,
  { id, reason, action }: { id: string; reason: string | null; action: string },
  changeOf: (tx: Transaction, promotion: PromotionCode) => Promise<Partial<PromotionCode>>,
): Promise<PromotionCode> {
  return write(context, async (tx) => {
    const promotion = await tx.promotionCode.findUnique({ where: { id } });
    if (!promotion) throw new NotFoundError('code');
    const { audit } = moderate(context, promotion.hostId ?? '', reason, 'code');
    const changed = await tx.promotionCode.update({ where: { id }, data: await changeOf(tx, promotion) });
    await audit(tx, { action, targetType: 'PromotionCode', targetId: id });
    return changed;
  });
}

async function write(context: SignedIn, body: (tx: Transaction) => Promise<PromotionCode>): Promise<PromotionCode> {
  try {
    return await transaction(context.app.database, body);
  } catch (error) {
    throw isUniqueViolation(error) ? new PromotionCodeTakenError() : error;
  }
}

async function columnsOf(
  tx: Transaction,
  { app: { env } }: SignedIn,
  valid: z.output<typeof terms>,
  { hostId, sessionIds: present }: Pick<PromotionCode, 'hostId' | 'sessionIds'>,
) {
  const { code, percent, amount, maxUses, maxUsesPerPerson, startsAt, endsAt } = valid;
  const sessionIds = [...new Set(valid.sessionIds ?? [])];
  // Of those that it has, some may be deleted or another host's by now.
  const added = sessionIds.filter((id) => !present.includes(id));
  const known = await tx.session.count({ where: { id: { in: added }, ...(hostId && { hostId }) } });
  if (known < added.length)
    throw new InvalidInputError([{ path: ['sessionIds'], message: 'must be sessions of the host' }]);
  return {
    code,
    codeKey: codeKeyOf(code),
    percent: percent ?? null,
    amountMinor: amount?.amountMinor ?? null,
    currency: amount ? (amount.currency ?? env.DEFAULT_CURRENCY) : null,
    maxUses: maxUses ?? null,
    maxUsesPerPerson: maxUsesPerPerson ?? null,
    startsAt: startsAt ?? null,
    endsAt: endsAt ?? null,
    tags: valid.tags ?? [],
    sessionIds,
  };
}
