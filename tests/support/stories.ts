import type { ParticipantRole, Presence, SessionStatus } from '../../src/database/generated/client.ts';
import {
  CreateSessionDocument,
  type SessionCreateInput,
  SessionStoriesDocument,
  StoryCreateDocument,
  type StoryCreateInput,
  StoryDeleteDocument,
  StoryDocument,
  StoryRevealDocument,
  StoryStartVotingDocument,
  StoryUpdateDocument,
  type StoryUpdateInput,
  StoryVoteDocument,
} from '../generated/documents.ts';
import { localId } from './ids.ts';
import { expectType, type TestServer } from './server.ts';
import { type Person, person } from './studio.ts';

let people = 0;
export const someone = (server: TestServer, name: string) => person(server, `${name}${++people}`);

/** A live session of a host's own. */
export async function startSession(server: TestServer, input: Partial<SessionCreateInput> = {}) {
  const host = await someone(server, 'host');
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Planning', ...input } });
  const { id } = expectType(sessionCreate, 'Session');
  const enter = async (person: Person, role: ParticipantRole = 'MEMBER', presence: Presence = 'ONLINE') => {
    await server.database.prisma.participant.create({
      data: { sessionId: localId(id), accountId: localId(person.accountId), role, presence },
    });
    return person;
  };
  return {
    id,
    host,
    enter,
    join: async (role?: ParticipantRole, presence?: Presence) => enter(await someone(server, 'member'), role, presence),
    become: (status: SessionStatus) =>
      server.database.prisma.session.update({ where: { id: localId(id) }, data: { status } }),
    events: () =>
      server.database.prisma.event.findMany({
        where: { sessionId: localId(id), sequence: { not: null } },
        orderBy: { sequence: 'asc' },
        select: { type: true, payload: true },
      }),
  };
}

export const create = async (person: Person, input: StoryCreateInput) =>
  (await person.run(StoryCreateDocument, { input })).storyCreate;
export const update = async (person: Person, id: string, input: StoryUpdateInput) =>
  (await person.run(StoryUpdateDocument, { id, input })).storyUpdate;
export const start = async (person: Person, id: string) =>
  (await person.run(StoryStartVotingDocument, { id })).storyStartVoting;
export const vote = async (person: Person, id: string, value: string) =>
  (await person.run(StoryVoteDocument, { id, value })).storyVote;
export const reveal = async (person: Person, id: string) => (await person.run(StoryRevealDocument, { id })).storyReveal;
export const remove = async (person: Person, id: string) => (await person.run(StoryDeleteDocument, { id })).storyDelete;
export const node = async (person: Person, id: string) => (await person.run(StoryDocument, { id })).node;
export const list = async (person: Person, sessionId: string) =>
  (await person.run(SessionStoriesDocument, { sessionId })).session?.stories;

export async function addStory(host: Person, sessionId: string, input: Partial<StoryCreateInput> = {}) {
  const story = await create(host, { sessionId, title: 'As a guest I book', ...input });
  return expectType(story, 'Story');
}

export const everyMutation = (person: Person, id: string, sessionId: string) => [
  person.ask(StoryCreateDocument, { input: { sessionId, title: 'Mine' } }),
  person.ask(StoryUpdateDocument, { id, input: { title: 'Mine' } }),
  person.ask(StoryStartVotingDocument, { id }),
  person.ask(StoryRevealDocument, { id }),
  person.ask(StoryDeleteDocument, { id }),
];
