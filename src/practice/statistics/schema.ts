import { Account } from '../../accounts/schema.ts';
import type { Account as AccountRow, PracticeDay as PracticeDayRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { Sequence } from '../sequences/schema.ts';
import { calendarByAccount, favouriteSequences, type Statistics, statisticsByAccount } from './loaders.ts';

const ended = ({ completed, partial, abandoned }: Statistics) => completed + partial + abandoned;

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

export const PracticeStats = builder.objectRef<Statistics>('PracticeStats').implement({
  description: 'Totals of a person’s practice over a range of days. Visible to the practitioner and admins.',
  fields: (t) => ({
    totalSessions: t.exposeInt('completed', { description: 'Number of completed practices.' }),
    totalPracticeSeconds: t.exposeInt('completedSeconds', {
      description: 'Practised time of the completed practices, in seconds.',
    }),
    averageDurationSeconds: t.float({
      description: 'Average practised time of a completed practice, in seconds; 0 without one.',
      resolve: ({ completed, completedSeconds }) => (completed === 0 ? 0 : completedSeconds / completed),
    }),
    completionRatePercent: t.float({
      description:
        'Completed ÷ ended practices, in percent with one decimal; 0 if none ended. Ended are the COMPLETED, PARTIAL and ABANDONED ones; an open practice does not count.',
      resolve: (statistics) => percent(statistics.completed, ended(statistics)),
    }),
    completedOfStartedPercent: t.float({
      description:
        'Completed ÷ started practices, in percent with one decimal; 0 if none was started. Started are the ended ones and the open one.',
      resolve: (statistics) => percent(statistics.completed, ended(statistics) + statistics.open),
    }),
    startedSessions: t.int({
      description: 'Number of started practices: all that ended, however they ended, and the open one.',
      resolve: (statistics) => ended(statistics) + statistics.open,
    }),
    partialSessions: t.exposeInt('partial', { description: 'Number of PARTIAL practices.' }),
    abandonedSessions: t.exposeInt('abandoned', { description: 'Number of ABANDONED practices.' }),
    totalPosesCompleted: t.exposeInt('posesCompleted', {
      description: 'Poses completed in all practices that ended, however they ended.',
    }),
    currentStreakDays: t.exposeInt('currentStreak', {
      description:
        'Consecutive days with a completed practice, up to today in the practitioner’s time zone. Today without a practice does not break the streak; neither does a day that a freeze bridges. Covers all history, regardless of from and to.',
    }),
    longestStreakDays: t.exposeInt('longestStreak', {
      description:
        'The longest streak, by the rules of currentStreakDays. Covers all history, regardless of from and to.',
    }),
    streakFreezesLeft: t.exposeInt('freezesLeft', {
      nullable: true,
      description: 'Number of freezes that the present month has left, 0 to 2; null if freezes are off.',
    }),
    lastPracticeDate: t.expose('lastPracticeDate', {
      type: 'Date',
      nullable: true,
      description: 'Latest day with a completed practice, regardless of from and to; null without one.',
    }),
    favouriteSequence: t.loadable({
      type: Sequence,
      nullable: true,
      description:
        'The sequence completed most often; among equals, the one completed last. Null if no sequence was completed that the viewer may see.',
      load: (statistics: Statistics[], context) => favouriteSequences(statistics, context),
      resolve: (statistics) => statistics,
    }),
  }),
});

const PracticeDay = builder.objectRef<PracticeDayRow>('PracticeDay').implement({
  description: 'A day with a completed practice.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'The practitioner’s day.' }),
    sessions: t.exposeInt('completed', { description: 'Number of practices completed on this day, at least 1.' }),
    practiceSeconds: t.exposeInt('completedSeconds', { description: 'Practised time of these practices, in seconds.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  practiceStats: t.loadable({
    type: PracticeStats,
    byPath: true,
    description: 'Totals of this person’s practice, over all history or a range of days.',
    args: {
      from: t.arg({ type: 'Date', description: 'First day.' }),
      to: t.arg({ type: 'Date', description: 'Last day.' }),
    },
    load: (accounts: AccountRow[], context, days) => statisticsByAccount(accounts, context, days),
    resolve: (account) => account,
  }),
  practiceCalendar: t.loadableList({
    type: PracticeDay,
    byPath: true,
    description:
      'The days on which this person completed a practice, in order. Days without a completed practice are left out.',
    complexity: { field: 5, multiplier: 30 },
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'First day.' }),
      to: t.arg({
        type: 'Date',
        required: true,
        description: 'Last day. The range has at most 366 days, both ends included.',
      }),
    },
    load: (accountIds: string[], context, days) => calendarByAccount(accountIds, context, days),
    resolve: ({ id }) => id,
  }),
}));
