import { type CheckIn, readCheckIns, settleBookings, withdrawnPeople } from '../bookings/settle.ts';
import type { App, SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../database/transaction.ts';
import { type Attendance, readAttendance } from '../live/presence/attendance.ts';
import { endPresence } from '../live/presence/service.ts';
import { recordLivePractice } from '../practice/live-practice.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { lockForHosts } from '../sessions/service.ts';
import { formerHosts } from './hand-over.ts';

/** Ends a live session. Settles its bookings and records practice from attendance in one transaction. */
export async function endSession(context: SignedIn, id: string): Promise<Session> {
  return transaction(context.app.database, async (tx) => {
    const session = await lockForHosts(tx, context, id);
    if (session.status !== 'LIVE') throw new SessionStatusError(session.status);
    return endLockedSession(tx, context.app, session);
  });
}

// Connecting takes a moment, so an absence of at most this long does not count.
const connectingMilliseconds = 3_000;

/**
 * Ends a locked live session, as of now or an earlier moment. A person attended who was present for half of the time
 * that the session was live, counting at most its planned length. For a person whose seat was confirmed later, half of
 * the remaining time suffices. Whoever was checked in attended, from then on, with a device or without. Nobody is a no-show
 * if no host ever came and nobody was checked in, or if the session lasted under half its plan.
 */
export async function endLockedSession(tx: Transaction, app: App, session: Session, at?: Date): Promise<Session> {
  const now = at ?? (await databaseTime(tx));
  const startedAt = session.startedAt ?? now;
  await endPresence(tx, session.id, now);
  const planned = session.endsAt.getTime() - session.startsAt.getTime();
  const live = Math.min(now.getTime() - startedAt.getTime(), planned);
  const measured = (await readAttendance(tx, session, startedAt, now)).map((one) => {
    const late = Math.max(0, (one.seatedAt ?? startedAt).getTime() - startedAt.getTime());
    const isEnough = one.milliseconds * 2 >= live - late || live - late - one.milliseconds <= connectingMilliseconds;
    return { ...one, seconds: Math.round(one.milliseconds / 1000), isEnough };
  });
  const checkIns = await readCheckIns(tx, session.id);
  const attendances = withCheckIns(measured, checkIns, { startedAt, now });
  const former = await formerHosts(tx, session);
  const isHost = ({ accountId }: Attended) => accountId === session.hostId || former.has(accountId);
  const isAttended = checkIns.length > 0 || measured.some(isHost);
  const wasHeld = live * 2 >= planned && isAttended;
  const halfTime = new Date(startedAt.getTime() + live / 2);
  await settleBookings(tx, app, session, { attendances, wasHeld, halfTime });
  // Hosts and spectators do not practise, nor does who hosted it before and took no seat; guests have no account to record it in.
  const guests = new Set(checkIns.flatMap(({ accountId, isGuest }) => (isGuest ? accountId : [])));
  const withdrawn = session.admission === 'BOOKING' ? await withdrawnPeople(tx, session.id) : new Set();
  const taught = ({ accountId, seatedAt }: Attended) => former.has(accountId) && seatedAt === null;
  const practised = attendances.filter((one) => {
    const takesPart = one.role === 'COHOST' || (one.role === 'MEMBER' && !withdrawn.has(one.accountId) && !taught(one));
    return one.isEnough && takesPart && !guests.has(one.accountId);
  });
  await recordLivePractice(
    tx,
    app,
    practised.map(({ accountId, timeZone, seconds, from }) => ({
      accountId,
      timeZone,
      sessionId: session.id,
      sequenceId: session.sequenceId,
      startedAt: from,
      endedAt: now,
      durationSeconds: seconds,
    })),
  );
  const ended = await tx.session.update({
    where: { id: session.id },
    data: { status: 'ENDED', endedAt: now, joinCode: null },
  });
  await app.events.append(tx, session.id, sessionChanged(ended));
  return ended;
}

type Attended = Pick<Attendance, 'accountId' | 'role' | 'timeZone' | 'from' | 'seatedAt'> & {
  seconds: number;
  isEnough: boolean;
};

/**
 * What was measured, with the people who were checked in: they attended from then, or from the start, until the end. Whoever
 * is ticked off after the end was there all the time.
 */
function withCheckIns(
  measured: Attended[],
  checkIns: CheckIn[],
  { startedAt, now }: { startedAt: Date; now: Date },
): Attended[] {
  const attended = new Map(measured.map((one) => [one.accountId, one]));
  for (const { accountId, timeZone, checkedInAt } of checkIns) {
    const from = checkedInAt > startedAt && checkedInAt < now ? checkedInAt : startedAt;
    const seconds = Math.round((now.getTime() - from.getTime()) / 1000);
    const known = attended.get(accountId) ?? {
      accountId,
      timeZone,
      role: 'MEMBER',
      from,
      seatedAt: checkedInAt,
      seconds,
    };
    attended.set(accountId, {
      ...known,
      isEnough: true,
      seconds: Math.max(known.seconds, seconds),
      from: known.from < from ? known.from : from,
    });
  }
  return [...attended.values()];
}
