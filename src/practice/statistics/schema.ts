import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow, PracticeDay as PracticeDayRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { Sequence } from '../sequences/schema.ts';
import { calendarByAccount, favouriteSequences, type Statistics, statisticsByAccount } from './loaders.ts';

const ended = ({ completed, partial, abandoned }: Statistics) => completed + partial + abandoned;

export const PracticeStats = builder.objectRef<Statistics>('PracticeStats').implement({
  description: 'What a person’s practice adds up to, in the days asked for; the practitioner and admins see it.',
  fields: (t) => ({
    totalSessions: t.exposeInt('completed', { description: 'Completed practices.' }),
    totalPracticeSeconds: t.exposeInt('completedSeconds', { description: 'Practised time of the completed ones.' }),
    averageDurationSeconds: t.float({
      description: 'Practised time of a completed one on average; 0 where there is none.',
      resolve: ({ completed, completedSeconds }) => (completed === 0 ? 0 : completedSeconds / completed),
    }),
    completionRatePercent: t.float({
      description: 'Completed, of all that ended, in percent with one decimal; 0 where none ended.',
      resolve: (statistics) =>
        ended(statistics) === 0 ? 0 : Math.round((statistics.completed / ended(statistics)) * 1000) / 10,
    }),
    startedSessions: t.int({
      description: 'All that were started: those that ended, and the one that is open.',
      resolve: (statistics) => ended(statistics) + statistics.open,
    }),
    partialSessions: t.exposeInt('partial', { description: 'Those ended early on purpose.' }),
    abandonedSessions: t.exposeInt('abandoned', { description: 'Those given up, replaced, or left open.' }),
    totalPosesCompleted: t.exposeInt('posesCompleted', { description: 'Poses done in all that ended, however.' }),
    currentStreakDays: t.exposeInt('currentStreak', {
      description:
        'Days in a row with a completed practice, up to today or yesterday in the practitioner’s zone: today without practice does not break it, nor does a day that a freeze bridges. Over all history, whatever days were asked for.',
    }),
    longestStreakDays: t.exposeInt('longestStreak', {
      description:
        'Most days in a row with a completed practice, as for the current streak, over all history, whatever days were asked for.',
    }),
    streakFreezesLeft: t.exposeInt('freezesLeft', {
      nullable: true,
      description:
        'How many more missed days of the present month a freeze would bridge, 0 to 2; null where freezes are off.',
    }),
    lastPracticeDate: t.expose('lastPracticeDate', {
      type: 'Date',
      nullable: true,
      description: 'Latest day with a completed practice, over all history; null where there is none.',
    }),
    favouriteSequence: t.loadable({
      type: Sequence,
      nullable: true,
      description:
        'The sequence completed most often, of several the one of the latest day; null where none was completed that the viewer may see.',
      load: (statistics: Statistics[], context) => favouriteSequences(statistics, context),
      resolve: (statistics) => statistics,
    }),
  }),
});

const PracticeDay = builder.objectRef<PracticeDayRow>('PracticeDay').implement({
  description: 'A day with practice.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The practitioner’s day.' }),
    sessions: t.exposeInt('completed', { description: 'Practices completed that day, at least 1.' }),
    practiceSeconds: t.exposeInt('completedSeconds', { description: 'Practised time of the completed ones.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  practiceStats: t.loadable({
    type: PracticeStats,
    byPath: true,
    description: 'What this person’s practice adds up to, over all history or some days of it.',
    args: {
      from: t.arg({ type: 'Date', description: 'Practices counting for this day or a later one.' }),
      to: t.arg({ type: 'Date', description: 'Practices counting for this day or an earlier one.' }),
    },
    load: (accounts: AccountRow[], context, days) => statisticsByAccount(accounts, context, days),
    resolve: (account) => account,
  }),
  practiceCalendar: t.loadableList({
    type: PracticeDay,
    byPath: true,
    description: 'The days on which this person completed a practice, in order; days without one are left out.',
    complexity: { field: 5, multiplier: 30 },
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'First day.' }),
      to: t.arg({ type: 'Date', required: true, description: 'Last day: at most 366 days, both included.' }),
    },
    load: (accountIds: string[], context, days) => calendarByAccount(accountIds, context, days),
    resolve: ({ id }) => id,
  }),
}));
