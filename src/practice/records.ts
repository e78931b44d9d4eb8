import { z } from 'zod';
import type { SignedIn } from '../context.ts';
import type { PracticeSession } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { validate } from '../validation.ts';
import { addToDays, takeFromDays } from './days.ts';
import { requireSequence } from './sequences/service.ts';
import { isOpen, lockAccount, lockPractice } from './service.ts';
import { localDay, sameTimeOn, startOfDay } from './time.ts';
import { mood, notes, poses, seconds } from './validation.ts';

const hour = 3_600_000;
const backdatingHours = 48;

const record = z.object({
  localDate: z.date(),
  durationSeconds: seconds,
  posesCompleted: poses.nullish(),
  notes: notes.nullish(),
  mood: mood.nullish(),
});
const update = z.object({ notes: notes.nullish(), mood: mood.nullish() });

export type PracticeLog = z.input<typeof record> & { sequenceId?: string | null };
export type PracticeUpdate = z.input<typeof update>;

/** Logs a practice done away from the app and adds it to its day. */
export async function logPractice(context: SignedIn, { sequenceId, ...input }: PracticeLog): Promise<PracticeSession> {
  const { account } = context.viewer;
  const now = new Date();
  const today = localDay(now, account.timeZone);
  const earliest = localDay(new Date(now.getTime() - backdatingHours * hour), account.timeZone);
  const localDate = record.shape.localDate
    .refine((date) => date <= today, 'must not be in the future')
    .refine((date) => date >= earliest, `must be at most ${backdatingHours} hours ago`);
  const valid = validate(record.extend({ localDate }), input);
  // Only the day is known. The times lie within it, at the present time of day as far as it allows.
  const completedAt = sameTimeOn(valid.localDate, now, account.timeZone);
  const dayStart = startOfDay(valid.localDate, account.timeZone);
  return transaction(context.app.database, async (tx) => {
    if (sequenceId) await requireSequence(tx, context, sequenceId);
    await lockAccount(tx, context);
    const logged = await tx.practiceSession.create({
      data: {
        accountId: account.id,
        sequenceId: sequenceId ?? null,
        source: 'LOGGED',
        status: 'COMPLETED',
        startedAt: new Date(Math.max(completedAt.getTime() - valid.durationSeconds * 1000, dayStart.getTime())),
        completedAt,
        durationSeconds: valid.durationSeconds,
        posesCompleted: valid.posesCompleted ?? 0,
        localDate: valid.localDate,
        notes: valid.notes || null,
        mood: valid.mood ?? null,
      },
    });
    await addToDays(tx, [logged]);
    context.app.events.accountChanged(tx, account.id);
    return logged;
  });
}

/** Changes what the practitioner wrote about a practice; what is left out stays, null clears. */
export async function updatePractice(
  context: SignedIn,
  { id, input }: { id: string; input: PracticeUpdate },
): Promise<PracticeSession> {
  const valid = validate(update, input);
  return transaction(context.app.database, async (tx) => {
    await lockPractice(tx, context, id);
    return tx.practiceSession.update({
      where: { id },
      data: {
        ...(valid.notes !== undefined && { notes: valid.notes || null }),
        ...(valid.mood !== undefined && { mood: valid.mood }),
      },
    });
  });
}

/** Deletes a practice and subtracts it from its day. */
export async function deletePractice(context: SignedIn, id: string): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const practice = await lockPractice(tx, context, id);
    await tx.practiceSession.delete({ where: { id } });
    if (!isOpen(practice)) await takeFromDays(tx, practice);
  });
}
