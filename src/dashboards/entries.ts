import type { AuditRecorded } from '../accounts/audit.ts';
import type { DeviceSessionChanged } from '../accounts/device-sessions/events.ts';
import type { BookingChanged } from '../bookings/stream.ts';
import type { App } from '../context.ts';
import type { Story } from '../database/generated/client.ts';
import { groupedBy } from '../database/grouping.ts';
import { createTail, type LogEntry } from '../events/tail.ts';
import type { SeriesChanged } from '../lifecycle/series/events.ts';
import { addStories } from '../live/events/feeds.ts';
import { kindOf, type SessionEventData } from '../live/events/vocabulary.ts';
import { ownedState } from '../node-state.ts';
import type { PracticeChanged } from '../practice/events.ts';
import type { SessionCreated, SessionDeleted } from '../sessions/events.ts';

/** Every event of the studio. It is stored as JSON: types and fields may be added, never changed. */
export type StudioEventData =
  | SessionEventData
  | SessionCreated
  | SessionDeleted
  | BookingChanged
  | SeriesChanged
  | PracticeChanged
  | DeviceSessionChanged
  | AuditRecorded;

/** An event of the log, with the people who might read it at the time at which it was read. */
export interface StudioEntry extends LogEntry {
  data: StudioEventData;
  /** The session's host and co-hosts; nobody for an event without a session. */
  hostIds: ReadonlySet<string>;
  adminIds: ReadonlySet<string>;
  story?: Story;
}

export type StudioEventKind =
  | 'SESSIONS'
  | 'BOOKINGS'
  | 'SEATS'
  | 'PARTICIPANTS'
  | 'STORIES'
  | 'SERIES'
  | 'PRACTICE'
  | 'DEVICES'
  | 'AUDIT'
  | 'FIGURES';

/** The kinds of an event: a booking that takes a seat has two. */
export function kindsOf({ data }: StudioEntry): StudioEventKind[] {
  switch (data.type) {
    case 'SessionCreated':
    case 'SessionDeleted':
    case 'SessionChanged':
      return ['SESSIONS'];
    case 'SeatsChanged':
      return data.bookingId ? ['BOOKINGS', 'SEATS'] : ['SEATS'];
    case 'BookingChanged':
      return ['BOOKINGS'];
    case 'SeriesChanged':
      return ['SERIES'];
    case 'PracticeChanged':
      return ['PRACTICE'];
    case 'DeviceSessionChanged':
      return ['DEVICES'];
    case 'AuditRecorded':
      return ['AUDIT'];
    default:
      return [kindOf[data.type] === 'STORIES' ? 'STORIES' : 'PARTICIPANTS'];
  }
}

/** The log of all events as this node reads it. */
export const tailOf = ownedState((app: App) =>
  createTail<StudioEntry>(app.database, app.events, app.log, (entries) => complete(app, entries)),
);

/** Adds who may read the entries, and the stories that they show. */
async function complete(app: App, entries: StudioEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const sessionIds = [...new Set(entries.flatMap(({ sessionId }) => sessionId ?? []))];
  const [hosts, admins] = await Promise.all([
    app.database.rows<{ sessionId: string; accountId: string }>`
      SELECT "id" AS "sessionId", "hostId" AS "accountId" FROM "Session" WHERE "id" = ANY(${sessionIds}::uuid[])
      UNION ALL SELECT "sessionId", "accountId" FROM "Participant"
      WHERE "sessionId" = ANY(${sessionIds}::uuid[]) AND "role" = 'COHOST' AND "removedAt" IS NULL`,
    app.database.rows<{ id: string }>`SELECT "id" FROM "Account" WHERE "role" = 'ADMIN' AND "deletedAt" IS NULL`,
    addStories(app, entries),
  ]);
  const ofSession = groupedBy(sessionIds, hosts, ({ sessionId }) => sessionId);
  const hostIdsOf = new Map(
    sessionIds.map((id, index) => [id, new Set(ofSession[index]?.map(({ accountId }) => accountId))]),
  );
  const adminIds = new Set(admins.map(({ id }) => id));
  for (const entry of entries) {
    entry.adminIds = adminIds;
    entry.hostIds = hostIdsOf.get(entry.sessionId ?? '') ?? nobody;
  }
}

const nobody: ReadonlySet<string> = new Set();
