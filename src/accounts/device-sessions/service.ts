import type { App, Context, SignedIn } from '../../context.ts';
import type { Account, DeviceSession, DeviceSessionEnd, LoginMethod } from '../../database/generated/client.ts';
import { lockAccountRow, lockDeviceSessionOfToken } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';
import { NotFoundError } from '../../errors.ts';
import { connectionsOf } from '../../http/connections.ts';
import { recordAudit } from '../audit.ts';
import { hashRefreshToken, newRefreshToken, signAccessToken, succeedRefreshToken } from '../authentication/tokens.ts';
import { DeviceLimitReachedError, InvalidRefreshTokenError } from '../errors.ts';
import { moderate } from '../moderation.ts';
import { type Device, describeDevice } from './device.ts';
import { deviceSessionsChanged } from './events.ts';

/** What a signed-in device is given. */
export interface Authentication {
  account: Account;
  deviceSession: DeviceSession;
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
  evicted: DeviceSession[];
}

/** How long the successor of a refresh token is given again: lost answers and parallel tabs happen. */
const retryWindow = 10_000;

/**
 * Signs a device in. At the limit the least recently used devices are signed out, or the login is refused, as
 * DEVICE_LIMIT_POLICY says; a device with an open connection counts as used last. The lock on the account makes
 * concurrent logins take turns. A login on a new kind of device is mailed to the owner.
 */
export async function startDeviceSession(
  context: Context,
  tx: Transaction,
  account: Account,
  { method, deviceName }: { method: LoginMethod; deviceName: string | null },
): Promise<Authentication> {
  const { env } = context.app;
  const { ipAddress, userAgent } = context.origin;
  await lockAccountRow(tx, account.id);
  const byActivity = await tx.deviceSession.findMany({
    where: { accountId: account.id, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [{ lastActivityAt: 'asc' }, { id: 'asc' }],
  });
  const connected = connectionsOf(context.app).deviceSessionIds();
  const active = [
    ...byActivity.filter(({ id }) => !connected.has(id)),
    ...byActivity.filter(({ id }) => connected.has(id)),
  ];
  const surplus = active.slice(0, Math.max(0, active.length - env.MAX_DEVICE_SESSIONS + 1));
  if (surplus.length > 0 && env.DEVICE_LIMIT_POLICY === 'reject') {
    throw new DeviceLimitReachedError(env.MAX_DEVICE_SESSIONS);
  }
  const evicting = { id: { in: surplus.map(({ id }) => id) } };
  const evicted = surplus.length > 0 ? await endDeviceSessions(tx, context.app, evicting, 'EVICTED') : [];
  for (const { id } of evicted) {
    const entry = { action: 'device_session.evicted', targetType: 'DeviceSession', targetId: id } as const;
    await recordAudit(tx, { ...context, viewer: { account } }, entry);
  }
  const device = describeDevice(context.origin, deviceName);
  const isSurprise = method !== 'REGISTRATION' && !(await hasUsed(tx, account, device));
  const refreshToken = newRefreshToken();
  const createdAt = new Date();
  const deviceSession = await tx.deviceSession.create({
    data: {
      accountId: account.id,
      ...device,
      userAgent,
      ipAddress,
      location: context.app.locate(ipAddress),
      loginMethod: method,
      createdAt,
      expiresAt: expiryOf(env, { createdAt }, createdAt),
    },
  });
  await tx.refreshToken.create({ data: { hash: hashRefreshToken(refreshToken), deviceSessionId: deviceSession.id } });
  await deviceSessionsChanged(tx, context.app, [deviceSession]);
  if (isSurprise) {
    const payload = { deviceSessionId: deviceSession.id };
    await context.app.mail.queue(tx, [{ kind: 'NEW_DEVICE', accountId: account.id, payload }]);
  }
  return authentication(context, account, deviceSession, refreshToken, evicted);
}

/** Whether the account was signed in before on such a device; an update of its browser or system makes no new one. */
async function hasUsed(tx: Transaction, { id }: Account, { deviceType, browser, os }: Device): Promise<boolean> {
  const known = await tx.deviceSession.groupBy({ by: ['browser', 'os'], where: { accountId: id, deviceType } });
  return known.some((one) => sameProduct(one.browser, browser) && sameProduct(one.os, os));
}

const sameProduct = (one: string | null, other: string | null) => withoutVersion(one) === withoutVersion(other);
const withoutVersion = (product: string | null) => product?.replace(/ [\d.]+$/, '');

/**
 * Exchanges a refresh token for its successor. The immediate predecessor gets the same successor again for ten
 * seconds; anything older has leaked or been copied, and ends the device session.
 */
export async function refresh(context: Context, refreshToken: string): Promise<Authentication> {
  const { env, database } = context.app;
  const hash = hashRefreshToken(refreshToken);
  const successor = succeedRefreshToken(env, refreshToken);
  const successorHash = hashRefreshToken(successor);
  const outcome = await transaction(database, async (tx) => {
    const deviceSession = await lockDeviceSessionOfToken(tx, hash);
    if (!deviceSession) return null;
    // A statement of its own: the one that waited for the lock saw the tokens as they were before.
    const [{ usedAt, isSuccessorUnused, ...account }] = await tx.$queryRaw<[Account & TokenState]>`
      SELECT account.*, token."usedAt", successor."hash" IS NOT NULL AND successor."usedAt" IS NULL AS "isSuccessorUnused"
      FROM "RefreshToken" token
        JOIN "Account" account ON account."id" = ${deviceSession.accountId}::uuid
        LEFT JOIN "RefreshToken" successor ON successor."hash" = ${successorHash}
      WHERE token."hash" = ${hash}`;
    const now = new Date();
    const isOver = deviceSession.expiresAt <= now || endOf(env, deviceSession) <= now;
    if (deviceSession.endedAt || isOver || account.status !== 'ACTIVE') return null;

    if (usedAt) {
      const isRetry = isSuccessorUnused && now.getTime() - usedAt.getTime() <= retryWindow;
      if (isRetry) return authentication(context, account, deviceSession, successor, []);
      await endDeviceSessions(tx, context.app, { id: deviceSession.id }, 'TOKEN_REUSED');
      await recordAudit(
        tx,
        { ...context, viewer: null },
        {
          action: 'device_session.refresh_token_reused',
          targetType: 'DeviceSession',
          targetId: deviceSession.id,
        },
      );
      return null;
    }
    await tx.refreshToken.update({ where: { hash }, data: { usedAt: now } });
    await tx.refreshToken.create({ data: { hash: successorHash, deviceSessionId: deviceSession.id } });
    const renewed = await tx.deviceSession.update({
      where: { id: deviceSession.id },
      data: { lastActivityAt: now, expiresAt: expiryOf(env, deviceSession, now) },
    });
    return authentication(context, account, renewed, successor, []);
  });
  // Thrown only here: revoking the family of a reused token has to commit.
  if (!outcome) throw new InvalidRefreshTokenError();
  return outcome;
}

/** When a device session ends however often it is refreshed. */
const endOf = ({ DEVICE_SESSION_MAX_AGE }: Env, { createdAt }: Pick<DeviceSession, 'createdAt'>) =>
  new Date(createdAt.getTime() + DEVICE_SESSION_MAX_AGE);

/** When a device session expires whose refresh token is issued now. */
function expiryOf(env: Env, deviceSession: Pick<DeviceSession, 'createdAt'>, now: Date): Date {
  return new Date(Math.min(now.getTime() + env.REFRESH_TOKEN_TTL, endOf(env, deviceSession).getTime()));
}

/**
 * Shortens the device sessions that would outlast DEVICE_SESSION_MAX_AGE: those of a version without it, and after it
 * was reduced.
 */
export async function shortenDeviceSessions({ env, database }: App): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE "DeviceSession" SET "expiresAt" = "createdAt" + ${env.DEVICE_SESSION_MAX_AGE / 1000} * interval '1 second'
    WHERE "endedAt" IS NULL AND "expiresAt" > now()
      AND "expiresAt" > "createdAt" + ${env.DEVICE_SESSION_MAX_AGE / 1000} * interval '1 second'`;
}

interface TokenState {
  usedAt: Date | null;
  isSuccessorUnused: boolean;
}

/** Ends the viewer's present device session, and returns it; null for a visitor. */
export async function logOut(context: Context): Promise<DeviceSession | null> {
  const { viewer } = context;
  if (!viewer) return null;
  const { id } = viewer.deviceSession;
  return transaction(context.app.database, async (tx) => {
    await endDeviceSessions(tx, context.app, { id }, 'LOGGED_OUT');
    await recordAudit(tx, context, { action: 'device_session.logged_out', targetType: 'DeviceSession', targetId: id });
    return tx.deviceSession.findUnique({ where: { id } });
  });
}

/** Ends one of the viewer's device sessions; an admin may end anybody's. Ending an ended one changes nothing. */
export async function revokeDeviceSession(
  context: SignedIn,
  { id, reason: given }: { id: string; reason: string | null },
): Promise<DeviceSession> {
  const { database } = context.app;
  return transaction(database, async (tx) => {
    const found = await tx.deviceSession.findUnique({ where: { id } });
    if (!found) throw new NotFoundError('device session');
    const { reason } = moderate(context, found.accountId, given, 'device session');
    const [ended] = await endDeviceSessions(tx, context.app, { id }, 'REVOKED');
    if (!ended) return found;
    await recordAudit(tx, context, {
      action: 'device_session.revoked',
      targetType: 'DeviceSession',
      targetId: id,
      reason,
    });
    return ended;
  });
}

/** Ends the viewer's other device sessions, or all of them; an admin may name another account. Returns how many. */
export async function revokeAllDeviceSessions(
  context: SignedIn,
  options: { includeCurrent: boolean; accountId: string | null; reason: string | null },
): Promise<number> {
  const { viewer } = context;
  const { includeCurrent, accountId } = options;
  const owner = accountId ?? viewer.account.id;
  const { reason } = moderate(context, owner, options.reason, 'account');
  return transaction(context.app.database, async (tx) => {
    if (owner !== viewer.account.id && (await tx.account.count({ where: { id: owner } })) === 0) {
      throw new NotFoundError('account');
    }
    const keeps = includeCurrent ? {} : { id: { not: viewer.deviceSession.id } };
    const ended = await endDeviceSessions(tx, context.app, { accountId: owner, ...keeps }, 'REVOKED');
    if (ended.length > 0) {
      await recordAudit(tx, context, {
        action: 'account.device_sessions_revoked',
        targetType: 'Account',
        targetId: owner,
        reason,
        details: { revokedCount: ended.length },
      });
    }
    return ended.length;
  });
}

/** Ends those of the device sessions that have not ended, and returns them. */
export async function endDeviceSessions(
  tx: Transaction,
  app: App,
  which: { id?: string | { in: string[] } | { not: string }; accountId?: string },
  endedBy: DeviceSessionEnd,
): Promise<DeviceSession[]> {
  const ended = await tx.deviceSession.updateManyAndReturn({
    where: { ...which, endedAt: null },
    data: { endedAt: new Date(), endedBy },
  });
  await deviceSessionsChanged(tx, app, ended);
  return ended;
}

function authentication(
  { app: { env } }: Context,
  account: Account,
  deviceSession: DeviceSession,
  refreshToken: string,
  evicted: DeviceSession[],
): Authentication {
  const claims = { accountId: account.id, deviceSessionId: deviceSession.id };
  const access = signAccessToken(env, claims, endOf(env, deviceSession));
  return {
    account,
    deviceSession,
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: deviceSession.expiresAt,
    evicted,
  };
}
