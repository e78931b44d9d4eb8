import type { Context } from '../../context.ts';
import type { Account } from '../../database/generated/client.ts';
import { rowsOf } from '../../database/grouping.ts';

/** The names and e-mails of guests; null for people with an account. */
export async function contactsOf(
  accountIds: string[],
  { app: { database } }: Context,
): Promise<(Pick<Account, 'displayName' | 'email'> | null)[]> {
  const guests = await database.prisma.account.findMany({
    where: { id: { in: accountIds }, isGuest: true, deletedAt: null },
    select: { id: true, displayName: true, email: true },
  });
  return rowsOf(accountIds, guests, ({ id }) => id);
}
