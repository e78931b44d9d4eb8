import { Account } from '../../accounts/schema.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { PracticeGoalUnit } from './schema.ts';
import { updateSettings } from './service.ts';

const PracticeGoalInput = builder.inputType('PracticeGoalInput', {
  description: 'A weekly goal.',
  fields: (t) => ({
    unit: t.field({ type: PracticeGoalUnit, required: true, description: 'What it counts.' }),
    target: t.int({ required: true, description: 'How many a week: 1 to 100 sessions, or 1 to 10080 minutes.' }),
  }),
});

const PracticeSettingsInput = builder.inputType('PracticeSettingsInput', {
  description: 'Changes to what the viewer has set for their practice: what is left out stays.',
  fields: (t) => ({
    goal: t.field({ type: PracticeGoalInput, description: 'The weekly goal; null takes it away.' }),
    streakFreezes: t.boolean({
      description:
        'Whether a missed day is bridged while fewer than two were in its month, so that it does not break the streak; it does not count either. Off until turned on; it applies to past days as well.',
    }),
  }),
});

export const PracticeSettingsResult = resultUnion('PracticeSettingsResult', Account, [InvalidInputError]);

builder.mutationFields((t) => ({
  practiceSettingsUpdate: t.withAuth({ signedIn: true }).field({
    type: PracticeSettingsResult,
    nullable: true,
    description: 'Changes what the viewer has set for their practice.',
    args: { input: t.arg({ type: PracticeSettingsInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateSettings(context, input),
  }),
}));
