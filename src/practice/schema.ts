import { Account } from '../accounts/schema.ts';
import { Booking } from '../bookings/schema.ts';
import type { PosePractice as PosePracticeRow } from '../database/generated/client.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { Session, SessionViewer } from '../sessions/schema.ts';
import { PracticeInProgressError, PracticeStatusError } from './errors.ts';
import {
  openPracticeByAccount,
  posesByPractice,
  practicesByAccount,
  practicesById,
  viewerPractice,
} from './loaders.ts';
import { Sequence } from './sequences/schema.ts';
import { elapsedSeconds, practisedSeconds } from './time.ts';

export const PracticeStatus = builder.enumType('PracticeStatus', {
  description: 'Status of a practice.',
  values: {
    ACTIVE: { description: 'Open; the clock runs.' },
    PAUSED: { description: 'Open; the clock is stopped.' },
    COMPLETED: { description: 'Ended as planned.' },
    PARTIAL: { description: 'Ended early on purpose.' },
    ABANDONED: { description: 'Given up, replaced by another practice, or open for more than 4 hours.' },
  } as const,
});

const PracticeSource = builder.enumType('PracticeSource', {
  description: 'Origin of the record of a practice.',
  values: {
    SOLO: { description: 'Timed by the app.' },
    LIVE: { description: 'Attendance of a live session.' },
    LOGGED: { description: 'Practised away from the app and logged afterwards.' },
  } as const,
});

const PosePractice = builder.objectRef<PosePracticeRow>('PosePractice').implement({
  description: 'A pose completed in a practice.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Position in the sequence, from 1.' }),
    name: t.exposeString('name', { description: 'Name of the pose when it was completed.' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', description: 'When the pose was completed.' }),
  }),
});

export const PracticeSession = nodeRef('PracticeSession', practicesById);

PracticeSession.implement({
  description: 'One practice of one person. Visible to this person and admins.',
  fields: (t) => ({
    sequence: t.field({
      type: Sequence,
      nullable: true,
      description: 'The sequence that guides the practice; null without one, or if the viewer may not see it.',
      resolve: ({ sequenceId }) => sequenceId,
    }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session that the practice belongs to; null without one.',
      resolve: ({ sessionId }) => sessionId,
    }),
    source: t.expose('source', { type: PracticeSource, description: 'Origin of the record.' }),
    status: t.expose('status', { type: PracticeStatus, description: 'Status of the practice.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description:
        'When the practice started. A client’s figure can move it back, see PracticeCompleteInput. Of a logged practice only the day and the duration are known.',
    }),
    pausedAt: t.expose('pausedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the pause; null unless PAUSED.',
    }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the practice ended, or when the server closed it; null while it is open.',
    }),
    durationSeconds: t.int({
      description: 'Practised time without pauses, 0 to 14400 seconds; up to now while the practice is open.',
      resolve: (practice) => practisedSeconds(practice, new Date()),
    }),
    elapsedSeconds: t.int({
      description:
        'Wall-clock time from start to end in seconds, up to now while the practice is open; at least durationSeconds.',
      resolve: (practice) => elapsedSeconds(practice, new Date()),
    }),
    posesCompleted: t.exposeInt('posesCompleted', { description: 'Number of completed poses.' }),
    poses: t.loadableList({
      type: PosePractice,
      description: 'The completed poses, in the order of the sequence.',
      load: (ids: string[], context) => posesByPractice(ids, context),
      resolve: ({ id }) => id,
    }),
    localDate: t.expose('localDate', {
      type: 'Date',
      description:
        'The day for which the practice counts: the day of startedAt in the practitioner’s time zone at the start.',
    }),
    notes: t.exposeString('notes', { nullable: true, description: 'The practitioner’s notes; null without any.' }),
    mood: t.exposeInt('mood', { nullable: true, description: 'How the practice felt, 1 to 5; null if not given.' }),
  }),
});

const PracticeSessionConnection = builder.connectionObject(
  { type: PracticeSession, name: 'PracticeSessionConnection', description: 'Practices, in pages.' },
  { name: 'PracticeSessionEdge', description: 'A practice in a list.' },
);

const PracticeFilter = builder.inputType('PracticeFilter', {
  description: 'Conditions on practices; a practice must meet all of them.',
  fields: (t) => ({
    status: t.field({ type: [PracticeStatus], description: 'Has one of these statuses.' }),
    source: t.field({ type: [PracticeSource], description: 'Has one of these origins.' }),
    sequenceId: t.id({ description: 'ID of the Sequence that guides it.' }),
    from: t.field({ type: 'Date', description: 'Counts for this day or a later one.' }),
    to: t.field({ type: 'Date', description: 'Counts for this day or an earlier one.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  currentPractice: t.loadable({
    type: PracticeSession,
    nullable: true,
    byPath: true,
    description: 'The open practice (ACTIVE or PAUSED), of which a person has at most one; null without one.',
    load: (accountIds: string[], context) => openPracticeByAccount(accountIds, context),
    resolve: ({ id }) => id,
  }),
  practiceSessions: t.loadable({
    type: PracticeSessionConnection,
    byPath: true,
    description: 'This person’s practices, latest first.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: PracticeFilter, description: 'Conditions on the practices.' }),
    },
    load: async (accountIds: string[], context, { filter, ...page }) =>
      practicesByAccount(accountIds, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
}));

builder.objectField(SessionViewer, 'practice', (t) =>
  t.field({
    type: PracticeSession,
    nullable: true,
    description: 'The viewer’s own practice of this session, open or ended; null without one.',
    resolve: ({ id }, _args, context) => viewerPractice(context).load(id),
  }),
);
builder.objectField(Booking, 'practice', (t) =>
  t.field({
    type: PracticeSession,
    nullable: true,
    description: 'The viewer’s own practice of the booked session; null without one, and for bookings of other people.',
    resolve: ({ accountId, sessionId }, _args, context) =>
      context.viewer?.account.id === accountId ? viewerPractice(context).load(sessionId) : null,
  }),
);

/** A filter with local IDs. */
function localFilter(filter: typeof PracticeFilter.$inferInput | null | undefined) {
  return {
    ...filter,
    sequenceId: filter?.sequenceId == null ? null : localId('Sequence', filter.sequenceId, 'filter', 'sequenceId'),
  };
}

builder.objectType(PracticeInProgressError, {
  name: 'PracticeInProgressError',
  description: 'Another practice is open; a person has at most one.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    current: t.field({
      type: PracticeSession,
      description: 'The open practice.',
      resolve: ({ current }) => current,
    }),
  }),
});
builder.objectType(PracticeStatusError, {
  name: 'PracticeStatusError',
  description: 'The status of the practice does not allow the change.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    status: t.expose('status', { type: PracticeStatus, description: 'Present status of the practice.' }),
  }),
});
