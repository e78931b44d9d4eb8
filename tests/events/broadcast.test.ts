import { once } from 'node:events';
import { print } from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { transaction } from '../../src/database/transaction.ts';
import type { SessionEventData } from '../../src/live/events/vocabulary.ts';
import { BigEventsDocument, PersonalEventsDocument, SharedEventsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addStory, startSession } from '../support/stories.ts';
import type { Person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const sequenceOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString().split('@')[0]);

interface Next {
  id: string;
  payload: { data: { sessionEvents: { cursor: string } }; extensions?: object };
}

/** Opens a socket with these operations, and collects the positions of the events that each receives. */
async function listen(who: Person, operations: Record<string, object>) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told = new Map(Object.keys(operations).map((id) => [id, [] as number[]]));
  const last = new Map<string, Next>();
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') {
      for (const [id, payload] of Object.entries(operations)) send({ id, type: 'subscribe', payload });
    } else if (message.type === 'next') {
      last.set(message.id, message);
      told.get(message.id)?.push(sequenceOf((message as Next).payload.data.sessionEvents.cursor));
    }
  });
  await once(socket, 'open');
  send({ type: 'connection_init', payload: { Authorization: `Bearer ${who.accessToken}` } });
  await vi.waitFor(() => expect(last.size).toBe(told.size), { timeout: 20_000 });
  return {
    socket,
    send,
    last,
    of: (id: string) => told.get(id) as number[],
    hears: (id: string, sequence: number) =>
      vi.waitFor(() => expect(told.get(id)?.at(-1)).toBe(sequence), { timeout: 30_000 }),
  };
}

/** Appends events in one transaction; resolves to the position of the last. */
async function happen(sessionId: string, ...events: SessionEventData[]): Promise<number> {
  const id = localId(sessionId);
  await transaction(server.database, (tx) => server.app.events.append(tx, id, ...events));
  return (await server.database.prisma.session.findUniqueOrThrow({ where: { id } })).eventSequence;
}

const delivered = async () => {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^shala_events_delivered_total (\d+)/m.exec(metrics)?.[1]);
};

test('every subscription of every socket receives all its events, once and in order', {
  timeout: 60_000,
}, async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id } = await addStory(host, sessionId);
  const variables = { sessionId };
  const query = print(SharedEventsDocument);
  const operations = {
    all: { query, variables },
    again: { query, variables },
    stories: { query, variables: { sessionId, kinds: ['STORIES'] } },
    personal: { query: print(PersonalEventsDocument), variables },
    costly: { query, variables, extensions: { cost: true } },
  };
  const first = await listen(host, operations);
  const second = await listen(await join(), operations);
  const before = await delivered();
  const story = { type: 'StoryChanged', storyId: localId(id) } as const;
  const seats = { type: 'SeatsChanged', seatsTaken: 1, seatsLeft: null } as const;
  const ends: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    ends.push(await happen(sessionId, ...Array.from({ length: 30 }, () => [story, seats]).flat(), story));
  }
  const end = ends.at(-1) as number;
  for (const { hears, of, last } of [first, second]) {
    for (const id of Object.keys(operations)) {
      await hears(id, end);
      const [start = 0] = of(id);
      const rows = await server.database.prisma.event.findMany({
        where: {
          sessionId: localId(sessionId),
          sequence: { gt: start },
          ...(id === 'stories' && { type: story.type }),
        },
        orderBy: { sequence: 'asc' },
      });
      expect(of(id)).toEqual([start, ...rows.map(({ sequence }) => sequence)]);
    }
    expect(last.get('all')?.payload.extensions).toBeUndefined();
    expect(last.get('costly')?.payload).toMatchObject({ extensions: { cost: {} } });
  }
  expect(await delivered()).toBe(before + 2 * (4 * 5 * 61 + 5 * 31));

  first.send({ id: 'all', type: 'complete' });
  // A later message on the same socket has arrived by then.
  first.send({ type: 'ping' });
  await once(first.socket, 'message');
  const next = await happen(sessionId, story);
  await first.hears('again', next);
  expect(first.of('all').at(-1)).toBe(end);
  for (const { socket } of [first, second]) socket.close();
});

test('a slow reader misses nothing and delays nobody', { timeout: 60_000 }, async () => {
  const { id: sessionId, host, join } = await startSession(server);
  const { id } = await addStory(host, sessionId, { description: 'x'.repeat(2_000) });
  const operations = { big: { query: print(BigEventsDocument), variables: { sessionId } } };
  const quick = await listen(host, operations);
  const slow = await listen(await join(), operations);
  const story = { type: 'StoryChanged', storyId: localId(id) } as const;
  slow.socket.pause();
  // More than the buffers of the operating system hold, and more than a broadcast keeps for a receiver.
  for (let round = 0; round < 8; round += 1) {
    await quick.hears('big', await happen(sessionId, ...Array<typeof story>(100).fill(story)));
  }
  slow.socket.resume();
  const end = await happen(sessionId, story);
  for (const { hears, of } of [quick, slow]) {
    await hears('big', end);
    const positions = of('big');
    expect(positions).toEqual(positions.map((_, index) => (positions[0] as number) + index));
  }
  for (const { socket } of [quick, slow]) socket.close();
});
