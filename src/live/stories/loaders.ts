import type { Context } from '../../context.ts';
import type { Story, StoryStatus, Vote } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { ForbiddenError } from '../../errors.ts';
import { loadAll } from '../../request-loader.ts';
import { isInside } from '../membership.ts';
import { resultOf, type StoryResult } from './results.ts';

/** A vote as the viewer may see it. Its value is null while it is hidden. */
export type VisibleVote = Pick<RoundVote, 'accountId' | 'castAt' | 'isRevealed'> & { value: string | null };

/** Returns the stories that the viewer may see: those of sessions whose inside the viewer may see. */
export async function storiesById(ids: string[], context: Context): Promise<Story[]> {
  const { prisma } = context.app.database;
  const rows = await prisma.story.findMany({ where: { id: { in: ids } } });
  const inside = await loadAll(
    isInside(context),
    rows.map(({ sessionId }) => sessionId),
  );
  return rows.filter((_, index) => inside[index]);
}

/** Returns the stories of each session, by position; an error for a session whose inside the viewer may not see. */
export async function storiesBySession(sessionIds: string[], context: Context): Promise<(Story[] | ForbiddenError)[]> {
  const { prisma } = context.app.database;
  const inside = await loadAll(isInside(context), sessionIds);
  const readable = sessionIds.filter((_, index) => inside[index]);
  const rows =
    readable.length > 0
      ? await prisma.story.findMany({
          where: { sessionId: { in: readable } },
          orderBy: [{ position: 'asc' }, { id: 'asc' }],
        })
      : [];
  const groups = groupedBy(sessionIds, rows, ({ sessionId }) => sessionId);
  return groups.map((group, index) =>
    inside[index]
      ? group
      : new ForbiddenError(
          'Only hosts, participants and people with a confirmed booking see the stories of a session.',
        ),
  );
}

/** Returns the votes of each story's current round, in the order in which they were cast. */
export async function visibleVotes(stories: Story[], context: Context): Promise<VisibleVote[][]> {
  const viewerId = context.viewer?.account.id;
  return (await votesOfRounds(stories, context)).map((votes) =>
    votes.map(({ accountId, castAt, value, isRevealed }) => ({
      accountId,
      castAt,
      isRevealed,
      value: isRevealed || accountId === viewerId ? value : null,
    })),
  );
}

/** Returns the value of the viewer's own vote in each story's current round. */
export async function viewerVotes(stories: Story[], context: Context): Promise<(string | null)[]> {
  const viewerId = context.viewer?.account.id;
  return (await votesOfRounds(stories, context)).map(
    (votes) => votes.find(({ accountId }) => accountId === viewerId)?.value ?? null,
  );
}

/** Returns the outcome of each story; null unless its votes are revealed. */
export async function results(stories: Story[], context: Context): Promise<(StoryResult | null)[]> {
  const revealed = stories.filter(({ status }) => status === 'REVEALED');
  const votes = await votesOfRounds(revealed, context);
  const byStory = new Map(revealed.map((story, index) => [story, votes[index] ?? []]));
  return stories.map((story) => {
    const cast = byStory.get(story)?.filter(({ isRevealed }) => isRevealed);
    return cast
      ? resultOf(
          story.deck,
          cast.map(({ value }) => value),
        )
      : null;
  });
}

type RoundVote = Vote & { isRevealed: boolean };

/**
 * Reads the votes together with the current state of their stories. The given rows may be older: a story that is revealed
 * there may be in a new round by now, whose votes are hidden.
 */
async function votesOfRounds(stories: Story[], { app: { database } }: Context): Promise<RoundVote[][]> {
  const ids = [...new Set(stories.filter(({ status }) => status !== 'PENDING').map(({ id }) => id))];
  if (ids.length === 0) return stories.map(() => []);
  const rows = await database.rows<Vote & { status: StoryStatus; round: number }>`
    SELECT vote.*, story."status", story."round"
    FROM "Vote" vote JOIN "Story" story ON story."id" = vote."storyId"
    WHERE vote."storyId" = ANY(${ids}::uuid[]) ORDER BY vote."castAt", vote."accountId"`;
  const votes = groupedBy(ids, rows, ({ storyId }) => storyId);
  const byStory = new Map(ids.map((id, index) => [id, votes[index] ?? []]));
  return stories.map(({ id, status, round }) =>
    (byStory.get(id) ?? [])
      .filter((vote) => vote.round === round)
      .map((vote) => ({ ...vote, isRevealed: status === 'REVEALED' && vote.status === 'REVEALED' })),
  );
}
