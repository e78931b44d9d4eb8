import { Account, User } from '../../accounts/schema.ts';
import type { PracticeSession as PracticeSessionRow } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { PracticeSession, PracticeStatus } from '../schema.ts';
import { Sequence } from '../sequences/schema.ts';
import { practisedSeconds } from '../time.ts';
import { calendarTokenByAccount, practiceByShareToken } from './loaders.ts';
import { calendarImagePath, practicePath } from './route.ts';

const SharedPractice = builder.objectRef<PracticeSessionRow>('SharedPractice').implement({
  description: 'What a shared link shows: no notes, no identity beyond the public profile.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'Who practised.', resolve: ({ accountId }) => accountId }),
    sequence: t.field({
      type: Sequence,
      nullable: true,
      description: 'What guided it; null for a free practice, or where the sequence is not published to the viewer.',
      resolve: ({ sequenceId }) => sequenceId,
    }),
    status: t.expose('status', { type: PracticeStatus, description: 'How it goes, or how it ended.' }),
    durationSeconds: t.int({
      description: 'Practised time, up to now while open: pauses left out.',
      resolve: (practice) => practisedSeconds(practice, new Date()),
    }),
    posesCompleted: t.exposeInt('posesCompleted', { description: 'How many poses were done.' }),
    localDate: t.expose('localDate', { type: 'Date', description: 'The practitioner’s day that it counts for.' }),
  }),
});

builder.objectField(PracticeSession, 'shareUrl', (t) =>
  t.field({
    type: 'URL',
    nullable: true,
    description: 'The link that shows it to whoever has the link; null unless shared.',
    resolve: ({ shareToken }, _args, { app: { env } }) => shareToken && `${env.PUBLIC_URL}${practicePath(shareToken)}`,
  }),
);

builder.objectField(Account, 'practiceCalendarUrl', (t) =>
  t.loadable({
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
);

builder.queryField('sharedPractice', (t) =>
  t.field({
    type: SharedPractice,
    nullable: true,
    description: 'The practice that a link leads to; null where the link is wrong or not shared any more.',
    args: { token: t.arg.string({ required: true, description: 'The last part of the link.' }) },
    resolve: (_root, { token }, context) => practiceByShareToken(context.app, token),
  }),
);
