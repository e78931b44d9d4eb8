import type { Context, Viewer } from '../context.ts';
import type { Account, DeviceSession, Passkey } from '../database/generated/client.ts';
import { groupedBy } from '../database/grouping.ts';
import { validatedRows } from '../database/validated-cache.ts';

/** What anyone may see of a person. */
export type UserRow = Pick<Account, 'id' | 'username' | 'displayName' | 'avatarUrl' | 'bio'>;

export const userColumns = ['id', 'username', 'displayName', 'avatarUrl', 'bio'] as const satisfies (keyof UserRow)[];

const cachedUsers = validatedRows<UserRow>('Account', userColumns);

const cachedAccounts = validatedRows<Account>('Account');

/** People, whom anyone may see. */
export function usersById(ids: string[], { app: { database } }: Context): Promise<(UserRow | null)[]> {
  return cachedUsers(database, ids);
}

/** Accounts, as far as the viewer may see them: their own, or any for an admin. */
export function accountsById(ids: string[], context: Context): Promise<(Account | null)[]> {
  return cachedAccounts(
    context.app.database,
    ids.filter((id) => maySeeAccount(context, id)),
  );
}

/** The viewer's account as GraphQL shows it: with its role, even where that is withheld. */
export const accountOf = ({ account, isAdminWithheld }: Viewer) => (isAdminWithheld ? account.id : account);

export function maySeeAccount({ viewer }: Context, accountId: string): boolean {
  return viewer !== null && (viewer.account.id === accountId || viewer.account.role === 'ADMIN');
}

export async function userByUsername({ app: { database } }: Context, username: string): Promise<Account | null> {
  // Nobody has another text as username, and PostgreSQL refuses some texts as parameters.
  if (!/^[\w.-]{1,60}$/.test(username)) return null;
  return database.prisma.account.findUnique({
    where: { usernameKey: username.toLowerCase(), deletedAt: null, isGuest: false },
  });
}

/** How many recovery codes each account has left; the loader of a field of Account. */
export async function recoveryCodesLeftByAccount(
  accountIds: readonly string[],
  { app: { database } }: Context,
): Promise<number[]> {
  const counts = await database.prisma.recoveryCode.groupBy({
    by: ['accountId'],
    where: { accountId: { in: [...accountIds] } },
    _count: true,
  });
  const byAccount = new Map(counts.map(({ accountId, _count }) => [accountId, _count]));
  return accountIds.map((id) => byAccount.get(id) ?? 0);
}

/** Passkeys, as far as the viewer may see them. */
export async function passkeysById(ids: string[], context: Context): Promise<Passkey[]> {
  const rows = await context.app.database.prisma.passkey.findMany({ where: { id: { in: ids } } });
  return rows.filter(({ accountId }) => maySeeAccount(context, accountId));
}

/** The passkeys of each account, oldest first. */
export async function passkeysByAccount(
  accountIds: readonly string[],
  { app: { database } }: Context,
): Promise<Passkey[][]> {
  const rows = await database.prisma.passkey.findMany({
    where: { accountId: { in: [...accountIds] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return groupedBy(accountIds, rows, ({ accountId }) => accountId);
}

/** Device sessions, as far as the viewer may see them. */
export async function deviceSessionsById(ids: string[], context: Context): Promise<DeviceSession[]> {
  const rows = await context.app.database.prisma.deviceSession.findMany({ where: { id: { in: ids } } });
  return rows.filter(({ accountId }) => maySeeAccount(context, accountId));
}

/** The device sessions of each account, most recently used first. */
export async function deviceSessionsByAccount(
  accountIds: readonly string[],
  { app: { database } }: Context,
  includeEnded: boolean,
): Promise<DeviceSession[][]> {
  const active = { endedAt: null, expiresAt: { gt: new Date() } };
  const rows = await database.prisma.deviceSession.findMany({
    where: { accountId: { in: [...accountIds] }, ...(!includeEnded && active) },
    orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }],
  });
  return groupedBy(accountIds, rows, ({ accountId }) => accountId);
}
