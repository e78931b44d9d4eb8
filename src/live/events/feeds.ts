import type { App } from '../../context.ts';
import { createFeeds } from '../../events/feed.ts';
import { ownedState } from '../../node-state.ts';
import { withoutAccess } from '../membership.ts';
import type { SessionEvent, Shown } from './vocabulary.ts';

/** The feeds of this node, with the rules of session events. */
export const feedsOf = ownedState((app: App) =>
  createFeeds<SessionEvent>(app.events, app.log, {
    async complete(events, recent) {
      await addStories(app, events);
      withdrawDeletedStories(events, recent);
    },
    withoutAccess: (sessionId, accountIds) => withoutAccess(app, sessionId, accountIds),
  }),
);

/** Whether an event is sent: none tells of what is deleted, besides that of the deletion. */
export const isShown = ({ data, story, isWithdrawn }: Shown) =>
  !isWithdrawn && (data.type !== 'StoryChanged' || story !== undefined);

/** Adds to each `StoryChanged` the row of its story, unless the story was deleted since. */
export async function addStories({ database }: App, events: Shown[]): Promise<void> {
  const ids = events.flatMap(({ data }) => (data.type === 'StoryChanged' ? (data.storyId ?? []) : []));
  if (ids.length === 0) return;
  const rows = await database.prisma.story.findMany({ where: { id: { in: [...new Set(ids)] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const event of events) {
    const story = event.data.type === 'StoryChanged' && byId.get(event.data.storyId ?? '');
    if (story) event.story = story;
  }
}

/** The earlier changes of a story that was deleted are no longer shown. */
export function withdrawDeletedStories(events: Shown[], recent: Iterable<Shown>): void {
  const deleted = new Set(events.flatMap(({ data }) => (data.type === 'StoryDeleted' ? [data.storyId] : [])));
  if (deleted.size === 0) return;
  for (const event of recent) if (event.story && deleted.has(event.story.id)) event.isWithdrawn = true;
}
