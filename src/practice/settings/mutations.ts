import { Account } from '../../accounts/schema.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { PracticeGoalUnit, WeekStart } from './schema.ts';
import { updateSettings } from './service.ts';

const PracticeGoalInput = builder.inputType('PracticeGoalInput', {
  description: 'A weekly goal.',
  fields: (t) => ({
    unit: t.field({ type: PracticeGoalUnit, required: true, description: 'Unit of the target.' }),
    target: t.int({ required: true, description: 'Number of units a week: 1 to 100 SESSIONS, or 1 to 10080 MINUTES.' }),
  }),
});

const PracticeSettingsInput = builder.inputType('PracticeSettingsInput', {
  description: 'Changes of the viewer’s practice settings. A field that is left out stays as it is.',
  fields: (t) => ({
    goal: t.field({ type: PracticeGoalInput, description: 'The weekly goal; null removes it.' }),
    streakFreezes: t.boolean({
      description:
        'Whether two missed days of each month are bridged: they do not break the streak, and do not count. Off by default. Applies to past days as well.',
    }),
    weekStart: t.field({
      type: WeekStart,
      description:
        'First day of the week, for the weekly goal, its streak and the calendar image. Applies to past weeks as well.',
    }),
  }),
});

export const PracticeSettingsResult = resultUnion('PracticeSettingsResult', Account, [InvalidInputError]);

builder.mutationFields((t) => ({
  practiceSettingsUpdate: t.withAuth({ signedIn: true }).field({
    type: PracticeSettingsResult,
    nullable: true,
    description: 'Changes the viewer’s practice settings.',
    args: { input: t.arg({ type: PracticeSettingsInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateSettings(context, input),
  }),
}));
