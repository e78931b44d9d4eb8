import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Goal, goalByAccount, weekStartByAccount } from './loaders.ts';

export const PracticeGoalUnit = builder.enumType('PracticeGoalUnit', {
  description: 'Unit of a goal.',
  values: {
    SESSIONS: { description: 'Number of completed practices.' },
    MINUTES: { description: 'Practised time of completed practices, in full minutes.' },
  } as const,
});

export const WeekStart = builder.enumType('WeekStart', {
  description: 'First day of the week.',
  values: {
    MONDAY: { description: 'Monday to Sunday.' },
    SUNDAY: { description: 'Sunday to Saturday.' },
    SATURDAY: { description: 'Saturday to Friday.' },
  } as const,
});

const PracticeGoal = builder.objectRef<Goal>('PracticeGoal').implement({
  description:
    'A person’s weekly practice goal. The week begins on practiceWeekStart, in days of the person’s time zone. Past weeks are measured by the present goal and week start.',
  fields: (t) => ({
    unit: t.expose('unit', { type: PracticeGoalUnit, description: 'Unit of the target.' }),
    target: t.exposeInt('target', { description: 'Number of units a week.' }),
    done: t.exposeInt('done', { description: 'Number of units so far this week.' }),
    isMet: t.boolean({
      description: 'Whether this week has reached the target.',
      resolve: ({ done, target }) => done >= target,
    }),
    weekStart: t.expose('weekStart', { type: 'Date', description: 'First day of this week.' }),
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
  practiceWeekStart: t.loadable({
    type: WeekStart,
    byPath: true,
    description:
      'First day of this person’s weeks, for the weekly goal and the calendar image; MONDAY until it is set.',
    load: (accountIds: string[], context) => weekStartByAccount(accountIds, context),
    resolve: ({ id }) => id,
  }),
}));
