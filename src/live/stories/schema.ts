import { User } from '../../accounts/schema.ts';
import type { Story as StoryRow } from '../../database/generated/client.ts';

import { allBroadcastable, broadcastable } from '../../graphql/broadcastable.ts';
import { builder, nodeRef } from '../../graphql/builder.ts';
import { type Deck as DeckRow, decks } from '../../sessions/decks.ts';
import { Session } from '../../sessions/schema.ts';
import { results, storiesById, storiesBySession, type VisibleVote, viewerVotes, visibleVotes } from './loaders.ts';
import type { StoryResult as Result } from './results.ts';

export const StoryStatus = builder.enumType('StoryStatus', {
  description: 'The state of a story’s voting.',
  values: {
    PENDING: { description: 'Voting has not begun.' },
    VOTING: {
      description: 'Open for votes, whose values are hidden. Several stories of a session may be open at once.',
    },
    REVEALED: { description: 'All votes are shown. `storyStartVoting` begins another round.' },
  } as const,
});

const Vote = builder.objectRef<VisibleVote>('Vote').implement({
  description: 'One person’s vote in the current round of a story.',
  fields: (t) => ({
    user: t.field({
      type: User,
      description: 'The person who voted.',
      extensions: broadcastable,
      resolve: ({ accountId }) => accountId,
    }),
    value: t.exposeString('value', {
      nullable: true,
      description:
        'A value of the story’s deck. Null until the votes are revealed, except in the viewer’s own vote: a subscription that selects it is executed for each viewer alone. Where many follow a session, `revealedValue` and `Story.viewerVote` say the same.',
    }),
    revealedValue: t.string({
      nullable: true,
      description: 'A value of the story’s deck. Null until the votes are revealed, in the viewer’s own vote as well.',
      extensions: broadcastable,
      resolve: ({ value, isRevealed }) => (isRevealed ? value : null),
    }),
    castAt: t.expose('castAt', {
      type: 'DateTime',
      description: 'When the vote was cast or last changed.',
      extensions: broadcastable,
    }),
  }),
});

const VoteCount = builder.objectRef<Result['counts'][number]>('VoteCount').implement({
  description: 'The number of votes for a value.',
  fields: (t) =>
    allBroadcastable({
      value: t.exposeString('value', { description: 'A value of the story’s deck.' }),
      count: t.exposeInt('count', { description: 'Number of votes for the value, at least 1.' }),
    }),
});

const StoryResult = builder.objectRef<Result>('StoryResult').implement({
  description: 'The outcome of a round of voting.',
  fields: (t) =>
    allBroadcastable({
      counts: t.field({
        type: [VoteCount],
        description: 'The values that received votes, in the order of the deck.',
        resolve: ({ counts }) => counts,
      }),
      average: t.exposeFloat('average', {
        nullable: true,
        description:
          'Mean of the votes that are numbers, like 5, 0.5, 0,5, 1/2 or ½. Null if there are none, or if a vote contains digits but cannot be read as a number, like 5h.',
      }),
      median: t.exposeFloat('median', {
        nullable: true,
        description:
          'Median of the votes that are numbers; the mean of the middle two if their count is even. Null under the same conditions as `average`.',
      }),
      consensus: t.exposeBoolean('consensus', {
        description: 'Whether there is at least one vote and all votes are for the same value.',
      }),
    }),
});

export const Story = nodeRef('Story', storiesById);

Story.implement({
  description:
    'A question on which the participants of a session vote, for example an item to estimate. Visible to the session’s hosts, its participants, people with a confirmed booking, and admins.',
  fields: (t) =>
    allBroadcastable({
      title: t.exposeString('title', { description: '1 to 200 characters.' }),
      description: t.exposeString('description', {
        nullable: true,
        description: 'At most 2,000 characters; null if there is none.',
      }),
      position: t.exposeInt('position', { description: 'Position among the session’s stories, from 0.' }),
      status: t.expose('status', { type: StoryStatus, description: 'The state of its voting.' }),
      round: t.exposeInt('round', { description: 'Number of rounds of voting so far, including the current one.' }),
      deck: t.exposeStringList('deck', { description: 'The values to vote with, in order.' }),
      votes: t.loadableList({
        type: Vote,
        description:
          'The votes of the current round, in the order in which they were cast. Their values are hidden until revealed.',
        load: (stories: StoryRow[], context) => visibleVotes(stories, context),
        resolve: (story) => story,
      }),
      result: t.loadable({
        type: StoryResult,
        nullable: true,
        description: 'The outcome of the current round; null unless revealed.',
        load: (stories: StoryRow[], context) => results(stories, context),
        resolve: (story) => story,
      }),
      estimate: t.exposeString('estimate', {
        nullable: true,
        description: 'The estimate that the hosts noted, independent of the votes; null if there is none.',
      }),
    }),
});

builder.objectField(Story, 'viewerVote', (t) =>
  t.loadable({
    type: 'String',
    nullable: true,
    description: 'The value of the viewer’s own vote in the current round; null if they have cast none.',
    load: (stories: StoryRow[], context) => viewerVotes(stories, context),
    resolve: (story) => story,
  }),
);

builder.objectField(Session, 'stories', (t) =>
  t.loadableList({
    type: Story,
    nullable: true,
    description:
      'Stories by position. Visible to hosts, participants, people with a confirmed booking, and admins; null with a FORBIDDEN error at its path for everyone else.',
    extensions: broadcastable,
    load: (ids: string[], context) => storiesBySession(ids, context),
    resolve: ({ id }) => id,
  }),
);

const Deck = builder.objectRef<DeckRow>('Deck').implement({
  description: 'A well-known set of values to vote with.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name for display.' }),
    values: t.exposeStringList('values', { description: 'The values in order, to pass as `deck`.' }),
  }),
});

builder.queryField('decks', (t) =>
  t.field({
    type: [Deck],
    description:
      'Well-known decks to offer when a session or a story is created. The first is the default of a session. Other decks are possible, too.',
    resolve: () => decks,
  }),
);
