import { z } from 'zod';
import { moderate, parseReason } from '../../accounts/moderation.ts';
import type { App, SignedIn } from '../../context.ts';
import { type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import { lockPassesOfBookings } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { returnCredits } from '../../passes/ledger.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { validate } from '../../validation.ts';
import { confirmSeat } from '../confirm.ts';
import { BookingStatusError } from '../errors.ts';
import { type Canceller, returnedNotifications } from '../notifications/causes.ts';
import { refundsDue } from '../payments/refunds.ts';
import { activeStatuses, isRefundable } from '../rules.ts';
import { freeSeats, shortenWaitlist } from '../seats/service.ts';
import { lockBooking } from '../service.ts';
import { bookingsChanged } from '../stream.ts';
import { refundFor, shareOf } from './shares.ts';
import { guestNames, hasSeatsFor, seats, tooManyNames } from './validation.ts';

const partyUpdate = z.object({
  id: z.string(),
  seats: seats.nullish(),
  guestNames: guestNames.nullish(),
  reason: z.string().nullish(),
});

/** Seats of a booking that are given back. */
interface Return {
  seats: number;
  /** Whether their price is refunded. Nothing was paid for seats that are not confirmed. */
  refunds: boolean;
  by: Canceller;
}

/**
 * Changes the party of an active booking: gives back seats, for its owner under the terms it was made under, for the host
 * or an admin with a refund, and sets the names of the guests. Repeating a change changes nothing.
 */
export async function updateParty(context: SignedIn, given: z.input<typeof partyUpdate>): Promise<Booking> {
  const valid = validate(partyUpdate, given);
  const input = parseReason(valid.reason ?? null, false);
  return transaction(context.app.database, async (tx) => {
    const { booking, session, isOwner, isHost, isAdmin } = await lockBooking(tx, context, valid.id);
    if (!isOwner && !isHost && !isAdmin)
      throw new NotHostError('Only the person who booked, the session’s host and admins change a booking.');
    if (!activeStatuses.includes(booking.status)) throw new BookingStatusError(booking.status);
    const party = partyOf(booking, valid);
    const isSame = party.seats === booking.seats && sameNames(party.guestNames, booking.guestNames);
    if (isSame) return booking;
    const { audit } = moderate(context, isOwner ? booking.accountId : session.hostId, input, 'booking');
    await tx.booking.update({ where: { id: booking.id }, data: { guestNames: party.guestNames } });
    const returned = booking.seats - party.seats;
    const by = isOwner ? 'PERSON' : isHost ? 'HOST' : 'STUDIO';
    const refunds = booking.status === 'CONFIRMED' && (!isOwner || isRefundable(booking));
    if (returned > 0) {
      await returnSeats(tx, context.app, { booking, session }, { seats: returned, refunds, by });
      await confirmIfNothingIsOwed(tx, context.app, session, booking.id);
    } else await bookingsChanged(tx, context.app, session, [booking]);
    const details = { from: { seats: booking.seats }, to: { seats: party.seats } };
    await audit(tx, { action: 'booking.updated', targetType: 'Booking', targetId: booking.id, details });
    return tx.booking.findUniqueOrThrow({ where: { id: booking.id } });
  });
}

/** Confirms a pending booking whose last minor units went with the seats that were given back: nobody can pay nothing. */
async function confirmIfNothingIsOwed(tx: Transaction, app: App, session: Session, id: string): Promise<void> {
  const booking = await tx.booking.findUniqueOrThrow({ where: { id } });
  if (booking.status === 'PENDING' && booking.amountMinor === 0) await confirmSeat(tx, app, session, booking);
}

type Party = Pick<Booking, 'seats' | 'guestNames'>;

/** The party as it is from now on. Without new names, the first guests stay. */
function partyOf(booking: Booking, given: z.output<typeof partyUpdate>): Party {
  const seats = given.seats ?? booking.seats;
  if (seats > booking.seats) {
    const message = `must be at most ${booking.seats}, the present number: seats are only given back`;
    throw new InvalidInputError([{ path: ['seats'], message, code: 'TOO_LARGE' }]);
  }
  if (booking.arrived !== null && seats < booking.arrived) {
    const message = `must be at least ${booking.arrived}, the number of people who are checked in`;
    throw new InvalidInputError([{ path: ['seats'], message, code: 'TOO_SMALL' }]);
  }
  const names = given.guestNames ?? booking.guestNames.slice(0, seats - 1);
  if (!hasSeatsFor(names, seats)) throw new InvalidInputError([{ ...tooManyNames, code: 'TOO_LONG' }]);
  return { seats, guestNames: names };
}

const sameNames = (some: string[], others: string[]) => JSON.stringify(some) === JSON.stringify(others);

/** Gives back some of the seats of an active booking, whose session is locked. */
async function returnSeats(
  tx: Transaction,
  app: App,
  { booking, session }: { booking: Booking; session: Session },
  { seats: returned, refunds, by }: Return,
): Promise<void> {
  const { id, seats: before } = booking;
  const seats = before - returned;
  const share = shareOf(booking, returned);
  const refund = refunds ? refundFor(booking, returned) : 0;
  const { passId } = booking;
  // Seats for which an earlier one gave no credit back are not in them any more.
  const credits = passId !== null && refunds ? Math.min(returned, booking.passCredits) : 0;
  if (booking.status === 'CONFIRMED') {
    await lockPassesOfBookings(tx, Prisma.sql`"id" = ${id}::uuid`);
    await tx.$executeRaw`
      WITH refunded AS (
        UPDATE "Booking" SET "seats" = ${seats}, "keptMinor" = "keptMinor" + ${refunds ? 0 : share}::int,
          "passCredits" = "passCredits" - ${credits}::int,
          "refundMinor" = CASE WHEN ${refund}::int > 0 THEN coalesce("refundMinor", 0) + ${refund}::int ELSE "refundMinor" END
        WHERE "id" = ${id}::uuid RETURNING "id", "refundMinor")
      ${refundsDue('bookingId')}`;
    if (passId !== null && credits > 0)
      await returnCredits(tx, app, [{ passId, bookingId: id, seats: credits }], { isByOthers: by !== 'PERSON' });
  } else {
    const amountMinor = booking.amountMinor - share;
    // With the amount it is the price of the seats that are left.
    const discountMinor = ((booking.amountMinor + booking.discountMinor) * seats) / before - amountMinor;
    const data = { seats, seatsBooked: seats, amountMinor, discountMinor };
    await tx.booking.update({ where: { id }, data });
  }
  await bookingsChanged(tx, app, session, [booking]);
  const { hostId } = session;
  await app.mail.queue(tx, returnedNotifications({ hostId }, booking, { returned, refundMinor: refund, credits, by }));
  if (booking.status === 'WAITLISTED') await shortenWaitlist(tx, app, session.id);
  else await freeSeats(tx, app, session.id, returned);
}
