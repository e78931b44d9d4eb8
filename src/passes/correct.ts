import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import type { SignedIn } from '../context.ts';
import type { Pass } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { InvalidInputError } from '../errors.ts';
import { fault, line, validate } from '../validation.ts';
import { lockOwnPass } from './access.ts';
import { PassStatusError } from './errors.ts';
import { passesChanged } from './events.ts';
import { addEntries, expire, setEnds } from './ledger.ts';
import { addDays, isExpired, statusOf } from './rules.ts';

const farthestDays = 3650;

const correction = z
  .object({
    id: z.string(),
    credits: z.number().min(-1000, 'must be at least -1000').max(1000, 'must be at most 1000').nullish(),
    validUntil: z
      .date()
      .refine((end) => end > new Date(), fault('TOO_SMALL', 'must be in the future'))
      .refine(
        (end) => end < addDays(new Date(), farthestDays),
        fault('TOO_LARGE', `must be within ${farthestDays} days`),
      )
      .nullish(),
    reason: line(1, 500),
  })
  .refine(({ credits, validUntil }) => (credits ?? 0) !== 0 || validUntil != null, {
    path: ['credits'],
    message: 'give credits to add or take, validUntil, or both',
  });

/** Corrects a paid pass, as an admin: adds credits or takes some, gives it another end, or both. */
export async function correctPass(context: SignedIn, input: z.input<typeof correction>): Promise<Pass> {
  const { id, credits, validUntil, reason } = validate(correction, input);
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const { pass } = await lockOwnPass(tx, context, id);
    if (pass.state !== 'PAID') throw new PassStatusError(statusOf(pass));
    const hasEnded = isExpired(pass);
    if (hasEnded && !validUntil) throw new PassStatusError(statusOf(pass));
    // What was left at the end stays lost, and is given again by `credits`.
    if (hasEnded) await expire(tx, [pass]);
    const balance = hasEnded ? 0 : pass.balance;
    if (credits) {
      const fault = pass.credits === null ? 'must not be given for an unlimited pass' : null;
      const tooMany = balance + credits < 0 ? `must take at most ${balance}, the credits that are left` : null;
      if (fault ?? tooMany) throw new InvalidInputError([{ path: ['credits'], message: (fault ?? tooMany) as string }]);
      await addEntries(tx, [{ passId: id, kind: 'CORRECTION', credits, reason }]);
    }
    if (validUntil) await setEnds(tx, app, [{ ...pass, validUntil }]);
    await passesChanged(tx, app, [pass]);
    await recordAudit(tx, context, {
      ...{ action: 'pass.corrected', targetType: 'Pass', targetId: id, reason },
      details: {
        from: { balance: pass.balance, validUntil: pass.validUntil?.toISOString() ?? null },
        to: { balance: balance + (credits ?? 0), validUntil: (validUntil ?? pass.validUntil)?.toISOString() ?? null },
      },
    });
    return tx.pass.findUniqueOrThrow({ where: { id } });
  });
}
