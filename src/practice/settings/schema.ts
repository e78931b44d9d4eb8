import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow } from '../../database/generated/client.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { calendarTokenByAccount } from '../loaders.ts';
import { calendarImagePath } from '../sharing/route.ts';
import { type Goal, goalByAccount } from './loaders.ts';
import { shareCalendar, unshareCalendar, updateSettings } from './service.ts';

const PracticeGoalUnit = builder.enumType('PracticeGoalUnit', {
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

const PracticeSettingsResult = resultUnion('PracticeSettingsResult', Account, [InvalidInputError]);

builder.objectFields(Account, (t) => ({
  practiceGoal: t.loadable({
    type: PracticeGoal,
    nullable: true,
    byPath: true,
    description: 'The weekly goal and how it is met; null where there is none.',
    load: (accounts: AccountRow[], context) => goalByAccount(accounts, context),
    resolve: (account) => account,
  }),
  practiceCalendarUrl: t.loadable({
    type: 'URL',
    nullable: true,
    byPath: true,
    description:
      'Address of an SVG image of the last year’s practice calendar, for whoever has the address; null unless shared.',
    load: async (accountIds: string[], context) =>
      (await calendarTokenByAccount(accountIds, context)).map(
        (token) => token && `${context.app.env.PUBLIC_URL}${calendarImagePath(token)}`,
      ),
    resolve: ({ id }) => id,
  }),
}));

builder.mutationFields((t) => ({
  practiceSettingsUpdate: t.withAuth({ signedIn: true }).field({
    type: PracticeSettingsResult,
    nullable: true,
    description: 'Changes what the viewer has set for their practice.',
    args: { input: t.arg({ type: PracticeSettingsInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateSettings(context, input),
  }),
  practiceCalendarShare: t.withAuth({ signedIn: true }).field({
    type: Account,
    nullable: true,
    description: 'Makes an address at which whoever has it sees the calendar’s image; sharing again keeps it.',
    resolve: (_root, _args, context) => shareCalendar(context),
  }),
  practiceCalendarUnshare: t.withAuth({ signedIn: true }).field({
    type: Account,
    nullable: true,
    description: 'Makes the address of the calendar’s image useless for good; sharing again makes another.',
    resolve: (_root, _args, context) => unshareCalendar(context),
  }),
}));
