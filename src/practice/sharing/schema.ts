import { Account, User } from '../../accounts/schema.ts';
import type { PracticeSession as PracticeSessionRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { PracticeSession, PracticeStatus } from '../schema.ts';
import { Sequence } from '../sequences/schema.ts';
import { practisedSeconds } from '../time.ts';
import { calendarTokenByAccount, practiceByShareToken } from './loaders.ts';
import { calendarImagePath, practicePath } from './route.ts';

const SharedPractice = builder.objectRef<PracticeSessionRow>('SharedPractice').implement({
  description: 'A practice as its share link shows it: without notes and mood. Visible to everybody who has the link.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The practitioner.', resolve: ({ accountId }) => accountId }),
    sequence: t.field({
      type: Sequence,
      nullable: true,
      description: 'The sequence that guided the practice; null without one, or if the viewer may not see it.',
      resolve: ({ sequenceId }) => sequenceId,
    }),
    status: t.expose('status', { type: PracticeStatus, description: 'Status of the practice.' }),
    durationSeconds: t.int({
      description: 'Practised time without pauses, in seconds; up to now while the practice is open.',
      resolve: (practice) => practisedSeconds(practice, new Date()),
    }),
    posesCompleted: t.exposeInt('posesCompleted', { description: 'Number of completed poses.' }),
    localDate: t.expose('localDate', {
      type: 'Date',
      description: 'The practitioner’s day for which the practice counts.',
    }),
  }),
});

builder.objectField(PracticeSession, 'shareUrl', (t) =>
  t.field({
    type: 'URL',
    nullable: true,
    description: 'Share link: everybody who has it sees the practice. Null if the practice is not shared.',
    resolve: ({ shareToken }, _args, { app: { env } }) => shareToken && `${env.PUBLIC_URL}${practicePath(shareToken)}`,
  }),
);

builder.objectField(Account, 'practiceCalendarUrl', (t) =>
  t.loadable({
    type: 'URL',
    nullable: true,
    byPath: true,
    description:
      'Public address of an SVG image of the last year’s practice: everybody who has it sees the image. Null if the calendar is not shared.',
    load: async (accountIds: string[], context) =>
      (await calendarTokenByAccount(accountIds, context)).map(
        (token) => token && `${context.app.env.PUBLIC_URL}${calendarImagePath(token)}`,
      ),
    resolve: ({ id }) => id,
  }),
);

builder.queryField('sharedPractice', (t) =>
  t.field({
    type: SharedPractice,
    nullable: true,
    description: 'The practice of a share link; null if the link is wrong or was revoked.',
    args: { token: t.arg.string({ required: true, description: 'Last part of the link.' }) },
    resolve: (_root, { token }, context) => practiceByShareToken(context.app, token),
  }),
);
