import type { SignedIn } from '../context.ts';
import type { PromotionCode } from '../database/generated/client.ts';
import { limitCodeGuesses } from '../sessions/join-codes.ts';
import { comparable } from '../validation.ts';
import { PromotionNotUsableError } from './errors.ts';
import { type Priced, promotionObstacle } from './rules.ts';
import { readPromotions } from './uses.ts';

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
export async function findPromotion(context: SignedIn, session: Priced, code: string): Promise<PromotionCode> {
  const find = () => (isCode(code) ? ownOrStudios(context, session, codeKeyOf(code)) : Promise.resolve(null));
  const found = await limitCodeGuesses(context, find, wrongCodes);
  if (!found) throw new PromotionNotUsableError('UNKNOWN');
  return found;
}

/** The host's code before that of the studio with the same spelling, which stands in where the host's does not apply. */
async function ownOrStudios(
  { app: { database }, viewer }: SignedIn,
  session: Priced,
  codeKey: string,
): Promise<PromotionCode | null> {
  const spelt = await database.prisma.promotionCode.findMany({
    where: { codeKey, disabledAt: null, OR: [{ hostId: session.hostId }, { hostId: null }] },
    orderBy: { hostId: { sort: 'asc', nulls: 'last' } },
  });
  const [first = null] = spelt;
  if (spelt.length < 2) return first;
  const accountId = viewer.account.id;
  const counted = await readPromotions(database.prisma, spelt, [accountId]);
  return [...counted.values()].find((one) => !promotionObstacle(one, session, accountId))?.promotion ?? first;
}
