import { z } from 'zod';
import type { SignedIn } from '../context.ts';
import type { Account, PracticeSession, PracticeStatus, Session } from '../database/generated/client.ts';
import { holdSequence, holdSession, lockLivingAccount, lockPracticeRow } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError, UnauthenticatedError } from '../errors.ts';
import { maySeeSession } from '../sessions/service.ts';
import { validate } from '../validation.ts';
import { abandonPractices } from './abandonment.ts';
import { addToDays } from './days.ts';
import { PracticeInProgressError, PracticeStatusError } from './errors.ts';
import { practicesChanged } from './events.ts';
import { maySeeSequence, requireSequence } from './sequences/service.ts';
import { dayNumber, dayOf, daysBetween, localDay, practisedSeconds } from './time.ts';
import { endStatus, mood, notes, poses, seconds } from './validation.ts';

export interface PracticeStart {
  sequenceId?: string | null;
  sessionId?: string | null;
  replaceCurrent?: boolean | null;
}

const completion = z.object({
  durationSeconds: seconds.nullish(),
  posesCompleted: poses.nullish(),
  status: endStatus.nullish(),
  notes: notes.nullish(),
  mood: mood.nullish(),
});

export type PracticeCompletion = Omit<z.input<typeof completion>, 'status'> & {
  id: string;
  status?: PracticeStatus | null;
};

const openStatuses: PracticeStatus[] = ['ACTIVE', 'PAUSED'];

/** Starts a practice. An open one is abandoned if `replaceCurrent` is set; otherwise the start is refused. */
export async function startPractice(
  context: SignedIn,
  { sequenceId, sessionId, replaceCurrent }: PracticeStart,
): Promise<PracticeSession> {
  const accountId = context.viewer.account.id;
  return transaction(context.app.database, async (tx) => {
    const session = sessionId ? await requireSession(tx, context, sessionId) : null;
    const sequence = sequenceId
      ? await requireSequence(tx, context, sequenceId)
      : await sequenceOf(tx, context, session);
    // The lock lets concurrent starts of one person take turns: one succeeds, the others see it.
    const { timeZone } = await lockAccount(tx, context);
    const [current] = await openPractices(tx, [accountId]);
    if (current && !replaceCurrent) throw new PracticeInProgressError(current);
    if (current) await abandonPractices(tx, context.app, [current.id]);
    if (session) await makeRoom(tx, session.id, accountId);
    if (sequence && !(await holdSequence(tx, sequence.id))) throw new NotFoundError('sequence');
    const now = new Date();
    const started = await tx.practiceSession.create({
      data: {
        accountId,
        sequenceId: sequence?.id ?? null,
        sessionId: session?.id ?? null,
        source: 'SOLO',
        status: 'ACTIVE',
        startedAt: now,
        activeSince: now,
        localDate: localDay(now, timeZone),
      },
    });
    await practicesChanged(tx, context.app, [started]);
    return started;
  });
}

/** Stops the clock. A figure that the client measured replaces the server's. */
export async function pausePractice(
  context: SignedIn,
  { id, durationSoFarSeconds }: { id: string; durationSoFarSeconds?: number | null },
): Promise<PracticeSession> {
  const claimed = validate(z.object({ durationSoFarSeconds: seconds.nullish() }), { durationSoFarSeconds });
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    if (practice.status !== 'ACTIVE') throw new PracticeStatusError(practice.status);
    const now = new Date();
    const durationSeconds = claimed.durationSoFarSeconds ?? practisedSeconds(practice, now);
    const { timeZone } = context.viewer.account;
    const beginning = await fitBeginning(tx, practice, { seconds: durationSeconds, end: now, timeZone });
    return tx.practiceSession.update({
      where: { id },
      data: { status: 'PAUSED', ...beginning, durationSeconds, activeSince: null, pausedAt: now },
    });
  });
}

/** Starts the clock of a paused practice again. */
export async function resumePractice(context: SignedIn, id: string): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    const { status } = await lockPractice(tx, context, id);
    if (status !== 'PAUSED') throw new PracticeStatusError(status);
    return tx.practiceSession.update({
      where: { id },
      data: { status: 'ACTIVE', activeSince: new Date(), pausedAt: null },
    });
  });
}

/** Marks a pose of the practice's sequence as completed. Repeating it changes nothing. */
export async function completePose(
  context: SignedIn,
  { id, position }: { id: string; position: number },
): Promise<PracticeSession> {
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    if (!isOpen(practice)) throw new PracticeStatusError(practice.status);
    const pose =
      practice.sequenceId === null
        ? null
        : await tx.sequencePose.findUnique({
            where: { sequenceId_position: { sequenceId: practice.sequenceId, position } },
          });
    if (!pose)
      throw new InvalidInputError([{ path: ['position'], message: 'must be the position of a pose of the sequence' }]);
    const { count } = await tx.posePractice.createMany({
      data: [{ practiceSessionId: id, position, name: pose.name }],
      skipDuplicates: true,
    });
    if (count === 0) return practice;
    const posesCompleted = await tx.posePractice.count({ where: { practiceSessionId: id } });
    return tx.practiceSession.update({ where: { id }, data: { posesCompleted } });
  });
}

/** Ends a practice and adds it to its day. */
export async function completePractice(
  context: SignedIn,
  { id, ...input }: PracticeCompletion,
): Promise<PracticeSession> {
  const valid = validate(completion, input);
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    if (!isOpen(practice)) throw new PracticeStatusError(practice.status);
    const now = new Date();
    const durationSeconds = valid.durationSeconds ?? practisedSeconds(practice, now);
    const { timeZone } = context.viewer.account;
    const beginning = await fitBeginning(tx, practice, { seconds: durationSeconds, end: now, timeZone });
    const ended = await tx.practiceSession.update({
      where: { id },
      data: {
        status: valid.status ?? 'COMPLETED',
        ...beginning,
        completedAt: now,
        activeSince: null,
        pausedAt: null,
        durationSeconds,
        posesCompleted: valid.posesCompleted ?? practice.posesCompleted,
        notes: valid.notes || practice.notes,
        mood: valid.mood ?? practice.mood,
      },
    });
    await addToDays(tx, [ended]);
    return ended;
  });
}

/**
 * Fits the beginning of a practice to `seconds` practised until `end`. A client may have measured more time than the
 * server saw: the practice then began as much earlier, but not before the end of those that began before it. The day
 * moves with the beginning. Logged practices have no times, and abandoned ones no known end.
 */
export async function fitBeginning(
  tx: Transaction,
  practice: PracticeSession,
  { seconds, end, timeZone }: { seconds: number; end: Date; timeZone: string },
): Promise<Pick<PracticeSession, 'startedAt' | 'localDate'>> {
  const { id, accountId, startedAt, localDate } = practice;
  const measured = end.getTime() - seconds * 1000;
  if (measured >= startedAt.getTime()) return { startedAt, localDate };
  // Of several that began together, or within each other, the last to end.
  const { _max: preceding } = await tx.practiceSession.aggregate({
    _max: { completedAt: true },
    where: {
      ...{ accountId, id: { not: id }, startedAt: { lte: startedAt } },
      ...{ source: { not: 'LOGGED' }, status: { in: ['COMPLETED', 'PARTIAL'] } },
    },
  });
  const earliest = Math.max(measured, preceding.completedAt?.getTime() ?? measured);
  const fitted = new Date(Math.min(startedAt.getTime(), earliest));
  // Not the fitted instant's day in the present zone: the practitioner may have changed it since the start.
  const days = daysBetween(localDay(startedAt, timeZone), localDay(fitted, timeZone));
  return { startedAt: fitted, localDate: dayOf(dayNumber(localDate) + days) };
}

/** Locks the viewer's account and returns its present row; UNAUTHENTICATED if it was deleted meanwhile. */
export async function lockAccount(tx: Transaction, { viewer }: SignedIn): Promise<Account> {
  const account = await lockLivingAccount(tx, viewer.account.id);
  if (!account) throw new UnauthenticatedError();
  return account;
}

/** Locks one of the viewer's practices for a change, which their streams are told of; NOT_FOUND for anybody else's. */
export async function lockPractice(tx: Transaction, { app, viewer }: SignedIn, id: string): Promise<PracticeSession> {
  const practice = await lockPracticeRow(tx, id, viewer.account.id);
  if (!practice) throw new NotFoundError('practice');
  await practicesChanged(tx, app, [practice]);
  return practice;
}

/** The open practices of accounts, at most one each. Prisma's query would not use the partial index. */
export function openPractices(
  database: Pick<Transaction, '$queryRaw'>,
  accountIds: readonly string[],
): Promise<PracticeSession[]> {
  return database.$queryRaw<PracticeSession[]>`
    SELECT * FROM "PracticeSession" WHERE "accountId" = ANY(${accountIds}::uuid[]) AND "status" IN ('ACTIVE', 'PAUSED')`;
}

export function isOpen({ status }: Pick<PracticeSession, 'status'>): boolean {
  return openStatuses.includes(status);
}

/**
 * Returns the session that a practice belongs to. Its row is locked before the account's, in the order of
 * `database/locks.ts`.
 */
async function requireSession(tx: Transaction, context: SignedIn, id: string): Promise<Session> {
  const session = await holdSession(tx, id);
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  return session;
}

/** The session's sequence; null without one, or if the viewer may not see it. */
async function sequenceOf(tx: Transaction, context: SignedIn, session: Session | null) {
  if (!session?.sequenceId) return null;
  const sequence = await tx.sequence.findUnique({ where: { id: session.sequenceId } });
  return sequence && maySeeSequence(context, sequence) ? sequence : null;
}

/** A person has one practice per session. An abandoned one is detached from it; any other refuses another start. */
async function makeRoom(tx: Transaction, sessionId: string, accountId: string): Promise<void> {
  const earlier = await tx.practiceSession.findUnique({ where: { sessionId_accountId: { sessionId, accountId } } });
  if (!earlier) return;
  if (earlier.status !== 'ABANDONED') throw new PracticeStatusError(earlier.status);
  await tx.practiceSession.update({ where: { id: earlier.id }, data: { sessionId: null } });
}
