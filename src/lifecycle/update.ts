import { isDeepStrictEqual } from 'node:util';
import { isMoved, rescheduleBookings } from '../bookings/reschedule.ts';
import { isBookingClosed } from '../bookings/rules.ts';
import { freeSeats } from '../bookings/seats/service.ts';
import type { App, SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { revealCompleteStories } from '../live/stories/service.ts';
import { changedContent } from '../sessions/content.ts';
import { CapacityTooSmallError, SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import {
  givenSettings,
  newStart,
  type SessionUpdate,
  sessionUpdate,
  type ValidSessionUpdate,
} from '../sessions/validation.ts';
import { validate } from '../validation.ts';
import { lockModerated } from './access.ts';

const minute = 60_000;

/**
 * Changes one session. A changed date of a series is detached: later changes of the series do not affect it. An update
 * with unchanged values detaches nothing, since forms send them. Its host, a moderating admin, which is audited, or to
 * change `isLocked` alone a co-host.
 */
export async function updateSession(
  context: SignedIn,
  id: string,
  input: SessionUpdate,
  reason: string | null,
): Promise<Session> {
  const valid = validate(sessionUpdate, input);
  return transaction(context.app.database, async (tx) => {
    const admitsCohosts = changesOnlyLock(valid);
    const { session, audit } = await lockModerated(tx, context, id, { reason, admitsCohosts });
    const revised = await updateLockedSession(tx, context, session, valid);
    const details = { fields: fieldsOf(valid) };
    await audit(tx, { action: 'session.updated', targetType: 'Session', targetId: id, details });
    const isDetached = session.seriesId !== null && !isDeepStrictEqual(revised, session);
    const updated = isDetached ? await tx.session.update({ where: { id }, data: { isDetached } }) : revised;
    // `autoReveal` may have been switched on after all votes were cast.
    await revealCompleteStories(tx, context.app, updated);
    return updated;
  });
}

/** The given fields, without omitted ones. */
function fieldsOf(given: object): string[] {
  return Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]));
}

function changesOnlyLock({ settings, ...others }: ValidSessionUpdate): boolean {
  return fieldsOf(others).length === 0 && isDeepStrictEqual(Object.keys(givenSettings(settings)), ['isLocked']);
}

/** Changes a locked session, with all that follows. */
export async function updateLockedSession(
  tx: Transaction,
  context: SignedIn,
  session: Session,
  valid: ValidSessionUpdate,
): Promise<Session> {
  const changed = await tx.session.update({
    where: { id: session.id },
    data: {
      ...(await changedContent(tx, context, session, valid)),
      ...changedTimes(session, valid),
      ...(valid.timeZone != null && { timeZone: valid.timeZone }),
    },
  });
  return followChange(tx, context.app, session, changed);
}

/**
 * Carries out what follows from the change of a locked session: appends the event, and gives added seats, or those of bookings
 * that open again, to the waitlist. If the start moves, existing bookings can be cancelled free of charge until the new start.
 */
export async function followChange(tx: Transaction, app: App, before: Session, session: Session): Promise<Session> {
  if (isMoved(before, session)) await rescheduleBookings(tx, app, before, session);
  await app.events.append(tx, session.id, sessionChanged(session));
  const isReopened = isBookingClosed(before) && !isBookingClosed(session);
  const hasOtherSeats = session.maxParticipants !== before.maxParticipants;
  return isReopened || hasOtherSeats ? freeSeats(tx, app, session.id, 0) : session;
}

/** The new times. Throws if the session's status or its taken seats do not allow the update. */
function changedTimes(session: Session, valid: ValidSessionUpdate): Pick<Session, 'startsAt' | 'endsAt'> {
  if (session.status === 'ENDED' || session.status === 'CANCELLED') throw new SessionStatusError(session.status);
  const startsAt = valid.startsAt ?? session.startsAt;
  if (startsAt.getTime() !== session.startsAt.getTime()) {
    if (session.status === 'LIVE') throw new SessionStatusError(session.status);
    validate(newStart, { startsAt });
  }
  if (valid.maxParticipants != null && valid.maxParticipants < session.seatsTaken) {
    throw new CapacityTooSmallError(session.seatsTaken);
  }
  const duration = valid.durationMinutes
    ? valid.durationMinutes * minute
    : session.endsAt.getTime() - session.startsAt.getTime();
  return { startsAt, endsAt: new Date(startsAt.getTime() + duration) };
}
