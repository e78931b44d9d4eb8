import { transaction } from '../../src/database/transaction.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { type Publisher, shala } from './node.ts';
import { sessionPeers } from './peers.ts';
import { type Play, paced, type StreamWorkload } from './workload.ts';

// The same of all: what a list of who is here needs.
const selection = `{
    cursor
    occurredAt
    __typename
    ... on ParticipantPresenceChanged { participant { presence role user { username displayName } } }
  }`;
const query = `subscription ($sessionId: ID!) { sessionEvents(sessionId: $sessionId) ${selection} }`;
/** The same for those who come back after a loss. */
const resumable = `subscription ($sessionId: ID!, $after: EventCursor) {
  sessionEvents(sessionId: $sessionId, after: $after) ${selection}
}`;

const burst = 50;
const perSecond = 20;

/** Members of one session follow it, while its participants come and go. */
export const sessionWorkloads: StreamWorkload[] = [
  {
    ...inSession(500),
    name: 'S1 500 subscribers, as fast as it goes',
    // Always more to do, and never so much that it is a matter of memory.
    async load({ publish, outstanding, progress }, until) {
      while (!until()) {
        if (outstanding() <= 3 * burst) await publish(burst);
        else await progress();
      }
    },
  },
  {
    ...inSession(5_000),
    name: `S2 5,000 subscribers, ${perSecond} events/s`,
    load: paced(perSecond),
  },
];

const nodeLoss: Omit<StreamWorkload, 'name'> = {
  ...inSession(5_000),
  query: resumable,
  servers: (surroundings) => [shala(surroundings, (publisher) => prepare(publisher, 5_000))],
  load: paced(perSecond),
};

/** Their node is lost, and they go on at another, while events go on, too. */
export const nodeLossWorkloads: StreamWorkload[] = [
  { ...nodeLoss, name: 'S5 5,000 subscribers lose their node', loss: 'SIGKILL' },
  { ...nodeLoss, name: 'S6 5,000 subscribers whose node stops', loss: 'SIGTERM' },
];

function inSession(members: number): Pick<StreamWorkload, 'query' | 'reader' | 'servers'> {
  return {
    ...{ query, reader: 'session' },
    servers: (surroundings) => {
      const prepared = (publisher: Publisher) => prepare(publisher, members);
      return [shala(surroundings, prepared), ...sessionPeers(members, surroundings, prepared)];
    },
  };
}

async function prepare({ database, events, signUp, schedule }: Publisher, members: number): Promise<Play> {
  const { prisma } = database;
  const people = await signUp(members);
  const [sessionId = ''] = await schedule([{ hostId: (people[0] as { id: string }).id }]);
  await prisma.participant.createMany({
    data: people.map(({ id }) => ({
      ...{ sessionId, accountId: id, role: 'MEMBER', presence: 'ONLINE' },
      leaseExpiresAt: new Date(Date.now() + 3_600_000),
    })),
  });
  const { id: participantId } = await prisma.participant.findFirstOrThrow({ where: { sessionId } });
  const event = { type: 'ParticipantPresenceChanged', participantId, presence: 'ONLINE', role: 'MEMBER' } as const;
  const variables = { sessionId: globalId('Session', sessionId) };
  return {
    subscriptions: people.map(({ token }) => ({ token, variables })),
    publish: (count) =>
      transaction(database, (tx) => events.append(tx, sessionId, ...Array<typeof event>(count).fill(event))),
  };
}
