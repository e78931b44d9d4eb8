import { Account, User } from '../accounts/schema.ts';
import type { Session as SessionRow } from '../database/generated/client.ts';
import { allBroadcastable, broadcastable } from '../graphql/broadcastable.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import type { SessionContent } from './content.ts';
import { CapacityTooSmallError, NotHostError, SessionStatusError } from './errors.ts';
import { sessionByCode } from './join-codes.ts';
import { catalogue, listedSessionsByHost, sessionsByHost, sessionsById } from './loaders.ts';

export const SessionStatus = builder.enumType('SessionStatus', {
  description: 'How far a session has come.',
  values: {
    DRAFT: { description: 'Its host’s alone until published.' },
    SCHEDULED: { description: 'To come; may be booked, and joined from `joinWindowMinutes` before the start.' },
    LIVE: { description: 'Happening.' },
    ENDED: { description: 'Over: bookings are settled, practice is recorded.' },
    CANCELLED: { description: 'Called off: every booking is cancelled and refunded in full.' },
  } as const,
});

export const SessionVisibility = builder.enumType('SessionVisibility', {
  description: 'Who may find a session.',
  values: {
    LISTED: { description: 'Everybody, in the catalogue.' },
    UNLISTED: { description: 'Whoever was given its ID or its code.' },
  } as const,
});

export const SessionAdmission = builder.enumType('SessionAdmission', {
  description: 'Who may join: anyone holding the code, or only people with a confirmed booking (and the hosts).',
  values: {
    CODE: { description: 'Anyone holding the code.' },
    BOOKING: { description: 'Only people with a confirmed booking, and the hosts.' },
  } as const,
});

export const Money = builder.objectRef<{ amountMinor: number; currency: string }>('Money').implement({
  description: 'An amount of money.',
  fields: (t) =>
    allBroadcastable({
      amountMinor: t.exposeInt('amountMinor', { description: 'Minor units: cents for USD, yen for JPY.' }),
      currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    }),
});

export const SessionSettings = builder.objectRef<SessionContent>('SessionSettings').implement({
  description: 'What a host may tune.',
  fields: (t) =>
    allBroadcastable({
      joinWindowMinutes: t.exposeInt('joinWindowMinutes', {
        description: 'Minutes before startsAt from which people may join.',
      }),
      idleTimeoutMinutes: t.exposeInt('idleTimeoutMinutes', {
        description: 'Minutes without anyone present after which a live session ends by itself.',
      }),
      freeCancellationHours: t.exposeInt('freeCancellationHours', {
        description: 'Hours before startsAt until which a booking may be cancelled free of charge.',
      }),
      bookingHoldMinutes: t.exposeInt('bookingHoldMinutes', {
        description: 'Minutes that a pending booking keeps its seat.',
      }),
      isLocked: t.exposeBoolean('isLocked', { description: 'Whether newcomers are kept out.' }),
      deck: t.exposeStringList('deck', { description: 'Values to vote with, where a story has no deck of its own.' }),
      autoReveal: t.exposeBoolean('autoReveal', {
        description: 'Whether votes are revealed once everyone present has voted.',
      }),
    }),
});

export const Session = nodeRef('Session', sessionsById);

Session.implement({
  description:
    'Something that happens at a time, hosted by one person: booked beforehand, joined by code, lived through together. Drafts are their host’s alone; the others are for whoever has the ID.',
  fields: (t) =>
    allBroadcastable({
      host: t.field({ type: User, description: 'Who holds it.', resolve: ({ hostId }) => hostId }),
      title: t.exposeString('title', { description: 'At most 120 characters.' }),
      description: t.exposeString('description', { nullable: true, description: 'Null where none was given.' }),
      imageUrl: t.expose('imageUrl', { type: 'URL', nullable: true, description: 'Null where none was given.' }),
      tags: t.exposeStringList('tags', { description: 'Lower case, at most 10.' }),
      status: t.expose('status', { type: SessionStatus, description: 'How far it has come.' }),
      visibility: t.expose('visibility', { type: SessionVisibility, description: 'Who may find it.' }),
      admission: t.expose('admission', { type: SessionAdmission, description: 'Who may join.' }),
      startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When it is planned to start.' }),
      endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it is planned to end.' }),
      durationMinutes: t.int({
        description: 'Planned length.',
        resolve: ({ startsAt, endsAt }) => Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
      }),
      timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The zone its host thinks in.' }),
      startedAt: t.expose('startedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it went live; null before.',
      }),
      endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null before.' }),
      archivedAt: t.expose('archivedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When its host put it out of `hostedSessions` and the catalogue; null before.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      price: t.field({
        type: Money,
        description: 'What a seat costs; 0 is free.',
        resolve: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
      }),
      maxParticipants: t.exposeInt('maxParticipants', { nullable: true, description: 'Seats; null for no limit.' }),
      seatsTaken: t.exposeInt('seatsTaken', {
        description: 'Confirmed bookings, and pending ones that still hold a seat.',
      }),
      seatsLeft: t.int({ nullable: true, description: 'Null for no limit.', resolve: seatsLeft }),
      settings: t.field({ type: SessionSettings, description: 'What its host tuned.', resolve: (session) => session }),
    }),
});

/** Null for no limit. */
function seatsLeft({ maxParticipants, seatsTaken }: Pick<SessionRow, 'maxParticipants' | 'seatsTaken'>): number | null {
  return maxParticipants === null ? null : Math.max(0, maxParticipants - seatsTaken);
}

/** What the viewer may do in a session; features that come later add their part. */
export const SessionViewer = builder.objectRef<SessionRow>('SessionViewer').implement({
  description: 'What the viewer may do here, by the same rules that the mutations apply.',
  fields: (t) => ({
    isHost: t.boolean({
      description: 'Whether it is the viewer’s own session.',
      resolve: ({ hostId }, _args, { viewer }) => viewer?.account.id === hostId,
    }),
  }),
});

builder.objectField(Session, 'viewer', (t) =>
  t.field({
    type: SessionViewer,
    nullable: true,
    description: 'The viewer’s own part in it; null for a visitor.',
    resolve: (session, _args, { viewer }) => (viewer ? session : null),
  }),
);

builder.objectType(SessionStatusError, {
  name: 'SessionStatusError',
  description: 'Refused in the session’s present status.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: SessionStatus, description: 'The present status.' }) }),
});
builder.objectType(NotHostError, {
  name: 'NotHostError',
  description:
    'The viewer may see the session or series, but only its host, or a co-host where `message` says so, may do this.',
  interfaces: [UserErrorInterface],
});
builder.objectType(CapacityTooSmallError, {
  name: 'CapacityTooSmallError',
  description: 'Fewer seats than are taken.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ seatsTaken: t.exposeInt('seatsTaken', { description: 'The least that is possible.' }) }),
});

export const SessionConnection = builder.connectionObject(
  { type: Session, name: 'SessionConnection', description: 'Sessions, in pages.' },
  { name: 'SessionEdge', description: 'A session in a list.' },
);

export const SessionFilter = builder.inputType('SessionFilter', {
  description: 'Which sessions: those that meet all that is given.',
  fields: (t) => ({
    search: t.string({
      description:
        'Full text over title, description, tags and host, at most 200 characters; "quoted phrases", or, -without.',
    }),
    status: t.field({ type: [SessionStatus], description: 'One of these.' }),
    hostId: t.id({ description: 'Hosted by this User.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
    startsAfter: t.field({ type: 'DateTime', description: 'Planned to start then or later.' }),
    startsBefore: t.field({ type: 'DateTime', description: 'Planned to start earlier.' }),
    maxPriceMinor: t.int({ description: 'Costing at most this, in minor units of whatever currency.' }),
    hasSeatsLeft: t.boolean({ description: 'With a seat left, or without.' }),
    archived: t.boolean({
      description:
        'Archived ones, of whatever status unless given, or the others. Left out: the others; both in `joinedSessions`.',
    }),
  }),
});

const SessionOrderField = builder.enumType('SessionOrderField', {
  description: 'What to order sessions by.',
  values: {
    STARTS_AT: { description: 'Planned start.' },
    CREATED_AT: { description: 'When they were made.' },
    PRICE: { description: 'Minor units, of whatever currency.' },
    RELEVANCE: { description: 'How well they match the search, best first under ASC; needs `filter.search`.' },
  } as const,
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way to order.',
  values: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Largest or latest first.' },
  } as const,
});

const SessionOrder = builder.inputType('SessionOrder', {
  description: 'An order of sessions.',
  fields: (t) => ({
    field: t.field({ type: SessionOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: OrderDirection, defaultValue: 'ASC', description: 'Which way.' }),
  }),
});

/** A filter as the loaders take it. */
export function localFilter(filter: typeof SessionFilter.$inferInput | null | undefined) {
  return { ...filter, hostId: filter?.hostId == null ? null : localId('User', filter.hostId) };
}

builder.queryFields((t) => ({
  session: t.field({
    type: Session,
    nullable: true,
    description: 'The session with this ID; null where it is missing or not the viewer’s to see.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }) => localId('Session', id),
  }),
  sessionByCode: t.field({
    type: Session,
    nullable: true,
    description:
      'The session that a join code leads to, in any case; null for a code that is wrong or of a session that is over.',
    args: { code: t.arg.string({ required: true, description: 'Eight letters and digits.' }) },
    resolve: (_root, { code }, context) => sessionByCode(context, code),
  }),
  sessions: t.field({
    type: SessionConnection,
    description: 'The catalogue: listed sessions, upcoming and live unless filtered otherwise.',
    extensions: broadcastable,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'Which.' }),
      orderBy: t.arg({ type: SessionOrder, description: 'By planned start where left out; by relevance in a search.' }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      catalogue(context, localFilter(filter), orderBy ?? null, page),
  }),
}));

builder.objectField(User, 'sessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'Listed sessions that this person hosts, by planned start.',
    extensions: broadcastable,
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: (hostIds: string[], context, page) => listedSessionsByHost(hostIds, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.objectField(Account, 'hostedSessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'All sessions that this person hosts, drafts and unlisted ones too, by planned start.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'Which.' }) },
    load: (hostIds: string[], context, { filter, ...page }) =>
      sessionsByHost(hostIds, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
);
