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
  description: 'How a practice goes, or how it ended.',
  values: {
    ACTIVE: { description: 'Open, and the clock runs.' },
    PAUSED: { description: 'Open, and the clock stands.' },
    COMPLETED: { description: 'Ended as it was meant to.' },
    PARTIAL: { description: 'Ended early, on purpose.' },
    ABANDONED: { description: 'Given up, replaced by another, or left open for more than 4 hours.' },
  } as const,
});

const PracticeSource = builder.enumType('PracticeSource', {
  description: 'Where the record of a practice comes from.',
  values: {
    SOLO: { description: 'Practised with the app.' },
    LIVE: { description: 'Attended: a live session that ended.' },
    LOGGED: { description: 'Practised away from the app, and written down.' },
  } as const,
});

const PosePractice = builder.objectRef<PosePracticeRow>('PosePractice').implement({
  description: 'A pose done in a practice.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Its place in the sequence, from 1.' }),
    name: t.exposeString('name', { description: 'As the sequence called it then.' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', description: 'When it was done.' }),
  }),
});

export const PracticeSession = nodeRef('PracticeSession', practicesById);

PracticeSession.implement({
  description: 'One practice of one person. They and admins see it.',
  fields: (t) => ({
    sequence: t.field({
      type: Sequence,
      nullable: true,
      description: 'What guides it; null for a free practice, or where the sequence is not published to the viewer.',
      resolve: ({ sequenceId }) => sequenceId,
    }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session it was part of; null where it was none.',
      resolve: ({ sessionId }) => sessionId,
    }),
    source: t.expose('source', { type: PracticeSource, description: 'Where the record comes from.' }),
    status: t.expose('status', { type: PracticeStatus, description: 'How it goes, or how it ended.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description: 'When it started; of a logged practice only the day and the duration are certain.',
    }),
    pausedAt: t.expose('pausedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is paused; null unless it is.',
    }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, however it did; null while open.',
    }),
    durationSeconds: t.int({
      description: 'Practised time, up to now while open: pauses left out; 0 to 14400.',
      resolve: (practice) => practisedSeconds(practice, new Date()),
    }),
    elapsedSeconds: t.int({
      description: 'Wall-clock time from start to end, up to now while open.',
      resolve: (practice) => elapsedSeconds(practice, new Date()),
    }),
    posesCompleted: t.exposeInt('posesCompleted', { description: 'How many poses were done.' }),
    poses: t.loadableList({
      type: PosePractice,
      description: 'The poses that were marked as done, in the sequence’s order.',
      load: (ids: string[], context) => posesByPractice(ids, context),
      resolve: ({ id }) => id,
    }),
    localDate: t.expose('localDate', {
      type: 'Date',
      description: 'The practitioner’s day that it counts for, fixed at the start.',
    }),
    notes: t.exposeString('notes', { nullable: true, description: 'In their own words; null where there are none.' }),
    mood: t.exposeInt('mood', { nullable: true, description: 'How it felt, 1 to 5; null where not told.' }),
  }),
});

const PracticeSessionConnection = builder.connectionObject(
  { type: PracticeSession, name: 'PracticeSessionConnection', description: 'Practices, in pages.' },
  { name: 'PracticeSessionEdge', description: 'A practice in a list.' },
);

const PracticeFilter = builder.inputType('PracticeFilter', {
  description: 'Which practices: those that meet all that is given.',
  fields: (t) => ({
    status: t.field({ type: [PracticeStatus], description: 'One of these.' }),
    source: t.field({ type: [PracticeSource], description: 'One of these.' }),
    sequenceId: t.id({ description: 'Guided by this Sequence.' }),
    from: t.field({ type: 'Date', description: 'Counting for this day or a later one.' }),
    to: t.field({ type: 'Date', description: 'Counting for this day or an earlier one.' }),
  }),
});

builder.objectFields(Account, (t) => ({
  currentPractice: t.loadable({
    type: PracticeSession,
    nullable: true,
    byPath: true,
    description: 'The practice that is open, active or paused: one at most; null where none is.',
    load: (accountIds: string[], context) => openPracticeByAccount(accountIds, context),
    resolve: ({ id }) => id,
  }),
  practiceSessions: t.loadable({
    type: PracticeSessionConnection,
    byPath: true,
    description: 'This person’s practices, open and ended, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: PracticeFilter, description: 'Which.' }) },
    load: (accountIds: string[], context, { filter, ...page }) =>
      practicesByAccount(accountIds, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
}));

builder.objectField(SessionViewer, 'practice', (t) =>
  t.field({
    type: PracticeSession,
    nullable: true,
    description:
      'The viewer’s own practice of this session: its record, or one that is open along with it; null where there is none.',
    resolve: ({ id }, _args, context) => viewerPractice(context).load(id),
  }),
);
builder.objectField(Booking, 'practice', (t) =>
  t.field({
    type: PracticeSession,
    nullable: true,
    description:
      'The viewer’s own practice of the booked session; null where there is none, and for other people’s bookings.',
    resolve: ({ accountId, sessionId }, _args, context) =>
      context.viewer?.account.id === accountId ? viewerPractice(context).load(sessionId) : null,
  }),
);

/** A filter as the loaders take it. */
function localFilter(filter: typeof PracticeFilter.$inferInput | null | undefined) {
  return { ...filter, sequenceId: filter?.sequenceId ? localId('Sequence', filter.sequenceId) : null };
}

builder.objectType(PracticeInProgressError, {
  name: 'PracticeInProgressError',
  description: 'Another practice is open: one at a time.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    current: t.field({
      type: PracticeSession,
      description: 'The one that is open.',
      resolve: ({ current }) => current,
    }),
  }),
});
builder.objectType(PracticeStatusError, {
  name: 'PracticeStatusError',
  description: 'Refused in the practice’s present status.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: PracticeStatus, description: 'The present status.' }) }),
});
