import { User } from '../accounts/schema.ts';
import type { Session as SessionRow } from '../database/generated/client.ts';
import { allBroadcastable } from '../graphql/broadcastable.ts';
import { builder, nodeRef, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import type { SessionContent } from './content.ts';
import { CapacityTooSmallError, NotHostError, SessionStatusError } from './errors.ts';
import { sessionByCode } from './join-codes.ts';
import { sessionsById } from './loaders.ts';

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

const Coordinates = builder.objectRef<{ latitude: number; longitude: number }>('Coordinates').implement({
  description: 'A point on the earth (WGS 84).',
  fields: (t) =>
    allBroadcastable({
      latitude: t.exposeFloat('latitude', { description: 'Degrees north: -90 to 90.' }),
      longitude: t.exposeFloat('longitude', { description: 'Degrees east: -180 to 180.' }),
    }),
});

type LocationColumns = Pick<SessionContent, 'location' | 'latitude' | 'longitude'>;

export const Location = builder.objectRef<LocationColumns>('Location').implement({
  description: 'A place where people meet.',
  fields: (t) =>
    allBroadcastable({
      text: t.string({
        description: 'Name, address or directions: one line of 1 to 200 characters.',
        resolve: ({ location }) => location as string,
      }),
      coordinates: t.field({
        type: Coordinates,
        nullable: true,
        description: 'The coordinates of the place; null if none are set.',
        resolve: ({ latitude, longitude }) =>
          latitude === null || longitude === null ? null : { latitude, longitude },
      }),
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
        description:
          'Minutes without anyone present after which a live session ends automatically. People who were checked in are present until `endsAt`.',
      }),
      freeCancellationHours: t.exposeInt('freeCancellationHours', {
        description: 'Hours before `startsAt` until which a booking may be cancelled free of charge.',
      }),
      bookingHoldMinutes: t.exposeInt('bookingHoldMinutes', {
        description: 'Minutes that a pending booking keeps its seat.',
      }),
      bookingClosesMinutes: t.exposeInt('bookingClosesMinutes', {
        description: 'Minutes before `startsAt` at which bookings close; 0 where they are open until the session ends.',
      }),
      reminderMinutes: t.exposeIntList('reminderMinutes', {
        description: 'Minutes before `startsAt` at which the people with a seat are reminded by mail, longest first.',
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
        description:
          'The seats of confirmed bookings, and of pending ones whose hold has not expired: one for each person, guests included.',
      }),
      seatsLeft: t.int({
        nullable: true,
        description:
          'The number of free seats; null if unlimited. They may be kept for a party on the waitlist: `viewer.canBook` tells.',
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
}));
