import type { Database, Statements } from '../database/client.ts';
import type { Prisma, WebhookDelivery, WebhookEndpoint } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import type { LogEntry } from '../events/tail.ts';

/** An attempt to deliver, as it is kept. */
export interface Attempt {
  startedAt: string;
  milliseconds: number;
  /** Null where there was no answer. */
  status: number | null;
  /** The beginning of the answer. */
  answer: string | null;
  error: string | null;
}

/** A delivery that this node has claimed. */
export interface Claimed
  extends Pick<
    WebhookDelivery,
    'id' | 'endpointId' | 'sessionId' | 'type' | 'payload' | 'occurredAt' | 'attempts' | 'failures' | 'failingSince'
  > {
  endpoint: Pick<WebhookEndpoint, 'url' | 'secret' | 'previousSecret' | 'previousSecretUntil'>;
}

/** The end of a claim. */
export type Outcome = { state: 'SENT' | 'FAILED' } | { state: 'QUEUED'; pauseMilliseconds: number };

/** How long a sender may take until another one claims its delivery. */
export const claimSeconds = 60;
const keptAttempts = 20;
const keptDays = 30;

/** When deliveries of a disabled endpoint are due. */
export const never = new Date('9999-12-31T00:00:00Z');

/** Queues events for an endpoint, in their order. Those of a session that fails wait for it without being looked at. */
export async function insertDeliveries(
  tx: Statements,
  endpointId: string,
  entries: Pick<LogEntry, 'sessionId' | 'occurredAt' | 'data'>[],
): Promise<void> {
  const now = new Date();
  const facts = entries.map(({ data: { type, ...payload } }) => ({ type, payload: JSON.stringify(payload) }));
  await tx.$queryRaw`
    INSERT INTO "WebhookDelivery" ("id", "endpointId", "sessionId", "type", "payload", "occurredAt", "nextAttemptAt")
    SELECT given."id", ${endpointId}::uuid, given."sessionId", given."type", given."payload"::jsonb, given."occurredAt",
      coalesce((SELECT max(waiting."nextAttemptAt") FROM "WebhookDelivery" waiting
        WHERE waiting."endpointId" = ${endpointId}::uuid AND waiting."sessionId" = given."sessionId"
          AND waiting."state" = 'QUEUED' AND waiting."failures" > 0), now())
    FROM unnest(${entries.map(() => newId(now))}::uuid[], ${entries.map(({ sessionId }) => sessionId)}::uuid[],
      ${facts.map(({ type }) => type)}::text[], ${facts.map(({ payload }) => payload)}::text[],
      ${entries.map(({ occurredAt }) => occurredAt)}::timestamptz[])
      WITH ORDINALITY AS given("id", "sessionId", "type", "payload", "occurredAt", "n")
    ORDER BY given."n"`;
}

/**
 * Claims the next delivery that is due, of none of the `busy` endpoints. A delivery is not due while an earlier one of its
 * session waits for the same endpoint, which includes one that another sender has claimed.
 */
export async function claimDelivery({ rows }: Database, busy: string[]): Promise<Claimed | null> {
  type Row = Omit<Claimed, 'endpoint'> & Claimed['endpoint'];
  const [row] = await rows<Row>`
    WITH next AS (
      SELECT delivery."id" FROM "WebhookDelivery" delivery
      WHERE delivery."state" = 'QUEUED' AND delivery."nextAttemptAt" <= now()
        AND (delivery."claimedUntil" IS NULL OR delivery."claimedUntil" <= now())
        AND NOT (delivery."endpointId" = ANY(${busy}::uuid[])) AND NOT EXISTS (
          SELECT FROM "WebhookDelivery" earlier
          WHERE earlier."endpointId" = delivery."endpointId" AND earlier."sessionId" = delivery."sessionId"
            AND earlier."state" = 'QUEUED' AND earlier."position" < delivery."position")
      ORDER BY delivery."nextAttemptAt", delivery."position" LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED
    ), claimed AS (
      UPDATE "WebhookDelivery" delivery SET "attempts" = "attempts" + 1,
        "claimedUntil" = now() + make_interval(secs => ${claimSeconds})
      FROM next WHERE delivery."id" = next."id"
      RETURNING delivery."id", "endpointId", "sessionId", "type", "payload", "occurredAt", "attempts", "failures", "failingSince"
    )
    SELECT claimed.*, endpoint."url", endpoint."secret", endpoint."previousSecret", endpoint."previousSecretUntil"
    FROM claimed JOIN "WebhookEndpoint" endpoint ON endpoint."id" = claimed."endpointId"`;
  if (!row) return null;
  const { url, secret, previousSecret, previousSecretUntil, ...delivery } = row;
  return { ...delivery, endpoint: { url, secret, previousSecret, previousSecretUntil } };
}

/** Writes the outcome of a claim that still holds, and makes the deliveries that waited for it due when they are. */
export async function finishDelivery(
  tx: Statements,
  { id, attempts, endpointId, sessionId, failures }: Claimed,
  outcome: Outcome,
  attempt: Attempt,
): Promise<boolean> {
  const hasFailed = outcome.state !== 'SENT';
  const due = new Date(Date.now() + (outcome.state === 'QUEUED' ? outcome.pauseMilliseconds : 0));
  const [finished] = await tx.$queryRaw<{ position: bigint }[]>`
    UPDATE "WebhookDelivery" SET "state" = ${outcome.state}::"DeliveryState", "claimedUntil" = NULL,
      "finishedAt" = CASE WHEN ${outcome.state}::text <> 'QUEUED' THEN now() END,
      "failures" = "failures" + CASE WHEN ${hasFailed}::boolean THEN 1 ELSE 0 END,
      "failingSince" = CASE WHEN ${hasFailed}::boolean THEN coalesce("failingSince", ${attempt.startedAt}::timestamptz) END,
      "nextAttemptAt" = CASE WHEN "nextAttemptAt" < ${never}::timestamptz THEN ${due}::timestamptz ELSE "nextAttemptAt" END,
      "log" = jsonb_path_query_array(${JSON.stringify([attempt])}::jsonb || "log", ${`$[0 to ${keptAttempts - 1}]`}::jsonpath)
    WHERE "id" = ${id}::uuid AND "attempts" = ${attempts} AND "state" = 'QUEUED'
    RETURNING "position"`;
  if (!finished) return false;
  if (sessionId !== null && (hasFailed || failures > 0)) {
    await tx.$queryRaw`
      UPDATE "WebhookDelivery" SET "nextAttemptAt" = ${due}::timestamptz
      WHERE "endpointId" = ${endpointId}::uuid AND "sessionId" = ${sessionId}::uuid AND "state" = 'QUEUED'
        AND "position" > ${finished.position} AND "failures" = 0 AND "nextAttemptAt" < ${never}::timestamptz`;
  }
  return true;
}

/** The state in which a delivery is queued anew, as if it had never failed; the number of attempts tells claims apart. */
export const queuedAnew = () =>
  ({
    ...{ state: 'QUEUED', finishedAt: null, failures: 0, failingSince: null },
    nextAttemptAt: new Date(),
  }) satisfies Prisma.WebhookDeliveryUpdateManyMutationInput;

/** Whether an endpoint took any delivery since then. */
export async function tookAnySince(tx: Statements, endpointId: string, since: Date): Promise<boolean> {
  const sent = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "WebhookDelivery" WHERE "endpointId" = ${endpointId}::uuid AND "state" = 'SENT'
      AND "finishedAt" >= ${since}::timestamptz LIMIT 1`;
  return sent.length > 0;
}

/** Whether an endpoint has so many deliveries that wait that no more are queued: the log keeps the events. */
export async function isFull({ rows }: Pick<Database, 'rows'>, endpointId: string, most: number): Promise<boolean> {
  const [waiting] = await rows<{ count: number }>`
    SELECT count(*)::int AS "count" FROM (
      SELECT FROM "WebhookDelivery" WHERE "endpointId" = ${endpointId}::uuid AND "state" = 'QUEUED' LIMIT ${most}) AS waiting`;
  return (waiting?.count ?? 0) >= most;
}

/** Whether one that no other holds back is due within this many milliseconds. */
export async function isAnyDue({ rows }: Database, milliseconds: number): Promise<boolean> {
  const due = await rows`
    SELECT 1 FROM "WebhookDelivery" delivery WHERE "state" = 'QUEUED'
      AND "nextAttemptAt" <= now() + make_interval(secs => ${milliseconds / 1000})
      AND ("claimedUntil" IS NULL OR "claimedUntil" <= now()) AND NOT EXISTS (
        SELECT FROM "WebhookDelivery" earlier
        WHERE earlier."endpointId" = delivery."endpointId" AND earlier."sessionId" = delivery."sessionId"
          AND earlier."state" = 'QUEUED' AND earlier."position" < delivery."position")
    LIMIT 1`;
  return due.length > 0;
}

export interface Waiting {
  /** Deliveries to enabled endpoints that wait, with those that are tried again later. */
  count: number;
  /** Age of the oldest event among them in seconds; 0 where there is none. */
  oldestSeconds: number;
  disabledEndpoints: number;
}

export async function readWaiting({ rows }: Database): Promise<Waiting> {
  const [waiting] = await rows<Waiting>`
    SELECT count(*)::int AS "count", coalesce(extract(epoch FROM now() - min("occurredAt")), 0)::float8 AS "oldestSeconds",
      (SELECT count(*)::int FROM "WebhookEndpoint" WHERE "disabledAt" IS NOT NULL) AS "disabledEndpoints"
    FROM "WebhookDelivery" WHERE "state" = 'QUEUED' AND "nextAttemptAt" < ${never}::timestamptz`;
  return waiting as Waiting;
}

/** Deletes up to a thousand deliveries that were sent, skipped or given up 30 days ago or earlier. */
export async function deleteOldDeliveries({ prisma }: Database): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "WebhookDelivery" WHERE "id" IN (
      SELECT "id" FROM "WebhookDelivery" WHERE "finishedAt" < ${new Date(Date.now() - keptDays * 86_400_000)}
      ORDER BY "finishedAt" LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}
