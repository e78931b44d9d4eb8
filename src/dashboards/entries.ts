import { isActingAdmin } from '../accounts/totp/required.ts';
import type { App } from '../context.ts';
import { groupedBy } from '../database/grouping.ts';
import { createTail, type LogEntry } from '../events/tail.ts';
import type { EventKind, StudioEventData } from '../lifecycle/studio-events.ts';
import { addStories, withdrawDeletedStories } from '../live/events/feeds.ts';
import type { Shown } from '../live/events/vocabulary.ts';
import { ownedState } from '../node-state.ts';

/** An event of the log, with the people who might read it at the time at which it was read. */
export interface StudioEntry extends LogEntry, Omit<Shown, 'data'> {
  data: StudioEventData;
  /** The session's host and co-hosts; nobody for an event without a session. */
  hostIds: ReadonlySet<string>;
  adminIds: ReadonlySet<string>;
}

export type StudioEventKind = EventKind | 'FIGURES';

/** The log of all events as this node reads it. */
export const tailOf = ownedState((app: App) =>
  createTail<StudioEntry>(app.database, app.events, app.log, async (entries, recent) => {
    await complete(app, entries);
    withdraw(entries, recent);
  }),
);

/** The events in memory become those that the log still has. */
function withdraw(entries: StudioEntry[], recent: Iterable<StudioEntry>): void {
  withdrawDeletedStories(entries, recent);
  const deleted = new Set(entries.flatMap(({ data }) => (data.type === 'SessionDeleted' ? [data.sessionId] : [])));
  if (deleted.size === 0) return;
  for (const entry of recent) if (deleted.has(entry.sessionId ?? '')) entry.isWithdrawn = true;
}

/** Adds who may read the entries, and the stories that they show. */
async function complete(app: App, entries: StudioEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const sessionIds = [...new Set(entries.flatMap(({ sessionId }) => sessionId ?? []))];
  const [hosts, admins] = await Promise.all([
    app.database.rows<{ sessionId: string; accountId: string }>`
      SELECT "id" AS "sessionId", "hostId" AS "accountId" FROM "Session" WHERE "id" = ANY(${sessionIds}::uuid[])
      UNION ALL SELECT "sessionId", "accountId" FROM "Participant"
      WHERE "sessionId" = ANY(${sessionIds}::uuid[]) AND "role" = 'COHOST' AND "removedAt" IS NULL`,
    app.database.rows<{ id: string }>`
      SELECT "id" FROM "Account" account WHERE ${isActingAdmin(app.env)} AND "deletedAt" IS NULL`,
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
