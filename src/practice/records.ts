import { z } from 'zod';
import type { SignedIn } from '../context.ts';
import type { PracticeSession, PracticeStatus } from '../database/generated/client.ts';
import { holdSequence } from '../database/locks.ts';
import { type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { fault, line, validate } from '../validation.ts';
import { addToDays, takeFromDays } from './days.ts';
import { PracticeStatusError } from './errors.ts';
import { practicesChanged } from './events.ts';
import { requireSequence } from './sequences/service.ts';
import { fitBeginning, isOpen, lockAccount, lockPractice } from './service.ts';
import { localDay, sameTimeOn, startOfDay } from './time.ts';
import { endStatus, mood, notes, poses, seconds } from './validation.ts';

const hour = 3_600_000;
const backdatingHours = 48;
const correctionHours = 48;

const retry = z.object({ idempotencyKey: line(1, 100).nullish() });
const record = retry.extend({
  localDate: z.date(),
  durationSeconds: seconds,
  posesCompleted: poses.nullish(),
  notes: notes.nullish(),
  mood: mood.nullish(),
});
const update = z.object({
  notes: notes.nullish(),
  mood: mood.nullish(),
  durationSeconds: seconds.nullish(),
  posesCompleted: poses.nullish(),
  status: endStatus.nullish(),
});

export type PracticeLog = z.input<typeof record> & { sequenceId?: string | null };
export type PracticeUpdate = Omit<z.input<typeof update>, 'status'> & { status?: PracticeStatus | null };

/**
 * Logs a practice done away from the app and adds it to its day. A retry with the same idempotency key returns the
 * practice that the first request logged, while that exists.
 */
export async function logPractice(
  context: SignedIn,
  { sequenceId = null, ...input }: PracticeLog,
): Promise<PracticeSession> {
  const { account } = context.viewer;
  return transaction(context.app.database, async (tx) => {
    // The lock lets concurrent requests of one person take turns, so that a retry finds what the first one logged.
    await lockAccount(tx, context);
    const { idempotencyKey } = validate(retry, input);
    const earlier = idempotencyKey ? await loggedBy(tx, account.id, idempotencyKey) : null;
    if (earlier) {
      // A retry may come when its day can no longer be logged.
      if (earlier.idempotencyBody === bodyOf(validate(record, input), sequenceId)) return earlier;
      throw new InvalidInputError([{ path: ['idempotencyKey'], message: 'was used for another practice' }]);
    }
    const now = new Date();
    const valid = validate(record.extend({ localDate: recentDay(now, account.timeZone) }), input);
    if (sequenceId) await requireSequence(tx, context, sequenceId);
    if (sequenceId && !(await holdSequence(tx, sequenceId))) throw new NotFoundError('sequence');
    const { localDate, durationSeconds, posesCompleted, notes, mood } = valid;
    // Only the day is known. The times lie within it, at the present time of day as far as it allows.
    const completedAt = sameTimeOn(localDate, now, account.timeZone);
    const dayStart = startOfDay(localDate, account.timeZone);
    const logged = await tx.practiceSession.create({
      data: {
        accountId: account.id,
        sequenceId,
        source: 'LOGGED',
        status: 'COMPLETED',
        startedAt: new Date(Math.max(completedAt.getTime() - durationSeconds * 1000, dayStart.getTime())),
        completedAt,
        durationSeconds,
        posesCompleted: posesCompleted ?? 0,
        localDate,
        notes: notes || null,
        mood: mood ?? null,
        ...(idempotencyKey && { idempotencyKey, idempotencyBody: bodyOf(valid, sequenceId) }),
      },
    });
    await addToDays(tx, [logged]);
    await practicesChanged(tx, context.app, [logged]);
    return logged;
  });
}

function loggedBy(tx: Transaction, accountId: string, idempotencyKey: string): Promise<PracticeSession | null> {
  return tx.practiceSession.findUnique({ where: { accountId_idempotencyKey: { accountId, idempotencyKey } } });
}

/** Tells whether a request with the same key is a retry. */
function bodyOf(
  { localDate, durationSeconds, posesCompleted, notes, mood }: z.output<typeof record>,
  sequenceId: string | null,
): string {
  const day = localDate.toISOString().slice(0, 10);
  return JSON.stringify([day, durationSeconds, sequenceId, posesCompleted ?? 0, notes || null, mood ?? null]);
}

function recentDay(now: Date, timeZone: string) {
  const today = localDay(now, timeZone);
  const earliest = localDay(new Date(now.getTime() - backdatingHours * hour), timeZone);
  return record.shape.localDate
    .refine((date) => date <= today, fault('TOO_LARGE', 'must not be in the future'))
    .refine((date) => date >= earliest, fault('TOO_SMALL', `must be at most ${backdatingHours} hours ago`));
}

/**
 * Changes the notes and mood of a practice: a field that is left out stays, null clears. Corrects the figures of a
 * practice that the server closed: the client may have been offline when it ended.
 */
export async function updatePractice(
  context: SignedIn,
  { id, input }: { id: string; input: PracticeUpdate },
): Promise<PracticeSession> {
  const { notes, mood, ...figures } = validate(update, input);
  return transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    const names = (['durationSeconds', 'posesCompleted', 'status'] as const).filter((name) => figures[name] != null);
    if (names.length > 0) requireCorrectable(practice, names);
    const updated = await tx.practiceSession.update({
      where: { id },
      data: {
        ...(notes !== undefined && { notes: notes || null }),
        ...(mood !== undefined && { mood }),
        ...(names.length > 0 && (await correction(tx, context, practice, figures))),
      },
    });
    if (names.length === 0) return updated;
    await takeFromDays(tx, practice);
    await addToDays(tx, [updated]);
    return updated;
  });
}

function requireCorrectable({ status, closedByServerAt }: PracticeSession, names: string[]): void {
  if (!closedByServerAt) throw new PracticeStatusError(status);
  if (Date.now() - closedByServerAt.getTime() <= correctionHours * hour) return;
  const message = `can be corrected for ${correctionHours} hours after the server closed the practice`;
  throw new InvalidInputError(names.map((name) => ({ path: [name], message })));
}

/** The corrected columns. A figure tells that the practice was completed, unless a status is given. */
async function correction(
  tx: Transaction,
  { viewer }: SignedIn,
  practice: PracticeSession,
  {
    durationSeconds,
    posesCompleted,
    status,
  }: Pick<z.output<typeof update>, 'durationSeconds' | 'posesCompleted' | 'status'>,
) {
  const seconds = durationSeconds ?? practice.durationSeconds;
  const end = practice.completedAt as Date;
  return {
    ...(await fitBeginning(tx, practice, { seconds, end, timeZone: viewer.account.timeZone })),
    durationSeconds: seconds,
    posesCompleted: posesCompleted ?? practice.posesCompleted,
    status: status ?? ('COMPLETED' as const),
  };
}

/** Deletes a practice and subtracts it from its day. */
export async function deletePractice(context: SignedIn, id: string): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    await tx.practiceSession.delete({ where: { id } });
    if (!isOpen(practice)) await takeFromDays(tx, practice);
  });
}
