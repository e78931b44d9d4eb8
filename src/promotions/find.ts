import type { Context } from '../context.ts';
import type { PromotionCode, Session } from '../database/generated/client.ts';
import { limitCodeGuesses } from '../sessions/join-codes.ts';
import { comparable } from '../validation.ts';
import { PromotionNotUsableError } from './errors.ts';

/** The stored form of a code: compared without case, and without blanks around it. */
export const codeKeyOf = (code: string) => comparable(code.trim());

/** Whether a text has the form of a code. No code has another one, and PostgreSQL refuses some texts as parameters. */
export const isCode = (code: string) => /^[\p{L}\p{N}_-]{3,40}$/u.test(code.trim());

const wrongCodes = {
  ofViewer: { name: 'promotion-code', points: 10, seconds: 60 },
  fromAddress: { name: 'promotion-code-address', points: 30, seconds: 60 },
};

/**
 * The code of a session's host, or of the studio, as a person typed it. Codes of others and disabled ones are not told from
 * those that do not exist. Throws RateLimitedError after too many wrong ones.
 */
export async function findPromotion(
  context: Context,
  { hostId }: Pick<Session, 'hostId'>,
  code: string,
): Promise<PromotionCode> {
  const found = await limitCodeGuesses(
    context,
    async () =>
      isCode(code)
        ? context.app.database.prisma.promotionCode.findFirst({
            where: { codeKey: codeKeyOf(code), disabledAt: null, OR: [{ hostId }, { hostId: null }] },
            // The host's own before that of the studio.
            orderBy: { hostId: { sort: 'asc', nulls: 'last' } },
          })
        : null,
    wrongCodes,
  );
  if (!found) throw new PromotionNotUsableError('UNKNOWN');
  return found;
}
