import { z } from 'zod';
import { type GuestContact, guestContact, guestOf } from '../../accounts/guests/service.ts';
import { moderate, parseReason } from '../../accounts/moderation.ts';
import { usernameKey } from '../../accounts/validation.ts';
import type { SignedIn } from '../../context.ts';
import type { Booking, Session } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import type { Rule } from '../../operations/limits.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { hasCohost, lockSession } from '../../sessions/service.ts';
import { line, validate } from '../../validation.ts';
import { confirmSeat } from '../confirm.ts';
import type { BookingRequest } from '../create/decision.ts';
import { bookInTransaction, retryingClashes } from '../create/service.ts';
import { guestNames, hasSeatsFor, partyBody, seats, tooManyNames } from '../party/validation.ts';

const deskBooking = z
  .object({
    sessionId: z.string(),
    userId: z.string().nullish(),
    username: line(1, 60).nullish(),
    guest: guestContact.nullish(),
    seats: seats.nullish(),
    guestNames: guestNames.nullish(),
    joinWaitlist: z.boolean().nullish(),
    isPaid: z.boolean().nullish(),
    idempotencyKey: line(1, 100).nullish(),
    reason: z.string().nullish(),
  })
  .refine(({ userId, username, guest }) => [userId, username, guest].filter((one) => one != null).length === 1, {
    path: ['guest'],
    message: 'give one of userId, username and guest',
  })
  .refine(({ guestNames: names, seats: count }) => hasSeatsFor(names ?? [], count ?? 1), tooManyNames);

type DeskBooking = z.output<typeof deskBooking>;

/** Each causes a mail to an address that the host gives. */
const guestBookings: Rule = { name: 'guest-booking', points: 100, seconds: 3600 };

/**
 * Books for somebody else, as one of the session's hosts or as an admin, who gives a reason: for an account, or for a guest
 * by name and e-mail. With `isPaid` the host or an admin confirms the booking as paid at the desk, in the same transaction.
 */
export async function bookAtDesk(context: SignedIn, given: z.input<typeof deskBooking>): Promise<Booking> {
  const valid = validate(deskBooking, given);
  const input = parseReason(valid.reason ?? null, false);
  const { app, viewer } = context;
  if (valid.guest) await app.limits.spend(guestBookings, viewer.account.id);
  return retryingClashes(app, async (tx) => {
    const session = await lockSession(tx, context, valid.sessionId);
    const isHost = session.hostId === viewer.account.id;
    const isAdmin = viewer.account.role === 'ADMIN';
    const isCohost = !isHost && (await hasCohost(tx, session.id, viewer.account.id));
    if (!isHost && !isCohost && !isAdmin)
      throw new NotHostError('Only the hosts of the session and admins book for somebody else.');
    if (valid.isPaid && !isHost && !isAdmin)
      throw new NotHostError('Only the session’s host and admins confirm a booking as paid.');
    const { audit } = moderate(context, isCohost ? viewer.account.id : session.hostId, input, 'session');
    const accountId = await personOf(tx, session, valid);
    const request = requestOf(valid, accountId, viewer.account.id);
    await refuseOtherPerson(tx, request);
    const booking = await bookInTransaction(tx, app, request);
    await audit(tx, { action: 'booking.created', targetType: 'Booking', targetId: booking.id });
    // A retry finds the booking as it is by now.
    return valid.isPaid && booking.status === 'PENDING' ? confirmSeat(tx, app, session, booking) : booking;
  });
}

async function personOf(tx: Transaction, session: Session, { userId, username, guest }: DeskBooking): Promise<string> {
  if (guest) return guestId(tx, session, guest);
  const usable = { isGuest: false, deletedAt: null, status: 'ACTIVE' } as const;
  const where = userId != null ? { id: userId, ...usable } : { usernameKey: usernameKey(username ?? ''), ...usable };
  const account = await tx.account.findUnique({ where, select: { id: true } });
  if (!account) throw new NotFoundError('person');
  return account.id;
}

async function guestId(tx: Transaction, { hostId, timeZone }: Session, guest: GuestContact): Promise<string> {
  return (await guestOf(tx, hostId, { ...guest, timeZone })).id;
}

/** A retry names the person of the first try: with another e-mail it would book a second time. The session is locked. */
async function refuseOtherPerson(
  tx: Transaction,
  { accountId, idempotencyKey, sessionId, bookedById }: BookingRequest,
) {
  if (idempotencyKey === null) return;
  // What others book is theirs to name: two people may well use the same key.
  const own = { sessionId, bookedById, idempotencyKey };
  const others = await tx.booking.count({ where: { ...own, accountId: { not: accountId } } });
  if (others > 0) throw new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another booking' }]);
}

function requestOf(
  { sessionId, idempotencyKey = null, ...valid }: DeskBooking,
  accountId: string,
  by: string,
): BookingRequest {
  const party = { seats: valid.seats ?? 1, guestNames: valid.guestNames ?? [] };
  const joinWaitlist = valid.joinWaitlist ?? false;
  return {
    // Whoever books here has seen the session, be it a draft.
    ...{ sessionId, accountId, isAdmin: true, bookedById: by, ...party, joinWaitlist },
    // A desk takes money: passes and codes are a person's own to use.
    ...{ passId: null, promotionId: null, promotionFault: null },
    // Apart from the keys that the person uses.
    idempotencyKey: idempotencyKey === null ? null : `desk ${by} ${idempotencyKey}`,
    idempotencyBody: JSON.stringify([sessionId, joinWaitlist, partyBody(party), valid.isPaid ?? false]),
  };
}
