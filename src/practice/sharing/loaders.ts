import type { App, Context } from '../../context.ts';
import type { Account, PracticeSession, WeekStart } from '../../database/generated/client.ts';

/** The secret in the address of each account's calendar image; null if it is not shared. */
export async function calendarTokenByAccount(
  accountIds: string[],
  { app: { database } }: Context,
): Promise<(string | null)[]> {
  const rows = await database.prisma.practiceSettings.findMany({ where: { accountId: { in: accountIds } } });
  const byAccount = new Map(rows.map(({ accountId, calendarToken }) => [accountId, calendarToken]));
  return accountIds.map((id) => byAccount.get(id) ?? null);
}

/** The practice of a share link; null for an unknown token. */
export async function practiceByShareToken({ database }: App, token: string): Promise<PracticeSession | null> {
  if (!/^[\w-]{32}$/.test(token)) return null;
  return database.prisma.practiceSession.findUnique({ where: { shareToken: token } });
}

/** The owner of a shared calendar, and how they want it; null for an unknown token. */
export function sharedCalendar(
  { database }: App,
  token: string,
): Promise<{ account: Account; weekStart: WeekStart } | null> {
  return database.prisma.practiceSettings.findUnique({
    where: { calendarToken: token },
    select: { account: true, weekStart: true },
  });
}
