import { renewed } from '../accounts/authentication/viewer.ts';
import { Prisma } from '../database/generated/client.ts';
import type { StudioCursor } from '../events/cursor.ts';
import { builder } from '../graphql/builder.ts';
import type { StudioEntry, StudioEventKind as StudioEventKindName } from './entries.ts';
import { StudioEvent } from './schema.ts';
import { follow } from './stream.ts';
import { today } from './today/loaders.ts';

const StudioEventKind = builder.enumType('StudioEventKind', {
  description: 'Kinds of events of the studio.',
  values: {
    SESSIONS: { description: 'Sessions that are created, changed, handed over or deleted.' },
    BOOKINGS: { description: 'Bookings that are made or change.' },
    SEATS: {
      description: 'Seats that are taken or freed. A booking that takes a seat is sent once, as a BookingUpdate.',
    },
    PARTICIPANTS: {
      description: 'Participants who join, leave, change their presence, get another role, or begin or cease to vote.',
    },
    STORIES: { description: 'Changes of stories, and votes.' },
    SERIES: { description: 'Series that are created, changed or ended.' },
    PASSES: { description: 'Passes that are bought, paid, used, returned or corrected, or that expire.' },
    PRACTICE: { description: 'The viewer’s own practices.' },
    DEVICES: { description: 'Sign-ins and the ends of device sessions.' },
    AUDIT: { description: 'Rows of the audit.' },
    FIGURES: {
      description: 'Figures of the day, whenever they may have changed, at most once a second, and as a day begins.',
    },
  } as const,
});

const cursor = {
  type: 'StudioCursor',
  description: 'Continue after this event. Without it, the stream begins with a snapshot.',
} as const;
const kinds: { type: [typeof StudioEventKind]; description: string } = {
  type: [StudioEventKind],
  description: 'Send only events of these kinds, besides the snapshot; all kinds if left out.',
};

const wanted = ({ after, kinds }: { after?: StudioCursor | null; kinds?: StudioEventKindName[] | null }) => ({
  after: after ?? null,
  kinds: kinds ?? null,
});

/** Events that change figures of the day: all that concern sessions, bookings, presence and passes. */
const ofDay = ({ sessionId, data }: StudioEntry) =>
  sessionId !== null || data.type === 'SessionDeleted' || data.type === 'PassChanged';

/** Events that are a host's own, whether or not the session is any longer, and those that ended a co-host's part. */
const eventsOfHosts = [
  'SeriesChanged',
  'SessionDeleted',
  'SessionHandedOver',
  'ParticipantRoleChanged',
  'ParticipantLeft',
];

builder.subscriptionFields((t) => ({
  hostEvents: t.withAuth({ signedIn: true }).field({
    type: StudioEvent,
    description:
      'What happens in all sessions that the viewer hosts or co-hosts, those created meanwhile included, and to the passes that the viewer sold, in one order. The viewer does not become present in any of them.',
    args: { after: t.arg(cursor), kinds: t.arg(kinds) },
    subscribe: (_root, given, context) => {
      const { id } = context.viewer.account;
      return follow(context, {
        ...wanted(given),
        snapshot: 'HostSnapshot',
        figures: {
          type: 'FiguresChanged',
          isAffected: ofDay,
          // In the time zone that the account has by then.
          async day() {
            const { account } = (await renewed(context.viewer, context.app)) ?? context.viewer;
            return today(account.timeZone).start;
          },
        },
        mayRead: () => true,
        scope: {
          condition: Prisma.sql`(
            "sessionId" IN (SELECT "id" FROM "Session" WHERE "hostId" = ${id}::uuid)
            OR "sessionId" IN (SELECT "sessionId" FROM "Participant"
              WHERE "accountId" = ${id}::uuid AND "role" = 'COHOST' AND "removedAt" IS NULL)
            OR "accountId" = ${id}::uuid AND "type" = ANY(${eventsOfHosts}::text[])
            OR "type" = 'PassChanged' AND "payload"->>'hostId' = ${id})`,
          includes: ({ hostIds, accountId, data }) =>
            hostIds.has(id) ||
            (data.type === 'PassChanged' && data.hostId === id) ||
            (accountId === id && eventsOfHosts.includes(data.type)),
        },
      });
    },
    resolve: (event) => event,
  }),
  studioEvents: t.withAuth({ admin: true }).field({
    type: StudioEvent,
    description:
      'What happens in the whole studio, in one order: sessions, bookings, sign-ins and what is audited, but nobody’s practice. Admins only; the stream ends when the viewer is none any longer.',
    args: { after: t.arg(cursor), kinds: t.arg(kinds) },
    subscribe: (_root, given, context) =>
      follow(context, {
        ...wanted(given),
        snapshot: 'StudioSnapshot',
        figures: {
          type: 'OverviewChanged',
          isAffected: () => true,
          async day() {
            // Whose access has ended is told so.
            const { account } = (await renewed(context.viewer, context.app)) ?? context.viewer;
            return account.role === 'ADMIN' ? today('UTC').start : null;
          },
        },
        hidden: ['PRACTICE'],
        mayRead: ({ adminIds }) => adminIds.has(context.viewer.account.id),
        scope: { condition: Prisma.sql`true`, includes: () => true },
      }),
    resolve: (event) => event,
  }),
  viewerEvents: t.withAuth({ signedIn: true }).field({
    type: StudioEvent,
    description:
      'What concerns the viewer, on all their devices, in one order: their bookings with promotions from the waitlist, their passes, their practices, their devices, and sessions that they host or co-host no longer.',
    args: { after: t.arg(cursor), kinds: t.arg(kinds) },
    subscribe: (_root, given, context) => {
      const { id } = context.viewer.account;
      return follow(context, {
        ...wanted(given),
        snapshot: 'ViewerSnapshot',
        figures: null,
        mayRead: () => true,
        scope: {
          condition: Prisma.sql`"accountId" = ${id}::uuid`,
          includes: ({ accountId }) => accountId === id,
        },
      });
    },
    resolve: (event) => event,
  }),
}));
