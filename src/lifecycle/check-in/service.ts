import { z } from 'zod';
import { moderate } from '../../accounts/moderation.ts';
import { BookingStatusError } from '../../bookings/errors.ts';
import { lockBooking } from '../../bookings/service.ts';
import { bookingsChanged } from '../../bookings/stream.ts';
import type { App, SignedIn } from '../../context.ts';
import type { Booking, Session } from '../../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { opensAtOf } from '../../live/participants/admission.ts';
import { recordLivePractice } from '../../practice/live-practice.ts';
import { NotHostError, SessionStatusError } from '../../sessions/errors.ts';
import { limitCodeGuesses } from '../../sessions/join-codes.ts';
import { hasCohost, maySeeSession, notOneOfHosts } from '../../sessions/service.ts';
import { validate } from '../../validation.ts';
import { CheckInClosedError } from './errors.ts';

/** How long after the end of a session people are still checked in. */
const graceHours = 24;

const checkIn = z.object({
  id: z.string(),
  people: z.number().min(1, 'must be at least 1').nullish(),
  reason: z.string().nullish(),
});

/**
 * Checks in the person of a booking, with so many of their party, all unless told. Whoever is checked in has attended,
 * with a device or without. Checking in again corrects the number of people, and changes nothing where it is the same.
 */
export async function checkInBooking(context: SignedIn, given: z.input<typeof checkIn>): Promise<Booking> {
  const { id, people, reason = null } = validate(checkIn, given);
  return transaction(context.app.database, async (tx) => {
    const { booking, session, audit } = await lockForDesk(tx, context, id, reason);
    const now = await databaseTime(tx);
    refuseUnlessOpen(session, now);
    const isSettled = booking.status === 'COMPLETED' || booking.status === 'NO_SHOW';
    if (booking.status !== 'CONFIRMED' && !isSettled) throw new BookingStatusError(booking.status);
    const arrived = people ?? booking.arrived ?? booking.seats;
    if (arrived > booking.seats)
      throw new InvalidInputError([
        { path: ['people'], message: `must be at most ${booking.seats}, the seats of the booking`, code: 'TOO_LARGE' },
      ]);
    if (booking.checkedInAt && booking.arrived === arrived) return booking;
    const checkedIn = await tx.booking.update({
      where: { id },
      data: {
        arrived,
        ...(booking.checkedInAt ? {} : { checkedInAt: now, checkedInById: context.viewer.account.id }),
        ...(isSettled && { status: 'COMPLETED' }),
      },
    });
    if (isSettled && !booking.checkedInAt) await recordLate(tx, context.app, session, booking);
    await bookingsChanged(tx, context.app, session, [booking]);
    await audit(tx, { action: 'booking.checked_in', targetType: 'Booking', targetId: id, details: { arrived } });
    return checkedIn;
  });
}

/** Checks in by the code that a person shows. A code of another session is none. */
export async function checkInByCode(
  context: SignedIn,
  { sessionId, code, ...given }: { sessionId: string; code: string; people?: number | null; reason?: string | null },
): Promise<Booking> {
  const { prisma } = context.app.database;
  const session = await prisma.session.findUnique({ where: { id: sessionId } });
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  // Before the code is looked for: nobody else learns whether it is one.
  const { id: accountId, role } = context.viewer.account;
  const isDesk = session.hostId === accountId || role === 'ADMIN' || (await hasCohost(prisma, sessionId, accountId));
  if (!isDesk) throw notOneOfHosts();
  const found = await limitCodeGuesses(context, () =>
    prisma.booking.findFirst({
      where: { sessionId, checkInCode: parseCode(code) },
      // A code is read from paper: of a booking that was made again, the active one counts.
      orderBy: { bookedAt: 'desc' },
      select: { id: true },
    }),
  );
  if (!found) throw new NotFoundError('booking with this code');
  return checkInBooking(context, { ...given, id: found.id });
}

/** Takes a check-in back, until the session has ended. Taking back none changes nothing. */
export async function undoCheckIn(context: SignedIn, id: string, reason: string | null): Promise<Booking> {
  return transaction(context.app.database, async (tx) => {
    const { booking, session, audit } = await lockForDesk(tx, context, id, reason);
    if (!booking.checkedInAt) return booking;
    if (booking.status !== 'CONFIRMED') throw new BookingStatusError(booking.status);
    const data = { checkedInAt: null, checkedInById: null, arrived: null };
    const undone = await tx.booking.update({ where: { id }, data });
    await bookingsChanged(tx, context.app, session, [booking]);
    await audit(tx, { action: 'booking.check_in_undone', targetType: 'Booking', targetId: id });
    return undone;
  });
}

/** Locks a booking for the hosts of its session, or for an admin, who gives a reason. Co-hosts do not check in themselves. */
async function lockForDesk(tx: Transaction, context: SignedIn, id: string, reason: string | null) {
  const { booking, session, isOwner, isHost, isCohost, isAdmin } = await lockBooking(tx, context, id);
  if (!isHost && !isAdmin && (!isCohost || isOwner))
    throw new NotHostError('Only the session’s hosts and admins check people in, and co-hosts not themselves.');
  const ownerId = isCohost ? context.viewer.account.id : session.hostId;
  return { booking, session, audit: moderate(context, ownerId, reason, 'booking').audit };
}

/** From the opening of the join window on, and for a day after the end. */
function refuseUnlessOpen(session: Session, now: Date): void {
  const { status, endedAt } = session;
  if (status === 'DRAFT' || status === 'CANCELLED') throw new SessionStatusError(status);
  const opensAt = opensAtOf(session);
  const closesAt = endedAt && new Date(endedAt.getTime() + graceHours * 3_600_000);
  if ((status === 'SCHEDULED' && now < opensAt) || (closesAt && now > closesAt))
    throw new CheckInClosedError(opensAt, closesAt, now);
}

/** The stored form of a typed code: letters that codes do not have are digits that look like them. */
function parseCode(code: string): string {
  const typed = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return typed.slice(0, 20).replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** The practice of somebody who is checked in after the end; what was measured or recorded stays. */
async function recordLate(tx: Transaction, app: App, session: Session, { accountId }: Booking): Promise<void> {
  const { id: sessionId, sequenceId, startedAt, endedAt } = session;
  const account = await tx.account.findUnique({ where: { id: accountId, isGuest: false, deletedAt: null } });
  if (!account || !startedAt || !endedAt) return;
  const known = await tx.practiceSession.count({ where: { sessionId, accountId, status: { not: 'ABANDONED' } } });
  if (known > 0) return;
  const durationSeconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  const { timeZone } = account;
  await recordLivePractice(tx, app, [
    { accountId, timeZone, sessionId, sequenceId, startedAt, endedAt, durationSeconds },
  ]);
}
