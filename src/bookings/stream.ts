import type { App, SignedIn } from '../context.ts';
import type { Statements } from '../database/client.ts';
import type { Booking, Session } from '../database/generated/client.ts';

export type Booker = Pick<Booking, 'id' | 'accountId'>;

/** A booking was made or changed. */
export interface BookingChanged {
  type: 'BookingChanged';
  bookingId: string;
}

export const bookingChanged = ({ id }: Booker): BookingChanged => ({ type: 'BookingChanged', bookingId: id });

/**
 * Appends that these bookings of one session, whose row is locked, were made or changed, and wakes the streams of the
 * session's host. Every change of a booking calls it, or appends its event with the event of its seat.
 */
export async function bookingsChanged(
  tx: Statements,
  { events }: App,
  { id: sessionId, hostId }: Pick<Session, 'id' | 'hostId'>,
  bookings: Booker[],
): Promise<void> {
  if (bookings.length === 0) return;
  await events.appendAll(
    tx,
    bookings.map((booking) => ({ sessionId, accountId: booking.accountId, data: bookingChanged(booking) })),
  );
  events.accountChanged(tx, hostId);
}

/**
 * Streams the IDs of bookings that are made or change: the viewer's own, and those of the sessions the viewer hosts. Every
 * change that commits after the subscription began is delivered, whichever node made it. Changes in quick succession may
 * share one event.
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
 * Reads the changes that committed since a snapshot, in the order they were made, and the snapshot to continue from. A
 * snapshot knows which transactions had committed. A timestamp or counter does not: transactions commit out of order.
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
        -- A dump restored from another server may hold transaction numbers that are still to come here.
        AND pg_visible_in_snapshot(booking."changedIn"::text::xid8, pg_current_snapshot())
        AND (booking."accountId" = ${accountId}::uuid OR session."hostId" = ${accountId}::uuid)
      ORDER BY booking."changedAt", booking."id") AS "ids"`;
  return changes as { snapshot: string; ids: string[] };
}
