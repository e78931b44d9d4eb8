import { User } from '../../accounts/schema.ts';
import type { Story as StoryRow } from '../../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { allBroadcastable, broadcastable } from '../../graphql/broadcastable.ts';
import { builder, nodeRef, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { type Deck as DeckRow, decks } from '../../sessions/decks.ts';
import { SessionStatusError } from '../../sessions/errors.ts';
import { Session } from '../../sessions/schema.ts';
import { StoryStatusError } from '../errors.ts';
import { results, storiesById, storiesBySession, type VisibleVote, visibleVotes } from './loaders.ts';
import type { StoryResult as Result } from './results.ts';
import { castVote, createStory, deleteStory, revealStory, startVoting, updateStory } from './service.ts';

export const StoryStatus = builder.enumType('StoryStatus', {
  description: 'How far a story has come.',
  values: {
    PENDING: { description: 'Not voted on yet.' },
    VOTING: { description: 'Open for votes, which are hidden. Several stories of a session may be at once.' },
    REVEALED: { description: 'Everybody’s votes are shown; voting again is a new round.' },
  } as const,
});

const Vote = builder.objectRef<VisibleVote>('Vote').implement({
  description: 'One person’s vote in a story’s present round.',
  fields: (t) => ({
    user: t.field({
      type: User,
      description: 'Who voted.',
      extensions: broadcastable,
      resolve: ({ accountId }) => accountId,
    }),
    value: t.exposeString('value', {
      nullable: true,
      description: 'One of the story’s deck; null until revealed, in the viewer’s own vote excepted.',
    }),
    castAt: t.expose('castAt', {
      type: 'DateTime',
      description: 'When it was cast or last changed.',
      extensions: broadcastable,
    }),
  }),
});

const VoteCount = builder.objectRef<Result['counts'][number]>('VoteCount').implement({
  description: 'How often a value was chosen.',
  fields: (t) =>
    allBroadcastable({
      value: t.exposeString('value', { description: 'One of the story’s deck.' }),
      count: t.exposeInt('count', { description: 'How many chose it; at least 1.' }),
    }),
});

const StoryResult = builder.objectRef<Result>('StoryResult').implement({
  description: 'What the group settled on.',
  fields: (t) =>
    allBroadcastable({
      counts: t.field({
        type: [VoteCount],
        description: 'The values that got votes, in the deck’s order.',
        resolve: ({ counts }) => counts,
      }),
      average: t.exposeFloat('average', {
        nullable: true,
        description: 'Of the votes that are numbers (½ is 0.5); null without any.',
      }),
      median: t.exposeFloat('median', {
        nullable: true,
        description: 'Of the votes that are numbers, between the middle two of an even count; null without any.',
      }),
      consensus: t.exposeBoolean('consensus', { description: 'Whether there are votes, all for the same value.' }),
    }),
});

export const Story = nodeRef('Story', storiesById);

Story.implement({
  description:
    'Something the group votes on: a backlog item to estimate, or which pose comes next. Whoever sees its session’s inside sees it: hosts, participants, people with a confirmed booking, admins.',
  fields: (t) =>
    allBroadcastable({
      title: t.exposeString('title', { description: 'At most 200 characters.' }),
      description: t.exposeString('description', { nullable: true, description: 'Null where none was given.' }),
      position: t.exposeInt('position', { description: 'Place among the session’s stories, from 0.' }),
      status: t.expose('status', { type: StoryStatus, description: 'How far it has come.' }),
      round: t.exposeInt('round', { description: 'How many rounds of voting there were, the present one included.' }),
      deck: t.exposeStringList('deck', { description: 'Values to vote with, in their order.' }),
      votes: t.loadableList({
        type: Vote,
        description: 'While voting: who voted. Values stay null until revealed, the viewer’s own excepted.',
        load: (stories: StoryRow[], context) => visibleVotes(stories, context),
        resolve: (story) => story,
      }),
      result: t.loadable({
        type: StoryResult,
        nullable: true,
        description: 'What the group settled on; null unless revealed.',
        load: (stories: StoryRow[], context) => results(stories, context),
        resolve: (story) => story,
      }),
      estimate: t.exposeString('estimate', {
        nullable: true,
        description: 'What the hosts noted as the outcome, whatever the votes say; null where nothing is.',
      }),
    }),
});

builder.objectField(Session, 'stories', (t) =>
  t.loadableList({
    type: Story,
    description: 'What the group votes on, by position. Refused to whoever may not see the session’s inside.',
    extensions: broadcastable,
    load: (ids: string[], context) => storiesBySession(ids, context),
    resolve: ({ id }) => id,
  }),
);

const Deck = builder.objectRef<DeckRow>('Deck').implement({
  description: 'A set of values to vote with that groups know by name.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For people.' }),
    values: t.exposeStringList('values', { description: 'In their order: pass them as `deck`.' }),
  }),
});

builder.queryField('decks', (t) =>
  t.field({
    type: [Deck],
    description:
      'Decks to offer for a session or a story, which may have one of their own, too. The first is the default.',
    resolve: () => decks,
  }),
);

builder.objectType(StoryStatusError, {
  name: 'StoryStatusError',
  description: 'Refused in the story’s present status.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: StoryStatus, description: 'The present status.' }) }),
});

const StoryCreateInput = builder.inputType('StoryCreateInput', {
  description: 'A new story; it comes last. A session has at most 200.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'ID of a Session that is scheduled or live.' }),
    title: t.string({ required: true, description: '1 to 200 characters.' }),
    description: t.string({ description: 'At most 2,000 characters.' }),
    deck: t.stringList({
      description: '2 to 30 different values of at most 10 characters; the session’s present deck where left out.',
    }),
  }),
});

const StoryUpdateInput = builder.inputType('StoryUpdateInput', {
  description: 'Changes to a story: what is left out stays, null clears what may be empty.',
  fields: (t) => ({
    title: t.string({ description: '1 to 200 characters.' }),
    description: t.string({ description: 'At most 2,000 characters.' }),
    position: t.int({ description: 'Where to move it, from 0; the others make room. Beyond the end means last.' }),
    estimate: t.string({ description: 'The outcome to note, in any status; at most 20 characters.' }),
    deck: t.stringList({ description: '2 to 30 different values of at most 10 characters; not while voting.' }),
  }),
});

const StoryResultUnion = resultUnion('StoryResultUnion', Story, [
  NotFoundError,
  InvalidInputError,
  StoryStatusError,
  SessionStatusError,
]);

const StoryDeletePayload = builder.objectRef<{ deletedId: string }>('StoryDeletePayload').implement({
  description: 'What was deleted.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the Story that was.',
      resolve: ({ deletedId }) => ({ type: Story, id: deletedId }),
    }),
  }),
});
const StoryDeleteResult = resultUnion('StoryDeleteResult', StoryDeletePayload, [NotFoundError, SessionStatusError]);

builder.mutationFields((t) => ({
  storyCreate: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Adds a story to a session that is scheduled or live. Its hosts only.',
    args: { input: t.arg({ type: StoryCreateInput, required: true, description: 'The new story.' }) },
    resolve: (_root, { input }, context) =>
      createStory(context, { ...input, sessionId: localId('Session', input.sessionId) }),
  }),
  storyUpdate: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Changes or moves a story while its session is scheduled or live. The session’s hosts only.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Story.' }),
      input: t.arg({ type: StoryUpdateInput, required: true, description: 'What to change.' }),
    },
    resolve: (_root, { id, input }, context) => updateStory(context, localId('Story', id), input),
  }),
  storyStartVoting: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description:
      'Opens voting in a live session, whatever else is being voted on; on a revealed story a new round, without the votes and the estimate of the last one. The session’s hosts only.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: (_root, { id }, context) => startVoting(context, localId('Story', id)),
  }),
  storyVote: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Casts the viewer’s vote, or changes it, while voting is open. Participants other than spectators.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Story.' }),
      value: t.arg.string({ required: true, description: 'One of the story’s deck.' }),
    },
    resolve: (_root, { id, value }, context) => castVote(context, localId('Story', id), value),
  }),
  storyReveal: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Ends voting and shows everybody’s votes. The session’s hosts only.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: (_root, { id }, context) => revealStory(context, localId('Story', id)),
  }),
  storyDelete: t.withAuth({ signedIn: true }).field({
    type: StoryDeleteResult,
    nullable: true,
    description: 'Deletes a story and its votes while its session is scheduled or live. The session’s hosts only.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: async (_root, { id }, context) => {
      const deletedId = localId('Story', id);
      await deleteStory(context, deletedId);
      return { deletedId };
    },
  }),
}));
