import type { App } from '../../context.ts';
import { createFeeds } from '../../events/feed.ts';
import { ownedState } from '../../node-state.ts';
import { withoutAccess } from '../membership.ts';
import type { SessionEvent } from './vocabulary.ts';

/** The feeds of this node, with the rules of session events. */
export const feedsOf = ownedState((app: App) =>
  createFeeds<SessionEvent>(app.events, app.log, {
    async complete(events, recent) {
      await addStories(app, events);
      if (events.some(mayDeleteStories)) await withdrawDeletedStories(app, recent);
    },
    withoutAccess: (sessionId, accountIds) => withoutAccess(app.database.prisma, sessionId, accountIds),
  }),
);

async function addStories({ database }: App, events: SessionEvent[]): Promise<void> {
  const ids = events.flatMap(({ data }) => (data.type === 'StoryChanged' ? [data.storyId] : []));
  if (ids.length === 0) return;
  const rows = await database.prisma.story.findMany({ where: { id: { in: [...new Set(ids)] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const event of events) {
    const story = event.data.type === 'StoryChanged' && byId.get(event.data.storyId);
    if (story) event.story = story;
  }
}

// The deletion of a story is logged as a change of its session.
const mayDeleteStories = ({ data: { type } }: SessionEvent) => type === 'SessionChanged';

/** The changes of a story that was deleted are no longer shown. */
async function withdrawDeletedStories({ database }: App, recent: Iterable<SessionEvent>): Promise<void> {
  const shown = [...recent].filter(({ story }) => story);
  const ids = new Set(shown.map(({ story }) => story?.id as string));
  const rows = await database.prisma.story.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  for (const { id } of rows) ids.delete(id);
  for (const event of shown) if (ids.has(event.story?.id as string)) delete event.story;
}
