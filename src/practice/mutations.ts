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
    description: 'The recorded practice and the statistics that include it.',
    fields: (t) => ({
      practiceSession: t.field({
        type: PracticeSession,
        description: 'The recorded practice.',
        resolve: ({ practiceSession }) => practiceSession,
      }),
      statistics: t.withAuth({ signedIn: true }).field({
        type: PracticeStats,
        description: 'The viewer’s statistics over all history, this practice included.',
        resolve: async (_payload, _args, context) => {
          const [statistics] = await statisticsByAccount([context.viewer.account], context, {});
          return statistics as NonNullable<typeof statistics>;
        },
      }),
    }),
  });

const PracticeDeletePayload = builder.objectRef<{ deletedId: string }>('PracticeDeletePayload').implement({
  description: 'The deleted practice.',
  fields: (t) => ({
    deletedId: t.globalID({
      description: 'ID of the deleted PracticeSession.',
      resolve: ({ deletedId }) => ({ type: PracticeSession, id: deletedId }),
    }),
  }),
});

const PracticeStartInput = builder.inputType('PracticeStartInput', {
  description: 'What to practise.',
  fields: (t) => ({
    sequenceId: t.id({ description: 'ID of the Sequence that guides the practice.' }),
    sessionId: t.id({
      description:
        'ID of the Session that the practice belongs to. The session’s sequence guides the practice if sequenceId is left out. A person has one practice per session, apart from abandoned ones.',
    }),
    replaceCurrent: t.boolean({
      defaultValue: false,
      description:
        'Whether an open practice is abandoned; otherwise the start is refused with PracticeInProgressError.',
    }),
  }),
});

const PracticeCompleteInput = builder.inputType('PracticeCompleteInput', {
  description: 'How a practice ended.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }),
    durationSeconds: t.int({
      description:
        'Practised time in seconds as the client measured it, 0 to 14400; if left out, the server’s figure. It is always accepted. If it exceeds the time since the start, startedAt moves back accordingly, at most to the end of the preceding practice; localDate is the day of that beginning.',
    }),
    posesCompleted: t.int({
      description: 'Number of completed poses, 0 to 1000; if left out, the number marked by practiceCompletePose.',
    }),
    status: t.field({
      type: PracticeStatus,
      defaultValue: 'COMPLETED',
      description: 'How the practice ended: COMPLETED, PARTIAL or ABANDONED.',
    }),
    notes: t.string({ description: 'Notes, at most 2,000 characters.' }),
    mood: t.int({ description: 'How the practice felt, 1 to 5.' }),
  }),
});

const PracticeLogInput = builder.inputType('PracticeLogInput', {
  description: 'A practice done away from the app.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description:
        '1 to 100 characters, unique per person. A retry with the same key and the same fields returns the practice that was logged first; the same key with other fields is refused.',
    }),
    localDate: t.field({
      type: 'Date',
      required: true,
      description: 'The practitioner’s day: today, or a day of the last 48 hours.',
    }),
    durationSeconds: t.int({
      required: true,
      description: 'Practised time in seconds, 0 to 14400. It is accepted however much was practised on the same day.',
    }),
    sequenceId: t.id({ description: 'ID of the Sequence that guided the practice.' }),
    posesCompleted: t.int({ description: 'Number of completed poses, 0 to 1000; 0 if left out.' }),
    notes: t.string({ description: 'Notes, at most 2,000 characters.' }),
    mood: t.int({ description: 'How the practice felt, 1 to 5.' }),
  }),
});

const PracticeUpdateInput = builder.inputType('PracticeUpdateInput', {
  description:
    'Changes of a practice. Notes and mood: a field that is left out stays, null clears. The other fields correct a practice that the server closed as ABANDONED (open for more than 4 hours, or replaced by another), for 48 hours after that; its day and the statistics change with it.',
  fields: (t) => ({
    notes: t.string({ description: 'Notes, at most 2,000 characters.' }),
    mood: t.int({ description: 'How the practice felt, 1 to 5.' }),
    durationSeconds: t.int({
      description:
        'Practised time in seconds as the client measured it, 0 to 14400. It moves startedAt and localDate as in PracticeCompleteInput.',
    }),
    posesCompleted: t.int({ description: 'Number of completed poses, 0 to 1000.' }),
    status: t.field({
      type: PracticeStatus,
      description:
        'How the practice ended: COMPLETED, PARTIAL or ABANDONED. COMPLETED if only other figures are corrected.',
    }),
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
const PracticeDeleteResult = resultUnion('PracticeDeleteResult', PracticeDeletePayload, [
  NotFoundError,
  InvalidInputError,
]);

const practiceId = (id: string) => localId('PracticeSession', id);

/** An input with a local sequence ID. */
function localSequence<Input extends { sequenceId?: string | null }>(input: Input): Input {
  return {
    ...input,
    ...(input.sequenceId != null && { sequenceId: localId('Sequence', input.sequenceId, 'sequenceId') }),
  };
}

builder.mutationFields((t) => {
  const change = (description: string, apply: (context: SignedIn, id: string) => Promise<PracticeSessionRow>) =>
    t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description,
      args: { id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }) },
      resolve: (_root, { id }, context) => apply(context, practiceId(id)),
    });

  return {
    practiceStart: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Starts a practice and the server’s clock. The practice counts for today in the viewer’s time zone.',
      args: {
        input: t.arg({
          type: PracticeStartInput,
          description: 'What to practise; if left out, a practice without a sequence.',
        }),
      },
      resolve: (_root, { input }, context) =>
        startPractice(context, {
          ...localSequence({ ...input }),
          ...(input?.sessionId != null && { sessionId: localId('Session', input.sessionId, 'sessionId') }),
        }),
    }),
    practicePause: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description: 'Stops the clock of an ACTIVE practice.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }),
        durationSoFarSeconds: t.arg.int({
          description:
            'Practised time so far in seconds as the client measured it, 0 to 14400; if left out, the server’s figure. It is always accepted, and moves startedAt and localDate as durationSeconds of PracticeCompleteInput does.',
        }),
      },
      resolve: (_root, { id, durationSoFarSeconds }, context) =>
        pausePractice(context, { id: practiceId(id), durationSoFarSeconds }),
    }),
    practiceResume: change('Starts the clock of a PAUSED practice again.', resumePractice),
    practiceCompletePose: t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description:
        'Marks a pose of the open practice’s sequence as completed, in any order. Repeating it changes nothing.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }),
        position: t.arg.int({ required: true, description: 'Position in the sequence, from 1.' }),
      },
      resolve: (_root, { id, position }, context) => completePose(context, { id: practiceId(id), position }),
    }),
    practiceComplete: t.withAuth({ signedIn: true }).field({
      type: PracticeCompleteResult,
      nullable: true,
      description: 'Ends the open practice.',
      args: { input: t.arg({ type: PracticeCompleteInput, required: true, description: 'How the practice ended.' }) },
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
      description:
        'Changes the notes and mood of one of the viewer’s practices, or corrects the figures of one that the server closed.',
      args: {
        id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }),
        input: t.arg({ type: PracticeUpdateInput, required: true, description: 'What to change.' }),
      },
      resolve: (_root, { id, input }, context) => updatePractice(context, { id: practiceId(id), input }),
    }),
    practiceDelete: t.withAuth({ signedIn: true }).field({
      type: PracticeDeleteResult,
      nullable: true,
      description: 'Deletes one of the viewer’s practices and subtracts it from the statistics.',
      args: { id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }) },
      resolve: async (_root, { id }, context) => {
        await deletePractice(context, practiceId(id));
        return { deletedId: practiceId(id) };
      },
    }),
  };
});
