import type { ItemFragment, PersonFragment, PlaceFragment, RoomEventsSubscription } from '../generated/types.ts';
import type { Happening } from '../parts/feed.tsx';

export type RoomEvent = RoomEventsSubscription['sessionEvents'];

/** A room as its events tell it. */
export interface Room {
  session: PlaceFragment;
  people: ReadonlyMap<string, PersonFragment>;
  stories: ReadonlyMap<string, ItemFragment>;
  /** What happened while this page was open, latest first. */
  happenings: readonly Happening[];
}

const maximumHappenings = 60;

/** The room after an event. */
export function follow(room: Room | null, event: RoomEvent): Room {
  const next: Room = {
    session: event.session,
    people: room?.people ?? new Map(),
    stories: room?.stories ?? new Map(),
    happenings: room?.happenings ?? [],
  };
  const text = describe(event, room);
  if (text) {
    const happening = { cursor: event.cursor, at: event.occurredAt, text };
    next.happenings = [happening, ...next.happenings].slice(0, maximumHappenings);
  }
  switch (event.__typename) {
    case 'SessionSnapshot':
      next.people = new Map(event.participants.map((one) => [one.id, one]));
      next.stories = new Map(event.stories.map((one) => [one.id, one]));
      break;
    case 'ParticipantLeft':
      next.people = event.wasRemoved
        ? without(next.people, event.participant.id)
        : withOne(next.people, event.participant);
      break;
    case 'ParticipantJoined':
    case 'ParticipantPresenceChanged':
    case 'ParticipantRoleChanged':
    case 'ParticipantVotingChanged':
      next.people = withOne(next.people, event.participant);
      break;
    case 'StoryChanged':
      next.stories = withOne(next.stories, event.story);
      break;
    case 'StoryDeleted':
      next.stories = without(next.stories, event.storyId);
      break;
    case 'VoteCast':
      next.stories = withVote(next.stories, event);
      break;
  }
  return next;
}

/** The room after this person's own act, whose event is still under way. */
export const withStory = (room: Room, story: ItemFragment): Room => ({
  ...room,
  stories: withOne(room.stories, story),
});

function withOne<One extends { id: string }>(all: ReadonlyMap<string, One>, one: One): Map<string, One> {
  return new Map(all).set(one.id, one);
}

function without<One>(all: ReadonlyMap<string, One>, id: string): Map<string, One> {
  const rest = new Map(all);
  rest.delete(id);
  return rest;
}

function withVote(
  stories: Room['stories'],
  { storyId, user }: Extract<RoomEvent, { __typename: 'VoteCast' }>,
): Room['stories'] {
  const story = stories.get(storyId);
  if (!story || story.votes.some((vote) => vote.user.id === user.id)) return stories;
  return withOne(stories, { ...story, votes: [...story.votes, { __typename: 'Vote', revealedValue: null, user }] });
}

function describe(event: RoomEvent, room: Room | null): string | null {
  switch (event.__typename) {
    case 'ParticipantJoined':
      return `${event.participant.user.displayName} joined`;
    case 'ParticipantLeft':
      return `${event.participant.user.displayName} ${event.wasRemoved ? 'was removed' : 'left'}`;
    case 'ParticipantPresenceChanged':
      return presenceTexts[event.participant.presence]?.(event.participant.user.displayName) ?? null;
    case 'ParticipantRoleChanged':
      return `${event.participant.user.displayName} is ${roleTexts[event.participant.role]} now`;
    case 'StoryChanged':
      return describeStory(event.story, room?.stories.get(event.story.id));
    case 'VoteCast':
      return `${event.user.displayName} voted`;
    case 'SessionChanged':
      return room && room.session.status !== event.status ? statusTexts[event.status] : null;
    default:
      return null;
  }
}

function describeStory(story: ItemFragment, before: ItemFragment | undefined): string | null {
  if (!before) return `“${story.title}” was added`;
  if (before.status === story.status && before.round === story.round) return null;
  return story.status === 'VOTING' ? `Voting on “${story.title}” began` : `The votes on “${story.title}” are revealed`;
}

const presenceTexts: Record<string, (name: string) => string> = {
  ONLINE: (name) => `${name} is online`,
  RECONNECTING: (name) => `${name} lost the connection`,
  OFFLINE: (name) => `${name} is offline`,
};

export const roleTexts = { HOST: 'host', COHOST: 'co-host', MEMBER: 'member', SPECTATOR: 'spectator' } as const;

const statusTexts: Record<PlaceFragment['status'], string> = {
  DRAFT: 'The session is a draft',
  SCHEDULED: 'The session is scheduled',
  LIVE: 'The session began',
  ENDED: 'The session ended',
  CANCELLED: 'The session was cancelled',
};
