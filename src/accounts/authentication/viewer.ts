import {
  type App,
  newContext,
  type Origin,
  type RequestContext,
  type TokenRefusal,
  type Transport,
  type Viewer,
} from '../../context.ts';
import { batchAcrossRequests } from '../../database/cross-request-batch.ts';
import { type Account, type DeviceSession, Prisma } from '../../database/generated/client.ts';
import { validatedCache } from '../../database/validated-cache.ts';
import type { Env } from '../../env.ts';
import { connectionsOf } from '../../http/connections.ts';
import { isTotpRequired } from '../totp/required.ts';
import { verifyAccessToken } from './tokens.ts';

/** The viewer of an access token and when it expires, or the reason why it was refused. */
export type Admission = { viewer: Viewer; expiresAt: Date } | { viewer: null; refusal: TokenRefusal };

/** Milliseconds between two updates of `lastActivityAt`. */
const activityPrecision = 60_000;

/** Admits the sender of an access token. The rows are checked for every request, so that a sign-out takes effect at once. */
async function admit(app: App, token: string): Promise<Admission> {
  const { database } = app;
  const claims = verifyAccessToken(app, token);
  if (!claims) return { viewer: null, refusal: 'invalid' };
  const [found] = await knownAccesses(database, [claims.deviceSessionId]);
  if (!found || found.viewer.account.id !== claims.accountId) return { viewer: null, refusal: 'invalid' };
  const viewer = viewerOfAccess(app.env, found);
  if (!viewer) return { viewer: null, refusal: 'ended' };
  const isNoticed = Date.now() - found.lastActivityAt.getTime() <= activityPrecision;
  if (!isNoticed) await joinNotices(database, [viewer.deviceSession.id]);
  return { viewer, expiresAt: claims.expiresAt };
}

/** The viewer as they are now, for the next event of a stream: with their present role; null once the access has ended. */
export async function renewed({ account, deviceSession }: Viewer, { env, database }: App): Promise<Viewer | null> {
  const [found] = await knownAccesses(database, [deviceSession.id]);
  return found?.viewer.account.id === account.id ? viewerOfAccess(env, found) : null;
}

function viewerOfAccess(env: Env, { viewer, expiresAt, endedAt }: Access & { viewer: Viewer }): Viewer | null {
  const hasEnded = endedAt !== null || expiresAt.getTime() <= Date.now() || viewer.account.status !== 'ACTIVE';
  return hasEnded ? null : viewerOf(env, viewer);
}

/**
 * The viewer that a signed-in person is. Where admins need an authenticator app, one without is a creator until they have
 * set it up: so nothing that asks for the role has to know.
 */
export function viewerOf(env: Env, viewer: Viewer): Viewer {
  const { account, deviceSession } = viewer;
  if (!isTotpRequired(env, account.role) || account.totpEnabledAt) return viewer;
  return { account: { ...account, role: 'CREATOR' }, deviceSession, isAdminWithheld: true };
}

/** Admits the sender of an `Authorization`; null where there is none, or an empty one. */
export async function authenticate(app: App, authorization: string | null | undefined): Promise<Admission | null> {
  if (!authorization?.trim()) return null;
  const token = bearerToken(authorization);
  return token === null ? { viewer: null, refusal: 'malformed' } : admit(app, token);
}

/**
 * Makes the context of a request from its `Authorization` header, the same for HTTP, SSE and WebSocket. A refused token
 * makes a visitor, with the reason in `tokenRefusal`.
 */
export async function createContext(
  app: App,
  origin: Origin,
  authorization: string | null | undefined,
  transport: Transport = {},
): Promise<RequestContext> {
  const admission = await authenticate(app, authorization);
  return newContext(app, origin, admission?.viewer ?? null, {
    ...transport,
    accessExpiresAt: admission?.viewer ? admission.expiresAt : null,
    tokenRefusal: admission && !admission.viewer ? admission.refusal : null,
  });
}

/** Returns the token of an `Authorization: Bearer …` header; null without one. */
function bearerToken(authorization: string | null | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

type Access = Pick<DeviceSession, 'lastActivityAt' | 'expiresAt' | 'endedAt'>;

const accesses = {
  columns: Prisma.sql`"Account".*, device."id" AS "deviceSessionId", device."lastActivityAt", device."expiresAt", device."endedAt"`,
  from: Prisma.sql`("DeviceSession" device JOIN "Account" ON "Account"."id" = device."accountId")`,
  key: Prisma.sql`device."id"`,
  version: Prisma.sql`device.xmin::text || ' ' || "Account".xmin::text`,
};

const knownAccesses = validatedCache<Account & Access & { deviceSessionId: string }, Access & { viewer: Viewer }>(
  () => accesses,
  (row) => {
    const { deviceSessionId, lastActivityAt, expiresAt, endedAt } = row;
    return { viewer: { account: row, deviceSession: { id: deviceSessionId } }, lastActivityAt, expiresAt, endedAt };
  },
);

/** Records that the device sessions with an open connection to this node are in use, by one statement. */
export async function recordConnectedActivity(app: App): Promise<void> {
  const ids = [...connectionsOf(app).deviceSessionIds()];
  if (ids.length > 0) await joinNotices(app.database, ids);
}

/** Records that device sessions are in use. Rows that another node is updating are skipped. */
const joinNotices = batchAcrossRequests(async ({ rows }, ids: string[]) => {
  const now = new Date();
  await rows`
    UPDATE "DeviceSession" SET "lastActivityAt" = ${now}::timestamptz WHERE "id" IN (
      SELECT "id" FROM "DeviceSession"
      WHERE "id" = ANY(${ids}::uuid[]) AND "lastActivityAt" < ${new Date(now.getTime() - activityPrecision)}::timestamptz
      FOR UPDATE SKIP LOCKED)`;
  return ids;
});
