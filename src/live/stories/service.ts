import { z } from 'zod';
import type { App, SignedIn } from '../../context.ts';
import type { Session, SessionStatus, Story } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { SessionStatusError } from '../../sessions/errors.ts';
import { lockForHosts } from '../../sessions/service.ts';
import { deck } from '../../sessions/validation.ts';
import { comparable, line, text, validate } from '../../validation.ts';
import { NotVoterError, StoryStatusError } from '../errors.ts';
import { type LockedInside, lockInside, requireHost, requireParticipant } from '../membership.ts';

const maximumStories = 200;

const storyCreation = z.object({
  sessionId: z.string(),
  title: line(1, 200),
  description: text(0, 2000).nullish(),
  deck: deck.nullish(),
});
const storyUpdate = z.object({
  title: line(1, 200).nullish(),
  description: text(0, 2000).nullish(),
  position: z.number().min(0, 'must not be negative').nullish(),
  estimate: line(0, 20).nullish(),
  deck: deck.nullish(),
});

/** Adds a story after the others of its session. Without a deck of its own it takes the session's current one. */
export async function createStory(context: SignedIn, input: z.input<typeof storyCreation>): Promise<Story> {
  const valid = validate(storyCreation, input);
  const { sessionId } = valid;
  return transaction(context.app.database, async (tx) => {
    const session = await lockForHosts(tx, context, sessionId);
    requireStatus(session, ['SCHEDULED', 'LIVE']);
    const position = await tx.story.count({ where: { sessionId } });
    if (position >= maximumStories) {
      throw new InvalidInputError([{ path: ['sessionId'], message: `must have at most ${maximumStories} stories` }]);
    }
    const story = await tx.story.create({
      data: {
        sessionId,
        title: valid.title,
        description: valid.description || null,
        position,
        deck: valid.deck ?? session.deck,
      },
    });
    await storiesChanged(tx, context.app, sessionId, [story.id]);
    return story;
  });
}

/** Changes a story. A new position moves the other stories accordingly. */
export async function updateStory(context: SignedIn, id: string, input: z.input<typeof storyUpdate>): Promise<Story> {
  const valid = validate(storyUpdate, input);
  const { title, description, position, estimate } = valid;
  return transaction(context.app.database, async (tx) => {
    const { story } = await lockHostedStory(tx, context, id, ['SCHEDULED', 'LIVE']);
    if (valid.deck && story.status === 'VOTING') throw new StoryStatusError(story.status);
    await tx.story.update({
      where: { id },
      data: {
        ...(title != null && { title }),
        ...(description !== undefined && { description: description || null }),
        ...(estimate !== undefined && { estimate: estimate || null }),
        ...(valid.deck != null && { deck: valid.deck }),
      },
    });
    const moved = position == null ? [] : await arrange(tx, story.sessionId, id, position);
    await storiesChanged(tx, context.app, story.sessionId, [id, ...moved]);
    return tx.story.findUniqueOrThrow({ where: { id } });
  });
}

/** Opens voting. On a revealed story this begins a new round, without the votes and the estimate of the previous one. */
export async function startVoting(context: SignedIn, id: string): Promise<Story> {
  return transaction(context.app.database, async (tx) => {
    const { story } = await lockHostedStory(tx, context, id, ['LIVE']);
    if (story.status === 'VOTING') throw new StoryStatusError(story.status);
    await tx.vote.deleteMany({ where: { storyId: id } });
    const voting = await tx.story.update({
      where: { id },
      data: {
        status: 'VOTING',
        round: { increment: 1 },
        ...(story.status === 'REVEALED' && { estimate: null }),
      },
    });
    await storiesChanged(tx, context.app, story.sessionId, [id]);
    return voting;
  });
}

/** Casts the viewer's vote, or changes it while voting is open. */
export async function castVote(context: SignedIn, id: string, value: string): Promise<Story> {
  const accountId = context.viewer.account.id;
  return transaction(context.app.database, async (tx) => {
    const [locked, story] = await lockStory(tx, context, id);
    const { session } = locked;
    const { role, isVoter } = requireParticipant(locked);
    if (role === 'SPECTATOR') throw new NotVoterError('Spectators do not vote.');
    if (!isVoter) throw new NotVoterError('You abstain from voting. Change that with participantSetVoting first.');
    requireStatus(session, ['LIVE']);
    if (story.status !== 'VOTING') throw new StoryStatusError(story.status);
    const chosen = cardOf(story.deck, value);
    if (chosen === undefined) {
      throw new InvalidInputError([{ path: ['value'], message: 'must be one of the story’s deck' }]);
    }
    const vote = { value: chosen, castAt: new Date() };
    await tx.vote.upsert({
      where: { storyId_accountId: { storyId: id, accountId } },
      create: { storyId: id, accountId, ...vote },
      update: vote,
    });
    await context.app.events.append(tx, session.id, { type: 'VoteCast', storyId: id, accountId });
    await revealCompleteStories(tx, context.app, session);
    return tx.story.findUniqueOrThrow({ where: { id } });
  });
}

/** Returns the deck's own spelling of a value. Decks of older sessions may contain values that differ only in case. */
function cardOf(deck: string[], given: string): string | undefined {
  const value = given.trim().normalize('NFC');
  return deck.includes(value) ? value : deck.find((card) => comparable(card) === comparable(value));
}

/** Ends voting and shows all votes. */
export async function revealStory(context: SignedIn, id: string): Promise<Story> {
  return transaction(context.app.database, async (tx) => {
    const { story } = await lockHostedStory(tx, context, id, ['SCHEDULED', 'LIVE']);
    if (story.status !== 'VOTING') throw new StoryStatusError(story.status);
    const revealed = await tx.story.update({ where: { id }, data: { status: 'REVEALED' } });
    await storiesChanged(tx, context.app, story.sessionId, [id]);
    return revealed;
  });
}

/** Deletes a story and its votes. */
export async function deleteStory(context: SignedIn, id: string): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const { session } = await lockHostedStory(tx, context, id, ['SCHEDULED', 'LIVE']);
    await tx.story.delete({ where: { id } });
    const moved = await arrange(tx, session.id);
    await context.app.events.append(tx, session.id, { type: 'StoryDeleted', storyId: id });
    await storiesChanged(tx, context.app, session.id, moved);
  });
}

/**
 * With `autoReveal`, reveals the stories on which every voter has voted who is online or reconnecting. Called after every
 * change that can complete a vote: a vote, an end of presence, a change of role, or of the setting. The session's row must
 * be locked.
 */
export async function revealCompleteStories(
  tx: Transaction,
  context: Pick<App, 'events'>,
  session: Pick<Session, 'id' | 'autoReveal'>,
): Promise<void> {
  if (!session.autoReveal) return;
  const revealed = await tx.$queryRaw<{ id: string }[]>`
    WITH present AS (
      SELECT "accountId" FROM "Participant"
      WHERE "sessionId" = ${session.id}::uuid AND "removedAt" IS NULL
        AND "presence" IN ('ONLINE', 'RECONNECTING') AND "role" <> 'SPECTATOR' AND "isVoter")
    UPDATE "Story" SET "status" = 'REVEALED'
    WHERE "sessionId" = ${session.id}::uuid AND "status" = 'VOTING' AND EXISTS (SELECT FROM present)
      AND NOT EXISTS (
        SELECT FROM present WHERE NOT EXISTS (
          SELECT FROM "Vote" vote
          WHERE vote."storyId" = "Story"."id" AND vote."accountId" = present."accountId"))
    RETURNING "id"`;
  await storiesChanged(
    tx,
    context,
    session.id,
    revealed.map(({ id }) => id),
  );
}

/** Deletes a person's votes that are not revealed yet: spectators and removed people have no vote. */
export async function withdrawVotes(
  tx: Transaction,
  context: Pick<App, 'events'>,
  session: Pick<Session, 'id' | 'autoReveal'>,
  accountId: string,
): Promise<void> {
  const withdrawn = await tx.$queryRaw<{ storyId: string }[]>`
    DELETE FROM "Vote" vote USING "Story" story
    WHERE story."id" = vote."storyId" AND story."sessionId" = ${session.id}::uuid AND story."status" = 'VOTING'
      AND vote."accountId" = ${accountId}::uuid
    RETURNING vote."storyId"`;
  await storiesChanged(
    tx,
    context,
    session.id,
    withdrawn.map(({ storyId }) => storyId),
  );
  await revealCompleteStories(tx, context, session);
}

/** Locks the session of a story for its host or a co-host, while it has one of these statuses. */
async function lockHostedStory(
  tx: Transaction,
  context: SignedIn,
  id: string,
  statuses: SessionStatus[],
): Promise<{ session: Session; story: Story }> {
  const [locked, story] = await lockStory(tx, context, id);
  requireHost(locked);
  requireStatus(locked.session, statuses);
  return { session: locked.session, story };
}

/** Locks the session of a story, and reads the story under that lock. */
async function lockStory(tx: Transaction, context: SignedIn, id: string): Promise<[LockedInside, Story]> {
  const found = await tx.story.findUnique({ where: { id }, select: { sessionId: true } });
  if (!found) throw new NotFoundError('story');
  const locked = await lockInside(tx, context, found.sessionId).catch((error: unknown) => {
    // The same message as for a missing story, so that it does not tell a stranger that the story exists.
    throw error instanceof NotFoundError ? new NotFoundError('story') : error;
  });
  const story = await tx.story.findUnique({ where: { id } });
  if (!story) throw new NotFoundError('story');
  return [locked, story];
}

function requireStatus({ status }: Session, allowed: SessionStatus[]): void {
  if (!allowed.includes(status)) throw new SessionStatusError(status);
}

/** Numbers a session's stories from 0 without gaps, after moving one of them; returns the ids of the renumbered ones. */
async function arrange(tx: Transaction, sessionId: string, movedId?: string, position = 0): Promise<string[]> {
  const stories = await tx.story.findMany({
    where: { sessionId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  const ids = stories.map(({ id }) => id).filter((id) => id !== movedId);
  if (movedId) ids.splice(position, 0, movedId);
  const changed = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "Story" SET "position" = place."number" - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS place("id", "number")
    WHERE "Story"."id" = place."id" AND "Story"."position" <> place."number" - 1
    RETURNING "Story"."id"`;
  return changed.map(({ id }) => id);
}

async function storiesChanged(
  tx: Transaction,
  context: Pick<App, 'events'>,
  sessionId: string,
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return;
  const events = [...new Set(ids)].map((storyId) => ({ type: 'StoryChanged' as const, storyId }));
  await context.events.append(tx, sessionId, ...events);
}
