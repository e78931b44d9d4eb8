import type { SignedIn } from '../context.ts';
import type { PracticeSession as PracticeSessionRow } from '../database/generated/client.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { PracticeInProgressError, PracticeStatusError } from './errors.ts';
import { deletePractice, logPractice, updatePractice } from './records.ts';
import { PracticeSession, PracticeStatus } from './schema.ts';
import { completePose, completePractice, pausePractice, resumePractice, startPractice } from './service.ts';
import { statisticsByAccount } from './statistics/loaders.ts';
import { PracticeStats } from './statistics/schema.ts';

const PracticeCompletePayload = builder
  .objectRef<{ practiceSession: PracticeSessionRow }>('PracticeCompletePayload')
  .implement({
    description: 'The practice that was recorded, and what it makes of the statistics.',
    fields: (t) => ({
      practiceSession: t.field({
        type: PracticeSession,
        description: 'The practice.',
        resolve: ({ practiceSession }) => practiceSession,
      }),
      statistics: t.withAuth({ signedIn: true }).field({
        type: PracticeStats,
        description: 'The viewer’s statistics over all history, this practice among them.',
        resolve: async (_payload, _args, context) => {
          const [statistics] = await statisticsByAccount([context.viewer.account], context, {});
          return statistics as NonNullable<typeof statistics>;
        },
      }),
    }),
  });

const PracticeDeletePayload = builder.objectRef<{ deletedId: string }>('PracticeDeletePayload').implement({
  description: 'What was deleted.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the PracticeSession that was.',
      resolve: ({ deletedId }) => ({ type: PracticeSession, id: deletedId }),
    }),
  }),
});

const PracticeStartInput = builder.inputType('PracticeStartInput', {
  description: 'What to practise.',
  fields: (t) => ({
    sequenceId: t.id({ description: 'The Sequence that guides it; without one it is free.' }),
    sessionId: t.id({
      description:
        'The Session that it goes along with; its sequence guides the practice where none is given. Once per session, unless abandoned.',
    }),
    replaceCurrent: t.boolean({ defaultValue: false, description: 'Abandon the open practice instead of refusing.' }),
  }),
});

const PracticeCompleteInput = builder.inputType('PracticeCompleteInput', {
  description: 'How a practice ended.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of a PracticeSession.' }),
    durationSeconds: t.int({
      description:
        'Practised time as the client measured it, 0 to 14400; left out: as the server did. Where it is more than the time since the start, the practice began as much earlier; not before the end of the last one that was completed here. What is completed on a day must fit into that day.',
    }),
    posesCompleted: t.int({ description: '0 to 1000; left out: as many as were marked as done.' }),
    status: t.field({
      type: PracticeStatus,
      defaultValue: 'COMPLETED',
      description: 'COMPLETED, PARTIAL or ABANDONED.',
    }),
    notes: t.string({ description: 'At most 2,000 characters.' }),
    mood: t.int({ description: 'How it felt, 1 to 5.' }),
  }),
});

const PracticeLogInput = builder.inputType('PracticeLogInput', {
  description: 'A practice done away from the app.',
  fields: (t) => ({
    localDate: t.field({
      type: 'Date',
      required: true,
      description: 'The practitioner’s day: today, or one of the last 48 hours.',
    }),
    durationSeconds: t.int({
      required: true,
      description: 'Practised time, 0 to 14400. What is completed on a day must fit into that day.',
    }),
    sequenceId: t.id({ description: 'The Sequence that guided it.' }),
    posesCompleted: t.int({ description: '0 to 1000; 0 where left out.' }),
    notes: t.string({ description: 'At most 2,000 characters.' }),
    mood: t.int({ description: 'How it felt, 1 to 5.' }),
  }),
});

const PracticeUpdateInput = builder.inputType('PracticeUpdateInput', {
  description: 'Changes to what the practitioner wrote: what is left out stays, null clears.',
  fields: (t) => ({
    notes: t.string({ description: 'At most 2,000 characters.' }),
    mood: t.int({ description: 'How it felt, 1 to 5.' }),
  }),
});

export const PracticeResult = resultUnion('PracticeResult', PracticeSession, [
  NotFoundError,
  InvalidInputError,
  PracticeInProgressError,
  PracticeStatusError,
]);
const PracticeCompleteResult = resultUnion('PracticeCompleteResult', PracticeCompletePayload, [
  NotFoundError,
  InvalidInputError,
  PracticeStatusError,
]);
const PracticeDeleteResult = resultUnion('PracticeDeleteResult', PracticeDeletePayload, [NotFoundError]);

const practiceId = (id: string) => localId('PracticeSession', id);

/** An input as the services take it. */
function localSequence<Input extends { sequenceId?: string | null }>(input: Input): Input {
  return { ...input, ...(input.sequenceId != null && { sequenceId: localId('Sequence', input.sequenceId) }) };
}

builder.mutationFields((t) => {
  const change = (description: string, apply: (context: SignedIn, id: string) => Promise<PracticeSessionRow>) =>
    t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description,
      args: { id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }) },
      resolve: (_root, { id }, context) => apply(context, practiceId(id)),
    });

  return {
    practiceStart: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Starts a practice: the server’s clock runs, and today is the day that it counts for.',
      args: { input: t.arg({ type: PracticeStartInput, description: 'What to practise; a free one where left out.' }) },
      resolve: (_root, { input }, context) =>
        startPractice(context, {
          ...localSequence({ ...input }),
          ...(input?.sessionId != null && { sessionId: localId('Session', input.sessionId) }),
        }),
    }),
    practicePause: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Stops the clock of the active practice.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }),
        durationSoFarSeconds: t.arg.int({
          description:
            'Practised time as the client measured it, 0 to 14400; left out: the server’s clock. Where it is more than the time since the start, the practice began as much earlier; not before the end of the last one that was completed here.',
        }),
      },
      resolve: (_root, { id, durationSoFarSeconds }, context) =>
        pausePractice(context, { id: practiceId(id), durationSoFarSeconds }),
    }),
    practiceResume: change('Lets the clock of the paused practice go on.', resumePractice),
    practiceCompletePose: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Marks a pose of the open, guided practice as done, in any order; doing it again changes nothing.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }),
        position: t.arg.int({ required: true, description: 'Its place in the sequence, from 1.' }),
      },
      resolve: (_root, { id, position }, context) => completePose(context, { id: practiceId(id), position }),
    }),
    practiceComplete: t.withAuth({ signedIn: true }).field({
      type: PracticeCompleteResult,
      nullable: true,
      description: 'Ends the open practice.',
      args: { input: t.arg({ type: PracticeCompleteInput, required: true, description: 'How it ended.' }) },
      resolve: async (_root, { input }, context) => ({
        practiceSession: await completePractice(context, { ...input, id: practiceId(input.id) }),
      }),
    }),
    practiceLog: t.withAuth({ signedIn: true }).field({
      type: PracticeCompleteResult,
      nullable: true,
      description: 'Records a practice done away from the app, up to 48 hours ago.',
      args: { input: t.arg({ type: PracticeLogInput, required: true, description: 'What was practised.' }) },
      resolve: async (_root, { input }, context) => ({
        practiceSession: await logPractice(context, localSequence(input)),
      }),
    }),
    practiceUpdate: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Changes the notes and the mood of one of the viewer’s practices.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }),
        input: t.arg({ type: PracticeUpdateInput, required: true, description: 'What to change.' }),
      },
      resolve: (_root, { id, input }, context) => updatePractice(context, { id: practiceId(id), input }),
    }),
    practiceDelete: t.withAuth({ signedIn: true }).field({
      type: PracticeDeleteResult,
      nullable: true,
      description: 'Removes one of the viewer’s practices, and its share of the statistics.',
      args: { id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }) },
      resolve: async (_root, { id }, context) => {
        await deletePractice(context, practiceId(id));
        return { deletedId: practiceId(id) };
      },
    }),
  };
});
