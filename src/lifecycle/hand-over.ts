import { z } from 'zod';
import { usernameKey } from '../accounts/validation.ts';
import { handedOverNotifications } from '../bookings/notifications/hand-over.ts';
import { activeStatuses } from '../bookings/rules.ts';
import { shortenWaitlist } from '../bookings/seats/service.ts';
import { withdrawFrom } from '../bookings/service.ts';
import { bookingsChanged } from '../bookings/stream.ts';
import type { App, SignedIn } from '../context.ts';
import type { Account, Session } from '../database/generated/client.ts';
import { holdAccount } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { depart, isOpen, stateOf } from '../live/presence/service.ts';
import { revealCompleteStories } from '../live/stories/service.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged, sessionHandedOver } from '../sessions/events.ts';
import { line, validate } from '../validation.ts';
import { lockModerated } from './access.ts';

const handOver = z
  .object({
    id: z.string(),
    userId: z.string().nullish(),
    username: line(1, 60).nullish(),
    reason: z.string().nullish(),
  })
  .refine(({ userId, username }) => (userId == null) !== (username == null), {
    path: ['username'],
    message: 'give one of userId and username',
  });

/**
 * Hands a scheduled or live session over to another creator or admin, at once, as its host or as a moderating admin, which is
 * audited. Bookings, co-hosts and revenue stay with the session; the new host's own booking is cancelled with a full
 * refund. A date of a series becomes a session of its own.
 */
export async function handOverSession(context: SignedIn, given: z.input<typeof handOver>): Promise<Session> {
  const { id, reason = null, ...person } = validate(handOver, given);
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const { session, audit } = await lockModerated(tx, context, id, { reason });
    if (!isOpen(session)) throw new SessionStatusError(session.status);
    const host = await newHostOf(tx, session, person);
    const booking = { sessionId: id, accountId: host.id, reason: 'You host the session now.', inFull: true };
    await withdrawFrom(tx, app, { ...booking, by: session.hostId === context.viewer.account.id ? 'HOST' : 'STUDIO' });
    const handed = await tx.session.update({
      where: { id },
      data: { hostId: host.id, seriesId: null, occurrence: null, isDetached: false },
    });
    await changeRoles(tx, app, session, host.id);
    await revealCompleteStories(tx, app, handed);
    await app.events.append(tx, id, sessionChanged(handed));
    await app.events.appendAll(tx, [sessionHandedOver(id, { fromId: session.hostId, toId: host.id })]);
    app.events.accountChanged(tx, session.hostId);
    await tellPeople(tx, app, { before: session, session: handed });
    // Nobody moved up if the former host was suspended.
    await shortenWaitlist(tx, app, id);
    const details = { from: session.hostId, to: host.id };
    await audit(tx, { action: 'session.handed_over', targetType: 'Session', targetId: id, details });
    return tx.session.findUniqueOrThrow({ where: { id } });
  });
}

/** The person who is to host a session; throws where they cannot. */
async function newHostOf(
  tx: Transaction,
  { id: sessionId, hostId }: Session,
  { userId, username }: { userId?: string | null | undefined; username?: string | null | undefined },
): Promise<Account> {
  const path = [userId == null ? 'username' : 'userId'];
  const usable = { isGuest: false, status: 'ACTIVE', deletedAt: null } as const;
  const where = userId != null ? { id: userId, ...usable } : { usernameKey: usernameKey(username ?? ''), ...usable };
  const account = await tx.account.findUnique({ where });
  // Deleting an account gives its sessions up: it must not gain one meanwhile.
  if (!account || !(await holdAccount(tx, account.id))) throw new NotFoundError('person');
  if (account.id === hostId) throw new InvalidInputError([{ path, message: 'must not be the present host' }]);
  if (account.role === 'USER') throw new InvalidInputError([{ path, message: 'must be a creator or an admin' }]);
  const removal = { sessionId, accountId: account.id, removedAt: { not: null } };
  if ((await tx.participant.count({ where: removal })) > 0)
    throw new InvalidInputError([{ path, message: 'must not have been removed from the session' }]);
  return account;
}

/** Makes the new host the host of the room, too, and takes the former one out of it. Co-hosts stay co-hosts. */
async function changeRoles(tx: Transaction, app: App, session: Session, hostId: string): Promise<void> {
  const of = (accountId: string) => ({ sessionId_accountId: { sessionId: session.id, accountId } });
  const former = await tx.participant.findUnique({ where: of(session.hostId) });
  if (former) {
    const member = await tx.participant.update({ where: { id: former.id }, data: { role: 'MEMBER' } });
    if (member.presence !== 'LEFT') await depart(tx, app, member, null);
  }
  const present = await tx.participant.findUnique({ where: of(hostId) });
  if (!present) return;
  const host = await tx.participant.update({ where: { id: present.id }, data: { role: 'HOST' } });
  if (host.presence !== 'LEFT')
    await app.events.append(tx, session.id, { type: 'ParticipantRoleChanged', ...stateOf(host) });
}

async function tellPeople(
  tx: Transaction,
  app: App,
  { before, session }: { before: Session; session: Session },
): Promise<void> {
  const bookings = await tx.booking.findMany({
    where: { sessionId: session.id, status: { in: activeStatuses } },
    select: { id: true, accountId: true },
  });
  await bookingsChanged(tx, app, session, bookings);
  await app.mail.queue(tx, handedOverNotifications(before, session, bookings));
}

/** The people who hosted a session while it was live, and handed it over. */
export async function formerHosts(tx: Transaction, { id, startedAt }: Session): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ fromId: string }[]>`
    SELECT "payload"->>'fromId' AS "fromId" FROM "Event"
    WHERE "sessionId" = ${id}::uuid AND "sequence" IS NULL AND "type" = 'SessionHandedOver' AND "occurredAt" >= ${startedAt}::timestamptz`;
  return new Set(rows.map(({ fromId }) => fromId));
}
