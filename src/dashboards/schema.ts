import { DeviceSession } from '../accounts/device-sessions/schema.ts';
import { accountOf } from '../accounts/loaders.ts';
import { Account, User } from '../accounts/schema.ts';
import { overview } from '../admin/loaders.ts';
import { AdminOverview, AuditEvent } from '../admin/schema.ts';
import { Booking } from '../bookings/schema.ts';
import type { SignedIn } from '../context.ts';
import { UnauthenticatedError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { globalId } from '../graphql/global-ids.ts';
import { Series } from '../lifecycle/series/schema.ts';
import { shownAs } from '../lifecycle/studio-events.ts';
import { SessionEvent } from '../live/events/schema.ts';
import { Pass } from '../passes/schema.ts';
import { PracticeSession } from '../practice/schema.ts';
import type { SessionHandedOver } from '../sessions/events.ts';
import { Session } from '../sessions/schema.ts';
import type { StudioEntry } from './entries.ts';
import { maximumSessions, sessionsOfDashboard } from './loaders.ts';
import type { StreamedEvent } from './stream.ts';

type EventOf<Data extends { type: string }> = StreamedEvent<Data>;

/** The GraphQL types of events that are in no log. */
const frames: Record<string, string> = {
  HostSnapshot: 'HostSnapshot',
  StudioSnapshot: 'StudioSnapshot',
  ViewerSnapshot: 'ViewerSnapshot',
  FiguresChanged: 'FiguresUpdate',
  OverviewChanged: 'OverviewUpdate',
};

export const StudioEvent = builder.interfaceRef<StreamedEvent>('StudioEvent').implement({
  description:
    'Something that happened in the studio. The cursors are totally ordered: a subscription with `after` set to the last cursor receives every later event, each exactly once. Objects are shown as they are when the event is sent.',
  resolveType: ({ data }) => frames[data.type] ?? shownAs(data) ?? 'SessionUpdate',
  fields: (t) => ({
    cursor: t.expose('cursor', {
      type: 'StudioCursor',
      description: 'Position of the event in the log of all events. Pass it as `after` to continue from here.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the event happened.' }),
  }),
});

const inStudio = { interfaces: [StudioEvent] };
const signedIn = (context: { viewer: unknown }) => {
  if (!context.viewer) throw new UnauthenticatedError();
  return context as SignedIn;
};

builder.objectRef<EventOf<{ type: 'HostSnapshot' }>>('HostSnapshot').implement({
  ...inStudio,
  description:
    'The state of a host’s day, as the first event of a subscription that cannot continue from `after`: because it is missing, was made by another database, or is older than the 30 days for which events are kept.',
  fields: (t) => ({
    sessions: t.field({
      type: [Session],
      description: `The sessions that the viewer hosts or co-hosts and that are live, have an open join window or start today, by planned start; at most ${maximumSessions}.`,
      complexity: { field: 1, multiplier: 20 },
      resolve: (_event, _args, context) => sessionsOfDashboard(signedIn(context)),
    }),
    account: t.field({
      type: Account,
      description: 'The host’s account, whose `today` has the figures of the day.',
      resolve: (_event, _args, context) => accountOf(signedIn(context).viewer),
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'StudioSnapshot' }>>('StudioSnapshot').implement({
  ...inStudio,
  description: 'The state of the studio, as the first event of a subscription that cannot continue from `after`.',
  fields: (t) => ({
    overview: t.field({
      type: AdminOverview,
      description: 'Counts of the present state.',
      resolve: (_event, _args, context) => overview(context),
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'ViewerSnapshot' }>>('ViewerSnapshot').implement({
  ...inStudio,
  description: 'The viewer’s account, as the first event of a subscription that cannot continue from `after`.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: 'The account with everything that it leads to.',
      resolve: (_event, _args, context) => accountOf(signedIn(context).viewer),
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'FiguresChanged' }>>('FiguresUpdate').implement({
  ...inStudio,
  description: 'The figures of the host’s day may have changed. Sent at most once a second.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: 'The host’s account, whose `today` has the figures.',
      resolve: (_event, _args, context) => accountOf(signedIn(context).viewer),
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'OverviewChanged' }>>('OverviewUpdate').implement({
  ...inStudio,
  description: 'The counts and figures of the studio may have changed. Sent at most once a second.',
  fields: (t) => ({
    overview: t.field({
      type: AdminOverview,
      description: 'Counts of the present state.',
      resolve: (_event, _args, context) => overview(context),
    }),
  }),
});

builder.objectRef<EventOf<{ type: string }>>('SessionUpdate').implement({
  ...inStudio,
  description: 'Something happened in a session: to itself, its seats, its participants or its stories.',
  fields: (t) => ({
    event: t.field({
      type: SessionEvent,
      description: 'What happened, as `sessionEvents` shows it.',
      resolve: ({ entry }) => entry as never,
    }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session; null if it was deleted since.',
      resolve: ({ entry }) => (entry as StudioEntry).sessionId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'SessionCreated' }>>('SessionCreation').implement({
  ...inStudio,
  description: 'A session was created.',
  fields: (t) => ({
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session; null if it was deleted since.',
      resolve: ({ entry }) => (entry as StudioEntry).sessionId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'SessionDeleted'; sessionId: string }>>('SessionDeletion').implement({
  ...inStudio,
  description: 'A session was deleted.',
  fields: (t) => ({
    sessionId: t.id({
      description: 'ID of the deleted Session.',
      resolve: ({ data }) => globalId('Session', data.sessionId),
    }),
  }),
});

builder.objectRef<EventOf<SessionHandedOver>>('SessionHandOver').implement({
  ...inStudio,
  description:
    'A session was handed over to another host. It is the last event of the session that its former host receives.',
  fields: (t) => ({
    from: t.field({
      type: User,
      nullable: true,
      description: 'The former host; null if the account is gone.',
      resolve: ({ data }) => data.fromId,
    }),
    to: t.field({
      type: User,
      nullable: true,
      description: 'The new host; null if the account is gone.',
      resolve: ({ data }) => data.toId,
    }),
    session: t.field({
      type: Session,
      nullable: true,
      description: 'The session; null if it was deleted since.',
      resolve: ({ entry }) => (entry as StudioEntry).sessionId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'BookingChanged'; bookingId: string }>>('BookingUpdate').implement({
  ...inStudio,
  description: 'A booking was made or changed.',
  fields: (t) => ({
    booking: t.field({
      type: Booking,
      nullable: true,
      description: 'The booking; null if its session was deleted since.',
      resolve: ({ data }) => data.bookingId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'SeriesChanged'; seriesId: string }>>('SeriesUpdate').implement({
  ...inStudio,
  description: 'A series was created, changed or ended. Its sessions have events of their own.',
  fields: (t) => ({
    series: t.field({
      type: Series,
      nullable: true,
      description: 'The series; null if it was deleted since.',
      resolve: ({ data }) => data.seriesId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'PassChanged'; passId: string }>>('PassUpdate').implement({
  ...inStudio,
  description: 'A pass was bought, paid, used, returned or corrected, or has expired.',
  fields: (t) => ({
    pass: t.field({
      type: Pass,
      nullable: true,
      description: 'The pass; null if it is gone.',
      resolve: ({ data }) => data.passId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'PracticeChanged'; practiceId: string }>>('PracticeUpdate').implement({
  ...inStudio,
  description: 'One of the viewer’s practices was begun, changed, ended or deleted.',
  fields: (t) => ({
    practiceId: t.id({
      description: 'ID of the PracticeSession.',
      resolve: ({ data }) => globalId('PracticeSession', data.practiceId),
    }),
    practice: t.field({
      type: PracticeSession,
      nullable: true,
      description: 'The practice; null if it was deleted.',
      resolve: ({ data }) => data.practiceId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'DeviceSessionChanged'; deviceSessionId: string }>>('DeviceSessionUpdate').implement({
  ...inStudio,
  description: 'A device was signed in, or its session ended.',
  fields: (t) => ({
    deviceSession: t.field({
      type: DeviceSession,
      nullable: true,
      description: 'The device session; null if its account was deleted since.',
      resolve: ({ data }) => data.deviceSessionId,
    }),
  }),
});

builder.objectRef<EventOf<{ type: 'AuditRecorded'; auditEventId: string }>>('AuditUpdate').implement({
  ...inStudio,
  description: 'Something was audited, such as the act of an admin. Only admins receive it.',
  fields: (t) => ({
    auditEvent: t.field({
      type: AuditEvent,
      nullable: true,
      description: 'The row of the audit; null if it is gone.',
      resolve: ({ data }) => data.auditEventId,
    }),
  }),
});
