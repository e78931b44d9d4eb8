import type { Database, Statements } from '../../database/client.ts';
import { newId } from '../../database/ids.ts';

/** A notification to queue. */
export interface Notification {
  kind: string;
  /** Null where the account is looked up when the mail is composed. */
  accountId: string | null;
  /** Another address than the account has when the mail is sent. */
  email?: string;
  /** The facts of the cause that the database will not tell later. No secret: it is stored. */
  payload?: object;
  /** Of notifications with the same key, the first is queued. */
  key?: string;
  /** When it is to be sent; at once unless given. */
  sendAt?: Date;
}

/** The person that a mail goes to. */
export interface Recipient {
  email: string;
  /** Null of a guest without an account: a name could carry a message of whoever booked. */
  username: string | null;
  timeZone: string;
  /** Whether its owner followed a link that was mailed to the address. */
  isVerified: boolean;
  /** Whether an address that is not verified got as many mails today as it may. */
  isFlooded: boolean;
}

/** A notification that this node has claimed to send it. */
export interface Delivery {
  id: string;
  kind: string;
  accountId: string | null;
  payload: unknown;
  /** The number of this attempt; whoever holds it may change the row. */
  attempts: number;
  sendAt: Date;
  /** Null while the account is not looked up, and where it was deleted. */
  recipient: Recipient | null;
  /** What the person has chosen for this kind; null where nothing. */
  byMail: boolean | null;
}

/** How long a sender may take until another one claims its mail. */
export const claimSeconds = 120;

/** Writes notifications, as part of the transaction that causes them. */
export async function insertDeliveries(
  tx: Statements,
  notifications: (Notification & { isUrgent: boolean })[],
): Promise<void> {
  if (notifications.length === 0) return;
  const now = new Date();
  const all = <Value>(value: (one: Notification & { isUrgent: boolean }) => Value) => notifications.map(value);
  await tx.$queryRaw`
    INSERT INTO "NotificationDelivery" ("id", "kind", "isUrgent", "accountId", "email", "payload", "key", "sendAt", "nextAttemptAt")
    SELECT "id", "kind", "isUrgent", "accountId", "email", "payload"::jsonb, "key", "sendAt", "sendAt"
    FROM unnest(${all(() => newId(now))}::uuid[], ${all(({ kind }) => kind)}::text[],
      ${all(({ isUrgent }) => isUrgent)}::boolean[], ${all(({ accountId }) => accountId)}::uuid[],
      ${all(({ email }) => email ?? null)}::text[], ${all(({ payload }) => JSON.stringify(payload ?? {}))}::text[],
      ${all(({ key }) => key ?? null)}::text[], ${all(({ sendAt }) => sendAt ?? now)}::timestamptz[])
      AS given("id", "kind", "isUrgent", "accountId", "email", "payload", "key", "sendAt")
    ON CONFLICT ("key") DO NOTHING`;
}

type ClaimedRow = Omit<Delivery, 'recipient'> &
  Pick<Recipient, 'email' | 'username' | 'timeZone'> & { isVerified: boolean; isFlooded: boolean; exists: boolean };

/** Mails a day to an address that its owner has not verified. */
const mostToUnverified = 100;

/**
 * Claims the next notifications that are due: other senders skip them until the claim runs out, as that of a killed node
 * does. A node that was not upgraded yet leaves kinds that it does not know.
 */
export async function claimDeliveries(
  { rows }: Database,
  kinds: readonly string[],
  atMost: number,
): Promise<Delivery[]> {
  const claimed = await rows<ClaimedRow>`
    WITH next AS (
      SELECT "id" FROM "NotificationDelivery"
      WHERE "state" = 'QUEUED' AND "nextAttemptAt" <= now() AND "kind" = ANY(${kinds}::text[])
      ORDER BY "isUrgent" DESC, "nextAttemptAt" LIMIT ${atMost} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE "NotificationDelivery" delivery SET "attempts" = "attempts" + 1,
        "nextAttemptAt" = now() + make_interval(secs => ${claimSeconds})
      FROM next WHERE delivery."id" = next."id"
      RETURNING delivery."id", "kind", "accountId", "email", "payload", "attempts", "sendAt"
    )
    SELECT claimed."id", claimed."kind", claimed."accountId", claimed."payload", claimed."attempts", claimed."sendAt",
      coalesce(claimed."email", account."email") AS "email", account."timeZone",
      CASE WHEN NOT account."isGuest" THEN account."username" END AS "username",
      account."emailVerifiedAt" IS NOT NULL AND coalesce(claimed."email" = account."email", true) AS "isVerified",
      account."emailVerifiedAt" IS NULL AND (
        SELECT count(*) FROM (
          SELECT FROM "NotificationDelivery" sent WHERE sent."accountId" = account."id" AND sent."state" = 'SENT'
            AND sent."createdAt" > now() - interval '24 hours' LIMIT ${mostToUnverified}) AS today
      ) = ${mostToUnverified} AS "isFlooded",
      account."id" IS NOT NULL AS "exists", setting."byMail"
    FROM claimed LEFT JOIN "Account" account ON account."id" = claimed."accountId" AND account."deletedAt" IS NULL
      LEFT JOIN "NotificationSetting" setting ON setting."accountId" = account."id" AND setting."kind" = claimed."kind"
    ORDER BY claimed."sendAt"`;
  return claimed.map(({ email, username, timeZone, isVerified, isFlooded, exists, ...delivery }) => ({
    ...delivery,
    recipient: exists ? { email, username, timeZone, isVerified, isFlooded } : null,
  }));
}

/** The end of a claim. */
export type Outcome =
  | { state: 'SENT' }
  | { state: 'SKIPPED' | 'FAILED'; error: string }
  | { state: 'QUEUED'; error: string; pauseMilliseconds: number };

const longestError = 500;

/** Writes the outcome of a claim that still holds. */
export async function finishDelivery(
  { prisma }: Database,
  { id, attempts, accountId }: Delivery,
  outcome: Outcome,
): Promise<void> {
  const claim = { id, attempts, state: 'QUEUED' } as const;
  // A mail to nobody, such as a password reset for an unknown login, leaves no record.
  if (accountId === null && outcome.state === 'SKIPPED') {
    await prisma.notificationDelivery.deleteMany({ where: claim });
    return;
  }
  const now = Date.now();
  const isWaiting = outcome.state === 'QUEUED';
  await prisma.notificationDelivery.updateMany({
    where: claim,
    data: {
      state: outcome.state,
      // What the mail server answered is part of it, and PostgreSQL stores no NUL.
      error: 'error' in outcome ? outcome.error.replaceAll('\0', '').slice(0, longestError) : null,
      ...(isWaiting ? { nextAttemptAt: new Date(now + outcome.pauseMilliseconds) } : { finishedAt: new Date(now) }),
      ...(outcome.state === 'SENT' && { payload: {} }),
    },
  });
}

export interface Waiting {
  count: number;
  /** Age of the oldest one in seconds; 0 where there is none. */
  oldestSeconds: number;
}

/** Counts the notifications that are due and not sent yet. */
export async function readWaiting({ rows }: Database): Promise<Waiting> {
  const [waiting] = await rows<Waiting>`
    SELECT count(*)::int AS "count", coalesce(extract(epoch FROM now() - min("sendAt")), 0)::float8 AS "oldestSeconds"
    FROM "NotificationDelivery" WHERE "state" = 'QUEUED' AND "sendAt" <= now()`;
  return waiting as Waiting;
}

/** Whether one is due within this many milliseconds. */
export async function isAnyDue({ rows }: Database, milliseconds: number): Promise<boolean> {
  const due = await rows`
    SELECT 1 FROM "NotificationDelivery" WHERE "state" = 'QUEUED'
      AND "nextAttemptAt" <= now() + make_interval(secs => ${milliseconds / 1000}) LIMIT 1`;
  return due.length > 0;
}

/** Deletes up to a thousand notifications that were sent, skipped or given up this many milliseconds ago or earlier. */
export async function deleteOldDeliveries({ prisma }: Database, milliseconds: number): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "NotificationDelivery" WHERE "id" IN (
      SELECT "id" FROM "NotificationDelivery" WHERE "finishedAt" < ${new Date(Date.now() - milliseconds)}
      ORDER BY "finishedAt" LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}
