import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Goal, goalByAccount } from './loaders.ts';

export const PracticeGoalUnit = builder.enumType('PracticeGoalUnit', {
  description: 'Unit of a goal.',
  values: {
    SESSIONS: { description: 'Number of completed practices.' },
    MINUTES: { description: 'Practised time of completed practices, in full minutes.' },
  } as const,
});

const PracticeGoal = builder.objectRef<Goal>('PracticeGoal').implement({
  description:
    'What a person means to practise each week, Monday to Sunday by their own days. Past weeks are judged by the goal as it is now.',
  fields: (t) => ({
    unit: t.expose('unit', { type: PracticeGoalUnit, description: 'Unit of the target.' }),
    target: t.exposeInt('target', { description: 'Number of units a week.' }),
    done: t.exposeInt('done', { description: 'Number of units so far this week.' }),
    isMet: t.boolean({
      description: 'Whether this week has reached the target.',
      resolve: ({ done, target }) => done >= target,
    }),
    weekStart: t.expose('week', { type: 'Date', description: 'The Monday of this week.' }),
    currentStreakWeeks: t.exposeInt('currentStreak', {
      description: 'Consecutive weeks that met the goal. The present week does not break the streak while it lasts.',
    }),
    longestStreakWeeks: t.exposeInt('longestStreak', { description: 'Most consecutive weeks that met the goal.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  practiceGoal: t.loadable({
    type: PracticeGoal,
    nullable: true,
    byPath: true,
    description: 'The weekly goal and its progress; null without a goal.',
    load: (accounts: AccountRow[], context) => goalByAccount(accounts, context),
    resolve: (account) => account,
  }),
}));
