import { verifyAccessToken } from './accounts/tokens.ts';
import type { Database } from './database/client.ts';
import type { Account, DeviceSession } from './database/generated/client.ts';
import { joinReads } from './database/joined-reads.ts';
import type { Env } from './env.ts';

/** A signed-in person on one of their devices. */
export interface Viewer {
  readonly account: Account;
  readonly deviceSession: Pick<DeviceSession, 'id'>;
}

/** Whom an access token speaks for, and until when; or why for nobody: it is no good, or its device session has ended. */
export type Admission = { viewer: Viewer; expiresAt: Date } | { viewer: null; refusal: 'invalid' | 'ended' };

const activityPrecision = 60_000;

/** The rows are read for every request, if together with those of others, so that who was shut out is refused at once. */
export async function admit({ env, database }: { env: Env; database: Database }, token: string): Promise<Admission> {
  const claims = verifyAccessToken(env, token);
  if (!claims) return { viewer: null, refusal: 'invalid' };
  const [found] = await joinAccesses(database, [claims.deviceSessionId]);
  if (!found || found.id !== claims.accountId) return { viewer: null, refusal: 'invalid' };
  const { deviceSessionId, lastActivityAt, expiresAt, endedAt, ...account } = found;
  const now = new Date();
  const hasEnded = endedAt !== null || expiresAt <= now || account.status !== 'ACTIVE';
  if (hasEnded) return { viewer: null, refusal: 'ended' };
  if (now.getTime() - lastActivityAt.getTime() > activityPrecision) await joinNotices(database, [deviceSessionId]);
  return { viewer: { account, deviceSession: { id: deviceSessionId } }, expiresAt: claims.expiresAt };
}

type Access = Account & Pick<DeviceSession, 'lastActivityAt' | 'expiresAt' | 'endedAt'> & { deviceSessionId: string };

const joinAccesses = joinReads(async ({ rows }, deviceSessionIds: string[]) => {
  const found = await rows<Access>`
    SELECT "Account".*, device."id" AS "deviceSessionId", device."lastActivityAt", device."expiresAt", device."endedAt"
    FROM "DeviceSession" device JOIN "Account" ON "Account"."id" = device."accountId"
    WHERE device."id" = ANY(${deviceSessionIds}::uuid[])`;
  const byId = new Map(found.map((row) => [row.deviceSessionId, row]));
  return deviceSessionIds.map((id) => byId.get(id) ?? null);
});

/** Notes that device sessions were used just now; what another node is writing down meanwhile is as good. */
const joinNotices = joinReads(async ({ rows }, ids: string[]) => {
  const now = new Date();
  await rows`
    UPDATE "DeviceSession" SET "lastActivityAt" = ${now}::timestamptz WHERE "id" IN (
      SELECT "id" FROM "DeviceSession"
      WHERE "id" = ANY(${ids}::uuid[]) AND "lastActivityAt" < ${new Date(now.getTime() - activityPrecision)}::timestamptz
      FOR UPDATE SKIP LOCKED)`;
  return ids;
});
