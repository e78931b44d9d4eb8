import { Account, User } from '../accounts/schema.ts';
import type { Session as SessionRow } from '../database/generated/client.ts';
import { allBroadcastable, broadcastable } from '../graphql/broadcastable.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import type { SessionContent } from './content.ts';
import { CapacityTooSmallError, NotHostError, SessionStatusError } from './errors.ts';
import { sessionByCode } from './join-codes.ts';
import { allSessions, catalogue, listedSessionsByHost, sessionsByHost, sessionsById } from './loaders.ts';

export const SessionStatus = builder.enumType('SessionStatus', {
  description: 'The stage of a session.',
  values: {
    DRAFT: { description: 'Not published yet. Visible to its host and admins.' },
    SCHEDULED: { description: 'Upcoming. Can be booked, and joined from `joinWindowMinutes` before the start.' },
    LIVE: { description: 'In progress.' },
    ENDED: { description: 'Over. Bookings are settled and practice is recorded.' },
    CANCELLED: { description: 'Cancelled. Every booking is cancelled and refunded in full.' },
  } as const,
});

export const SessionVisibility = builder.enumType('SessionVisibility', {
  description: 'Who can find a session.',
  values: {
    LISTED: { description: 'Everybody, in the catalogue.' },
    UNLISTED: { description: 'Everybody who has its ID or its join code.' },
  } as const,
});

export const SessionAdmission = builder.enumType('SessionAdmission', {
  description: 'Who may join a session.',
  values: {
    CODE: { description: 'Everybody who has the join code.' },
    BOOKING: { description: 'People with a confirmed booking, and the hosts.' },
  } as const,
});

export const Money = builder.objectRef<{ amountMinor: number; currency: string }>('Money').implement({
  description: 'An amount of money.',
  fields: (t) =>
    allBroadcastable({
      amountMinor: t.exposeInt('amountMinor', {
        description: 'The amount in minor units, such as cents for USD and yen for JPY.',
      }),
      currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    }),
});

export const SessionSettings = builder.objectRef<SessionContent>('SessionSettings').implement({
  description: 'Settings of a session that its host may change.',
  fields: (t) =>
    allBroadcastable({
      joinWindowMinutes: t.exposeInt('joinWindowMinutes', {
        description: 'Minutes before `startsAt` from which people may join and the host may start the session.',
      }),
      idleTimeoutMinutes: t.exposeInt('idleTimeoutMinutes', {
        description: 'Minutes without anyone present after which a live session ends automatically.',
      }),
      freeCancellationHours: t.exposeInt('freeCancellationHours', {
        description: 'Hours before `startsAt` until which a booking may be cancelled free of charge.',
      }),
      bookingHoldMinutes: t.exposeInt('bookingHoldMinutes', {
        description: 'Minutes that a pending booking keeps its seat.',
      }),
      isLocked: t.exposeBoolean('isLocked', { description: 'Whether people who have not joined yet are refused.' }),
      deck: t.exposeStringList('deck', { description: 'The values to vote with on new stories.' }),
      autoReveal: t.exposeBoolean('autoReveal', {
        description: 'Whether votes are revealed once everyone present has voted.',
      }),
    }),
});

export const Session = nodeRef('Session', sessionsById);

Session.implement({
  description:
    'An event at a planned time with one host, which people book or join by code. Drafts are visible to their host and admins, other sessions to everybody who has the ID.',
  fields: (t) =>
    allBroadcastable({
      host: t.field({ type: User, description: 'The host.', resolve: ({ hostId }) => hostId }),
      title: t.exposeString('title', { description: '1 to 120 characters.' }),
      description: t.exposeString('description', { nullable: true, description: 'Null if none is set.' }),
      imageUrl: t.expose('imageUrl', { type: 'URL', nullable: true, description: 'Null if none is set.' }),
      tags: t.exposeStringList('tags', { description: 'At most 10, in lower case.' }),
      status: t.expose('status', { type: SessionStatus, description: 'The current stage.' }),
      visibility: t.expose('visibility', { type: SessionVisibility, description: 'Who can find the session.' }),
      admission: t.expose('admission', { type: SessionAdmission, description: 'Who may join the session.' }),
      startsAt: t.expose('startsAt', { type: 'DateTime', description: 'The planned start.' }),
      endsAt: t.expose('endsAt', { type: 'DateTime', description: 'The planned end.' }),
      durationMinutes: t.int({
        description: 'The planned length in minutes.',
        resolve: ({ startsAt, endsAt }) => Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
      }),
      timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'IANA time zone in which the host plans.' }),
      startedAt: t.expose('startedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the session went live; null if it has not.',
      }),
      endedAt: t.expose('endedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the session ended; null if it has not.',
      }),
      archivedAt: t.expose('archivedAt', {
        type: 'DateTime',
        nullable: true,
        description:
          'When its host archived the session; null if it is not archived. `hostedSessions` and the catalogue omit archived sessions.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the session was created.' }),
      price: t.field({
        type: Money,
        description: 'The price of a seat; 0 is free.',
        resolve: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
      }),
      maxParticipants: t.exposeInt('maxParticipants', {
        nullable: true,
        description: 'The number of seats; null if unlimited.',
      }),
      seatsTaken: t.exposeInt('seatsTaken', {
        description: 'The number of confirmed bookings, and of pending ones whose hold has not expired.',
      }),
      seatsLeft: t.int({
        nullable: true,
        description: 'The number of free seats; null if unlimited.',
        resolve: seatsLeft,
      }),
      settings: t.field({
        type: SessionSettings,
        description: 'The settings of the session.',
        resolve: (session) => session,
      }),
    }),
});

/** Null if seats are unlimited. */
function seatsLeft({ maxParticipants, seatsTaken }: Pick<SessionRow, 'maxParticipants' | 'seatsTaken'>): number | null {
  return maxParticipants === null ? null : Math.max(0, maxParticipants - seatsTaken);
}

/** The viewer's permissions in a session. Downstream features add fields. */
export const SessionViewer = builder.objectRef<SessionRow>('SessionViewer').implement({
  description: 'What the viewer may do in this session. The mutations apply the same rules.',
  fields: (t) => ({
    isHost: t.boolean({
      description: 'Whether the viewer is the host.',
      resolve: ({ hostId }, _args, { viewer }) => viewer?.account.id === hostId,
    }),
  }),
});

builder.objectField(Session, 'viewer', (t) =>
  t.field({
    type: SessionViewer,
    nullable: true,
    description: 'The viewer’s relation to the session; null for a visitor.',
    resolve: (session, _args, { viewer }) => (viewer ? session : null),
  }),
);

builder.objectType(SessionStatusError, {
  name: 'SessionStatusError',
  description: 'The session’s status does not allow the operation.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: SessionStatus, description: 'The current status.' }) }),
});
builder.objectType(NotHostError, {
  name: 'NotHostError',
  description:
    'The viewer may see the session or series, but only its host, or a co-host where `message` says so, may do this.',
  interfaces: [UserErrorInterface],
});
builder.objectType(CapacityTooSmallError, {
  name: 'CapacityTooSmallError',
  description: 'The new capacity is below the number of seats taken.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ seatsTaken: t.exposeInt('seatsTaken', { description: 'The smallest possible capacity.' }) }),
});

export const SessionConnection = builder.connectionObject(
  { type: Session, name: 'SessionConnection', description: 'A page of sessions.' },
  { name: 'SessionEdge', description: 'A session in a list.' },
);

export const SessionFilter = builder.inputType('SessionFilter', {
  description: 'Selects the sessions that meet all given conditions.',
  fields: (t) => ({
    search: t.string({
      description:
        'Full-text search in title, description, tags and host, at most 200 characters. Finds words by their stem or beginning, ignoring case and accents. Supports "quoted phrases", `or` and `-excluded`.',
    }),
    status: t.field({ type: [SessionStatus], description: 'With one of these statuses.' }),
    hostId: t.id({ description: 'Hosted by the User with this ID.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
    from: t.field({ type: 'DateTime', description: 'Planned to start then or later.' }),
    to: t.field({ type: 'DateTime', description: 'Planned to start earlier.' }),
    maxPriceMinor: t.int({ description: 'With a price of at most this many minor units, regardless of the currency.' }),
    hasSeatsLeft: t.boolean({ description: 'True for sessions with a free seat, false for full ones.' }),
    archived: t.boolean({
      description:
        'True for archived sessions of any status, false for the others. If omitted, false; in `joinedSessions` and `adminSessions` both.',
    }),
  }),
});

const SessionOrderField = builder.enumType('SessionOrderField', {
  description: 'The sort key of a list of sessions.',
  values: {
    STARTS_AT: { description: 'The planned start.' },
    CREATED_AT: { description: 'When the session was created.' },
    PRICE: { description: 'The price in minor units, regardless of the currency.' },
    RELEVANCE: {
      description: 'How well the session matches the search, best first with ASC. Requires `filter.search`.',
    },
  } as const,
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of an order.',
  values: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Largest or latest first.' },
  } as const,
});

const SessionOrder = builder.inputType('SessionOrder', {
  description: 'The order of a list of sessions.',
  fields: (t) => ({
    field: t.field({ type: SessionOrderField, required: true, description: 'The sort key.' }),
    direction: t.field({ type: OrderDirection, defaultValue: 'ASC', description: 'The direction.' }),
  }),
});

/** The filter with database IDs instead of global IDs. */
export function localFilter(filter: typeof SessionFilter.$inferInput | null | undefined) {
  return { ...filter, hostId: filter?.hostId == null ? null : localId('User', filter.hostId, 'filter', 'hostId') };
}

builder.queryFields((t) => ({
  session: t.field({
    type: Session,
    nullable: true,
    description: 'The session with this ID; null if it does not exist or the viewer may not see it.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Session.' }) },
    resolve: (_root, { id }) => localId('Session', id),
  }),
  sessionByCode: t.field({
    type: Session,
    nullable: true,
    description:
      'The session with this join code; null if the code is wrong or the session is over. Case, spaces and hyphens are ignored.',
    args: { code: t.arg.string({ required: true, description: 'A join code: eight letters and digits.' }) },
    resolve: (_root, { code }, context) => sessionByCode(context, code),
  }),
  sessions: t.field({
    type: SessionConnection,
    description:
      'The catalogue of listed sessions. Without `filter.status` or `filter.archived` only upcoming and live ones.',
    extensions: broadcastable,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }),
      orderBy: t.arg({ type: SessionOrder, description: 'By default by planned start, or by relevance in a search.' }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      catalogue(context, localFilter(filter), orderBy ?? null, page),
  }),
  adminSessions: t.field({
    type: SessionConnection,
    description: 'All sessions, drafts, unlisted and archived ones included. For admins.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }),
      orderBy: t.arg({
        type: SessionOrder,
        description: 'By default by planned start, or by relevance in a search.',
      }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      allSessions(context, localFilter(filter), orderBy ?? null, page),
  }),
}));

builder.objectField(User, 'sessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'The listed sessions of this host, by planned start.',
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
    description:
      'All sessions of this host by planned start, drafts and unlisted ones included. Visible to the host and admins.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }) },
    load: async (hostIds: string[], context, { filter, ...page }) =>
      sessionsByHost(hostIds, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
);
