import { recordAudit } from '../../accounts/audit.ts';
import { holdViewer } from '../../accounts/hold.ts';
import { moderate } from '../../accounts/moderation.ts';
import { activeBooking, withdrawFrom } from '../../bookings/service.ts';
import type { SignedIn } from '../../context.ts';
import type { Participant, ParticipantRole, Session } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { NotHostError, SessionStatusError } from '../../sessions/errors.ts';
import { limitCodeGuesses, parseJoinCode } from '../../sessions/join-codes.ts';
import { lockSession } from '../../sessions/service.ts';
import { InvalidJoinCodeError, NotParticipantError, NotVoterError } from '../errors.ts';
import { type LockedInside, lockInside, requireHost } from '../membership.ts';
import { depart, enter, formerCohost, stateOf } from '../presence/service.ts';
import { revealCompleteStories, withdrawVotes } from '../stories/service.ts';
import { countOccupancy, joinObstacle } from './admission.ts';

export interface Joining {
  code: string | null;
  sessionId: string | null;
  asSpectator: boolean;
}

/** Joins the viewer to a session, by its code or its id. Joining again changes nothing, or makes the viewer a spectator. */
export async function joinSession(
  context: SignedIn,
  { code, sessionId, asSpectator }: Joining,
): Promise<{ session: Session; participant: Participant }> {
  if ((code === null) === (sessionId === null)) {
    throw new InvalidInputError([
      { path: ['code'], message: 'must be given if sessionId is not, and not together with it' },
    ]);
  }
  const accountId = context.viewer.account.id;
  const id = sessionId ?? (await limitCodeGuesses(context, () => findByCode(context, code as string)));
  if (id === null) throw new InvalidJoinCodeError();
  return transaction(context.app.database, async (tx) => {
    const session = await lockSession(tx, context, id);
    const participant = await tx.participant.findUnique({
      where: { sessionId_accountId: { sessionId: session.id, accountId } },
    });
    const booking = await activeBooking(tx, session.id, accountId);
    // Compared under the lock: a code that was rotated since the look-up does not match any more.
    const hasCode = code !== null && session.joinCode === parseJoinCode(code);
    if (code !== null && !hasCode) throw new InvalidJoinCodeError();
    const occupancy = (await countOccupancy(tx, [session.id]))(session.id);
    const obstacle = joinObstacle({ session, accountId, participant, booking, hasCode, occupancy, asSpectator });
    if (obstacle) throw obstacle;
    const role = roleOf(session, accountId, participant, asSpectator);
    if (!participant) await holdViewer(tx, context);
    const entered = await enter(tx, context.app, session, accountId, role);
    if (participant && role === 'SPECTATOR') await withdrawVotes(tx, context.app, session, accountId);
    return { session, participant: entered };
  });
}

async function findByCode({ app: { database } }: SignedIn, code: string): Promise<string | null> {
  const joinCode = parseJoinCode(code);
  const found = joinCode && (await database.prisma.session.findUnique({ where: { joinCode }, select: { id: true } }));
  return found ? found.id : null;
}

/** Hosts keep their role. A member who is in may become a spectator, but a spectator no member. */
function roleOf(
  session: Session,
  accountId: string,
  participant: Participant | null,
  asSpectator: boolean,
): ParticipantRole {
  if (session.hostId === accountId) return 'HOST';
  if (participant?.role === 'COHOST') return 'COHOST';
  const isIn = participant !== null && participant.presence !== 'LEFT';
  return asSpectator || (isIn && participant.role === 'SPECTATOR') ? 'SPECTATOR' : 'MEMBER';
}

/** Takes the viewer out of a session. Leaving again changes nothing. */
export async function leaveSession(context: SignedIn, sessionId: string): Promise<Participant> {
  return transaction(context.app.database, async (tx) => {
    const session = await lockSession(tx, context, sessionId);
    const accountId = context.viewer.account.id;
    const participant = await tx.participant.findUnique({ where: { sessionId_accountId: { sessionId, accountId } } });
    if (!participant) throw new NotParticipantError();
    if (participant.presence === 'LEFT') return participant;
    refuseUnlessOpen(session);
    const departed = await depart(tx, context.app, participant, null);
    await revealCompleteStories(tx, context.app, session);
    return departed;
  });
}

/**
 * Removes a person for good and deletes their votes that are not revealed. The booking is cancelled with a full refund, which
 * frees its seat. Allowed to hosts, and with a reason to admins; always audited.
 */
export async function removeParticipant(context: SignedIn, id: string, given: string | null): Promise<Participant> {
  const { id: accountId, role } = context.viewer.account;
  return transaction(context.app.database, async (tx) => {
    const { participant, ...locked } = await lockParticipant(tx, context, id);
    const { session, hostRole } = locked;
    if (role !== 'ADMIN') requireHost(locked);
    const { reason } = moderate(context, hostRole ? accountId : session.hostId, given, 'participant');
    refuseHost(session, participant);
    if (participant.role === 'COHOST' && hostRole === 'COHOST' && participant.accountId !== accountId) {
      throw new NotHostError('Only the host of the session may remove a co-host.');
    }
    if (participant.removedAt) return participant;
    refuseUnlessOpen(session);
    const removed = await depart(tx, context.app, participant, { reason });
    const person = { accountId: participant.accountId };
    await withdrawVotes(tx, context.app, session, participant.accountId);
    const by = hostRole ? 'HOST' : 'STUDIO';
    await withdrawFrom(tx, context.app, { sessionId: session.id, ...person, reason, inFull: true, by });
    await recordAudit(tx, context, {
      action: 'participant.removed',
      targetType: 'Session',
      targetId: session.id,
      reason,
      details: person,
    });
    return removed;
  });
}

/** Gives a person another role. Allowed to the host. */
export async function setParticipantRole(context: SignedIn, id: string, role: ParticipantRole): Promise<Participant> {
  if (role === 'HOST') {
    throw new InvalidInputError([{ path: ['role'], message: 'must not be HOST, since a session has one host' }]);
  }
  return transaction(context.app.database, async (tx) => {
    const { session, participant, hostRole } = await lockParticipant(tx, context, id);
    if (hostRole !== 'HOST') throw new NotHostError('Only the host of the session may give roles.');
    refuseHost(session, participant);
    if (participant.removedAt) throw new NotFoundError('participant');
    refuseUnlessOpen(session);
    if (participant.role === role) return participant;
    const changed = await tx.participant.update({ where: { id }, data: { role } });
    const { sessionId } = participant;
    const data = { type: 'ParticipantRoleChanged', ...stateOf(changed) };
    await context.app.events.appendAll(tx, [{ sessionId, ...formerCohost(participant), isInSession: true, data }]);
    if (role === 'SPECTATOR') await withdrawVotes(tx, context.app, session, participant.accountId);
    return changed;
  });
}

/** Lets a person vote, or abstain from voting. Allowed to the person and to hosts. */
export async function setParticipantVoting(context: SignedIn, id: string, isVoter: boolean): Promise<Participant> {
  return transaction(context.app.database, async (tx) => {
    const { participant, ...locked } = await lockParticipant(tx, context, id);
    if (participant.accountId !== context.viewer.account.id) requireHost(locked);
    if (participant.removedAt) throw new NotFoundError('participant');
    const { session } = locked;
    refuseUnlessOpen(session);
    if (participant.role === 'SPECTATOR')
      throw new NotVoterError('Spectators do not vote. Ask for another role first.');
    if (participant.isVoter === isVoter) return participant;
    const changed = await tx.participant.update({ where: { id }, data: { isVoter } });
    await context.app.events.append(tx, session.id, { type: 'ParticipantVotingChanged', ...stateOf(changed), isVoter });
    if (!isVoter) await withdrawVotes(tx, context.app, session, participant.accountId);
    return changed;
  });
}

/** Locks the session of a participant for a viewer who may see its inside. `participant` is not the viewer's own. */
async function lockParticipant(
  tx: Transaction,
  context: SignedIn,
  id: string,
): Promise<LockedInside & { participant: Participant }> {
  const found = await tx.participant.findUnique({ where: { id } });
  if (!found) throw new NotFoundError('participant');
  const locked = await lockInside(tx, context, found.sessionId).catch((error: unknown) => {
    // The same message as for a missing participant, so that it does not tell a stranger that the participant exists.
    throw error instanceof NotFoundError ? new NotFoundError('participant') : error;
  });
  return { ...locked, participant: await tx.participant.findUniqueOrThrow({ where: { id } }) };
}

function refuseHost({ hostId }: Session, { accountId }: Participant): void {
  if (accountId === hostId) throw new InvalidInputError([{ path: ['id'], message: 'must not be the session’s host' }]);
}

function refuseUnlessOpen({ status }: Session): void {
  if (status !== 'SCHEDULED' && status !== 'LIVE') throw new SessionStatusError(status);
}
