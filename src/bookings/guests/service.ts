import { guestEmailKeySql } from '../../accounts/guests/service.ts';
import type { App, Context, SignedIn } from '../../context.ts';
import { type Account, type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import { holdAccount, lockAccountRow, lockSessionRow } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { sweepSessions } from '../../sessions/sweep.ts';
import { AlreadyBookedError, BookingClosedError, BookingStatusError } from '../errors.ts';
import { activeStatuses, isRefundable } from '../rules.ts';
import { activeBooking, withdraw } from '../service.ts';
import { bookingsChanged } from '../stream.ts';
import { parseGuestToken } from './links.ts';

type GuestBooking = Booking & { account: Account };

/** The booking of a mailed address; throws for an unknown one, and once it is an account's own. */
export async function guestBookingOf({ app }: Context, token: string): Promise<GuestBooking> {
  const id = parseGuestToken(app.env, token);
  const { booking: bookings } = app.database.prisma;
  const booking = id === null ? null : await bookings.findUnique({ where: { id }, include: { account: true } });
  if (!booking?.account.isGuest) throw new NotFoundError('booking');
  return booking;
}

/** Cancels a guest's booking, under the terms it was made under. Cancelling a cancelled booking changes nothing. */
export async function cancelGuestBooking(context: Context, token: string): Promise<Booking> {
  const { id, sessionId } = await guestBookingOf(context, token);
  return transaction(context.app.database, async (tx) => {
    await lockSessionRow(tx, sessionId);
    const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
    if (booking.status === 'CANCELLED') return booking;
    if (!activeStatuses.includes(booking.status)) throw new BookingStatusError(booking.status);
    return withdraw(tx, context.app, booking, { reason: null, refunds: isRefundable(booking), by: 'PERSON' });
  });
}

/** Makes a guest's booking the viewer's own, who has the mailed address. */
export async function claimGuestBooking(context: SignedIn, token: string): Promise<Booking> {
  const found = await guestBookingOf(context, token);
  const { id: accountId } = context.viewer.account;
  return transaction(context.app.database, async (tx) => {
    const session = (await lockSessionRow(tx, found.sessionId)) as Session;
    const booking = await tx.booking.findUniqueOrThrow({ where: { id: found.id } });
    if (booking.accountId === accountId) return booking;
    if (booking.accountId !== found.accountId) throw new NotFoundError('booking');
    const obstacle = await obstacleOf(tx, session, booking, accountId);
    if (obstacle) throw obstacle;
    await hand(tx, context.app, { session, booking, accountId });
    return tx.booking.findUniqueOrThrow({ where: { id: booking.id } });
  });
}

/** Why an account may not have a guest's booking: it has one of its own, or it could not have booked. */
async function obstacleOf(tx: Transaction, session: Session, booking: Booking, accountId: string) {
  if (session.hostId === accountId) return new BookingClosedError('Hosts do not book their own session.');
  const removal = { sessionId: session.id, accountId, removedAt: { not: null } };
  if ((await tx.participant.count({ where: removal })) > 0)
    return new BookingClosedError('You were removed from this session.');
  const isActive = activeStatuses.includes(booking.status);
  const own = isActive ? await activeBooking(tx, session.id, accountId) : null;
  if (own) return new AlreadyBookedError(own);
  // Deleting an account cancels its bookings: it must not gain one meanwhile.
  return (await holdAccount(tx, accountId)) ? null : new NotFoundError('account');
}

/** Gives a guest's booking, with the mails about it that wait, to an account. The guest's name and address go with the last one. */
async function hand(
  tx: Transaction,
  app: App,
  { session, booking, accountId }: { session: Session; booking: Booking; accountId: string },
): Promise<void> {
  const { id, accountId: guestId } = booking;
  // The key is of a desk, which may have used it again for another guest whose booking the account has as well.
  await tx.booking.update({ where: { id }, data: { accountId, idempotencyKey: null, idempotencyBody: null } });
  await tx.$executeRaw`
    UPDATE "NotificationDelivery" SET "accountId" = ${accountId}::uuid
    WHERE "accountId" = ${guestId}::uuid AND "state" = 'QUEUED' AND "payload"->>'bookingId' = ${id}::text`;
  await bookingsChanged(tx, app, session, [{ id, accountId }]);
  // Against a booking that a desk makes for the same guest meanwhile.
  await lockAccountRow(tx, guestId);
  const others = await tx.booking.count({ where: { accountId: guestId } });
  if (others === 0) await tx.account.update({ where: { id: guestId }, data: forgotten(guestId) });
}

/** Days after the last session of a guest. */
const keptDays = 90;

/**
 * Forgets up to 100 guests whose sessions ended long ago: their bookings stay, without name, address and companions. Nodes
 * that run it at the same time do the same twice. Returns their number.
 */
export async function forgetGuests({ database }: App): Promise<number> {
  const found = await database.rows<{ id: string }>`SELECT guest."id" ${longGone} LIMIT 100`;
  for (const { id } of found)
    await transaction(database, async (tx) => {
      await lockAccountRow(tx, id);
      const due = await tx.$queryRaw<unknown[]>`SELECT 1 ${longGone} AND guest."id" = ${id}::uuid`;
      if (due.length === 0) return;
      await tx.booking.updateMany({ where: { accountId: id }, data: forgottenBooking });
      await tx.notificationDelivery.deleteMany({ where: { accountId: id } });
      await tx.account.update({ where: { id }, data: forgotten(id) });
    });
  return found.length;
}

const longGone = Prisma.sql`
  FROM "Account" guest WHERE guest."isGuest" AND guest."deletedAt" IS NULL
    AND guest."createdAt" < now() - make_interval(days => ${keptDays}) AND NOT EXISTS (
      SELECT FROM "Booking" booking JOIN "Session" session ON session."id" = booking."sessionId"
      WHERE booking."accountId" = guest."id" AND session."endsAt" > now() - make_interval(days => ${keptDays}))`;

/**
 * What is left of the bookings of a person who is gone: no names of companions, nothing that was said in reasons, and no hash
 * of either, or of an e-mail, by which a guess can be checked.
 */
export const forgottenBooking = {
  ...{ guestNames: [], cancellationReason: null },
  ...{ idempotencyKey: null, idempotencyBody: null, importDigest: null },
};

/** What is left of a guest. */
const forgotten = (id: string) => ({
  ...{ email: `${id}@deleted.invalid`, emailKey: `${id}@deleted.invalid`, displayName: 'Deleted person' },
  deletedAt: new Date(),
});

/**
 * Gives the bookings of guests to the accounts that verified the guest's address since the booking was made. Accounts
 * that had verified it before are not looked for: their owners have the mailed address, and a host learns of nobody.
 * Up to 100 sessions at a time; nodes that run it at the same time skip each other's. Returns the number of bookings.
 */
export async function handOverGuestBookings(app: App): Promise<number> {
  const rows = await app.database.rows<{ sessionId: string }>`
    SELECT DISTINCT booking."sessionId" ${verifiedSince} LIMIT 100`;
  const ids = rows.map(({ sessionId }) => sessionId);
  return sweepSessions(app, ids, async (tx, session) => {
    const found = await tx.$queryRaw<{ id: string; ownerId: string }[]>`
      SELECT booking."id", owner."id" AS "ownerId" ${verifiedSince}
        AND booking."sessionId" = ${session.id}::uuid ORDER BY booking."id"`;
    for (const { id, ownerId: accountId } of found) {
      const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
      if ((await obstacleOf(tx, session, booking, accountId)) === null)
        await hand(tx, app, { session, booking, accountId });
    }
    return found.length;
  });
}

const verifiedSince = Prisma.sql`
  FROM (SELECT "id", ${Prisma.raw(guestEmailKeySql)} AS "key" FROM "Account" WHERE "isGuest" AND "deletedAt" IS NULL) guest
    JOIN "Account" owner ON owner."emailKey" = guest."key" AND NOT owner."isGuest" AND owner."deletedAt" IS NULL
    JOIN "Booking" booking ON booking."accountId" = guest."id" AND booking."bookedAt" <= owner."emailVerifiedAt"
    JOIN "Session" session ON session."id" = booking."sessionId" AND session."hostId" <> owner."id"
  WHERE NOT (booking."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED') AND EXISTS (
      SELECT FROM "Booking" own WHERE own."sessionId" = booking."sessionId" AND own."accountId" = owner."id"
        AND own."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')))
    AND NOT EXISTS (SELECT FROM "Participant" removed WHERE removed."sessionId" = booking."sessionId"
      AND removed."accountId" = owner."id" AND removed."removedAt" IS NOT NULL)`;
