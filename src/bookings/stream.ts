import type { SignedIn } from '../context.ts';

/**
 * The ids of the viewer's own bookings and of those of the sessions they host, as they are made and change, from
 * whichever node and by whatever statement. Each change that is committed after the subscription began is followed by
 * an event that shows the booking as it is by then: changes in quick succession may share one, and none is missed. A
 * signal that was lost makes it late by some seconds.
 */
export async function streamBookings(context: SignedIn): Promise<AsyncGenerator<string>> {
  let seen = (await readChanges(context, null)).snapshot;
  return context.app.events.watchAccount(context.viewer.account.id, async () => {
    const { snapshot, ids } = await readChanges(context, seen);
    seen = snapshot;
    return ids;
  });
}

/**
 * What was committed since a snapshot, in the order in which it was done, and the snapshot to go on from. It says of
 * each transaction whether it is to be seen, which no clock or counter does: a later one may be committed before.
 */
async function readChanges(
  { app: { database }, viewer }: SignedIn,
  since: string | null,
): Promise<{ snapshot: string; ids: string[] }> {
  const accountId = viewer.account.id;
  const [changes] = await database.rows<{ snapshot: string; ids: string[] }>`
    SELECT pg_current_snapshot()::text AS "snapshot", ARRAY(
      SELECT booking."id"::text FROM "Booking" booking JOIN "Session" session ON session."id" = booking."sessionId"
      WHERE booking."changedIn" >= pg_snapshot_xmin(${since}::text::pg_snapshot)::text::bigint
        AND NOT pg_visible_in_snapshot(booking."changedIn"::text::xid8, ${since}::text::pg_snapshot)
        -- Numbers that a restored dump brought from another server may be of transactions yet to come.
        AND pg_visible_in_snapshot(booking."changedIn"::text::xid8, pg_current_snapshot())
        AND (booking."accountId" = ${accountId}::uuid OR session."hostId" = ${accountId}::uuid)
      ORDER BY booking."changedAt", booking."id") AS "ids"`;
  return changes as { snapshot: string; ids: string[] };
}
