import type { Database } from '../database/client.ts';

/**
 * Numbers the log anew where it was restored from a dump of another server, whose transactions had greater numbers: its
 * events would not be readable until this server had counted as far. Their order stays.
 */
export async function renumberRestoredLog(database: Database): Promise<void> {
  const [log] = await database.rows<{ isAhead: boolean }>`
    SELECT EXISTS (
      SELECT FROM "Event" WHERE "transaction" >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    ) OR EXISTS (
      SELECT FROM "WebhookEndpoint" WHERE "transaction" > pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    ) AS "isAhead"`;
  if (!log?.isAhead) return;
  await database.transaction(async (tx) => {
    await tx.$queryRaw`UPDATE "Session" SET "eventTransaction" = 0 WHERE "eventTransaction" > 0`;
    // Webhooks go on after the event that was queued last.
    await tx.$queryRaw`
      UPDATE "WebhookEndpoint" endpoint SET "transaction" = 0, "startSnapshot" = NULL, "position" = (
        SELECT count(*) FROM "Event" event
        WHERE (event."transaction", event."position") <= (endpoint."transaction", endpoint."position"))`;
    await tx.$queryRaw`
      UPDATE "Event" SET "transaction" = 0, "position" = numbered."position"
      FROM (
        SELECT "transaction", "position" AS "was", row_number() OVER (ORDER BY "transaction", "position") AS "position"
        FROM "Event") AS numbered
      WHERE "Event"."transaction" = numbered."transaction" AND "Event"."position" = numbered."was"`;
    await tx.$queryRaw`SELECT setval('"Event_position_seq"', (SELECT greatest(max("position"), 1) FROM "Event"))`;
  });
}
