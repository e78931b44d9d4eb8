import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotHostError, SessionStatusError } from '../../sessions/errors.ts';
import { NotParticipantError, NotVoterError, StoryStatusError } from '../errors.ts';
import { Story, StoryStatus } from './schema.ts';
import { castVote, createStory, deleteStory, revealStory, startVoting, updateStory } from './service.ts';

builder.objectType(StoryStatusError, {
  name: 'StoryStatusError',
  description: 'The story’s current status does not allow this.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: StoryStatus, description: 'The story’s current status.' }) }),
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
  description: 'Changes of a story. A field that is left out stays as it is; null clears a nullable field.',
  fields: (t) => ({
    title: t.string({ description: '1 to 200 characters.' }),
    description: t.string({ description: 'At most 2,000 characters.' }),
    position: t.int({
      description:
        'Position to move the story to, from 0. The other stories move accordingly. A position beyond the end means last.',
    }),
    estimate: t.string({
      description: 'Estimate to note, at most 20 characters; possible in any status of the story.',
    }),
    deck: t.stringList({
      description: '2 to 30 different values of at most 10 characters each; refused while voting is open.',
    }),
  }),
});

const StoryResultUnion = resultUnion('StoryResultUnion', Story, [
  NotFoundError,
  InvalidInputError,
  StoryStatusError,
  SessionStatusError,
  NotHostError,
  NotParticipantError,
  NotVoterError,
]);

const StoryDeletePayload = builder.objectRef<{ deletedId: string }>('StoryDeletePayload').implement({
  description: 'The deleted story.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the deleted Story.',
      resolve: ({ deletedId }) => ({ type: Story, id: deletedId }),
    }),
  }),
});
const StoryDeleteResult = resultUnion('StoryDeleteResult', StoryDeletePayload, [
  NotFoundError,
  InvalidInputError,
  SessionStatusError,
  NotHostError,
]);

builder.mutationFields((t) => ({
  storyCreate: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Adds a story to a scheduled or live session, after the others. For the session’s hosts.',
    args: { input: t.arg({ type: StoryCreateInput, required: true, description: 'The story to add.' }) },
    resolve: (_root, { input }, context) =>
      createStory(context, { ...input, sessionId: localId('Session', input.sessionId, 'sessionId') }),
  }),
  storyUpdate: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Changes or moves a story of a scheduled or live session. For the session’s hosts.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Story.' }),
      input: t.arg({ type: StoryUpdateInput, required: true, description: 'The changes.' }),
    },
    resolve: (_root, { id, input }, context) => updateStory(context, localId('Story', id), input),
  }),
  storyStartVoting: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description:
      'Opens voting on a story of a live session. On a revealed story it begins a new round and clears the votes and the estimate of the previous one. Several stories may be open at once. For the session’s hosts.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: (_root, { id }, context) => startVoting(context, localId('Story', id)),
  }),
  storyVote: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description:
      'Casts or changes the viewer’s vote while voting is open. For participants who are no spectators and do not abstain.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Story.' }),
      value: t.arg.string({ required: true, description: 'A value of the story’s deck.' }),
    },
    resolve: (_root, { id, value }, context) => castVote(context, localId('Story', id), value),
  }),
  storyReveal: t.withAuth({ signedIn: true }).field({
    type: StoryResultUnion,
    nullable: true,
    description: 'Ends voting and shows all votes. For the session’s hosts.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: (_root, { id }, context) => revealStory(context, localId('Story', id)),
  }),
  storyDelete: t.withAuth({ signedIn: true }).field({
    type: StoryDeleteResult,
    nullable: true,
    description: 'Deletes a story and its votes from a scheduled or live session. For the session’s hosts.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Story.' }) },
    resolve: async (_root, { id }, context) => {
      const deletedId = localId('Story', id);
      await deleteStory(context, deletedId);
      return { deletedId };
    },
  }),
}));
