import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Goal, goalByAccount } from './loaders.ts';

export const PracticeGoalUnit = builder.enumType('PracticeGoalUnit', {
  description: 'What a goal counts.',
  values: {
    SESSIONS: { description: 'Completed practices.' },
    MINUTES: { description: 'Practised time of the completed ones, in full minutes.' },
  } as const,
});

const PracticeGoal = builder.objectRef<Goal>('PracticeGoal').implement({
  description:
    'What a person means to practise each week, Monday to Sunday by their own days. Past weeks are judged by the goal as it is now.',
  fields: (t) => ({
    unit: t.expose('unit', { type: PracticeGoalUnit, description: 'What it counts.' }),
    target: t.exposeInt('target', { description: 'How many of them a week.' }),
    done: t.exposeInt('done', { description: 'How many this week has so far.' }),
    isMet: t.boolean({
      description: 'Whether this week has as many as it takes.',
      resolve: ({ done, target }) => done >= target,
    }),
    weekStart: t.expose('week', { type: 'Date', description: 'The Monday of this week.' }),
    currentStreakWeeks: t.exposeInt('currentStreak', {
      description: 'Weeks in a row that met the goal, up to this or the last one: a week that goes on breaks nothing.',
    }),
    longestStreakWeeks: t.exposeInt('longestStreak', { description: 'Most weeks in a row that met the goal.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  practiceGoal: t.loadable({
    type: PracticeGoal,
    nullable: true,
    byPath: true,
    description: 'The weekly goal and how it is met; null where there is none.',
    load: (accounts: AccountRow[], context) => goalByAccount(accounts, context),
    resolve: (account) => account,
  }),
}));
