import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import type { Account, PracticeGoalUnit, WeekStart } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import { validate } from '../../validation.ts';
import { lockAccount } from '../service.ts';

const mostPerWeek = { SESSIONS: 100, MINUTES: 7 * 24 * 60 };

const settings = z.object({
  goal: z
    .object({ unit: z.enum(['SESSIONS', 'MINUTES']), target: z.number().min(1, 'must be at least 1') })
    .refine(({ unit, target }) => target <= mostPerWeek[unit], {
      path: ['target'],
      error: 'must be at most 100 sessions or 10080 minutes',
    })
    .nullish(),
  streakFreezes: z.boolean().nullish(),
  weekStart: z.enum(['MONDAY', 'SUNDAY', 'SATURDAY']).nullish(),
});

export type SettingsInput = z.input<typeof settings>;

/** Changes the viewer's practice settings. A field that is left out stays; null removes the goal. */
export async function updateSettings(context: SignedIn, input: SettingsInput): Promise<Account> {
  const { goal, streakFreezes, weekStart } = validate(settings, input);
  return writeSettings(context, {
    ...(goal !== undefined && { goalUnit: goal?.unit ?? null, goalTarget: goal?.target ?? null }),
    ...(streakFreezes != null && { streakFreezes }),
    ...(weekStart != null && { weekStart }),
  });
}

/** Writes settings. `firstToken` becomes the calendar's token if the calendar has none. */
export async function writeSettings(
  context: SignedIn,
  data: {
    goalUnit?: PracticeGoalUnit | null;
    goalTarget?: number | null;
    streakFreezes?: boolean;
    weekStart?: WeekStart;
    calendarToken?: null;
  },
  firstToken?: string,
): Promise<Account> {
  return transaction(context.app.database, async (tx) => {
    const account = await lockAccount(tx, context);
    const where = { accountId: account.id };
    await tx.practiceSettings.upsert({ where, create: { ...where, ...data }, update: data });
    if (firstToken) {
      await tx.practiceSettings.updateMany({
        where: { ...where, calendarToken: null },
        data: { calendarToken: firstToken },
      });
    }
    return account;
  });
}
