import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseEnv } from '../../src/env.ts';
import {
  CreateSessionDocument,
  DeviceSessionChangedDocument,
  FirstStepDocument,
  LoginDocument,
  SecondStepDocument,
  SessionEventsDocument,
  StoryCreateDocument,
} from '../generated/documents.ts';
import { startNode } from '../support/nodes.ts';
import { redisObstacle, startRedis } from '../support/processes.ts';
import { createTestClient, expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, password, person } from '../support/studio.ts';
import { codeOf, enrol } from '../support/totp.ts';

let one: TestServer;
let host: Person;
beforeAll(async () => {
  one = await startServer();
  host = await person(one, 'host');
});
afterAll(() => one.stop());

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Two more nodes on the same database, each with the host on it. */
async function startNodes(settings: Record<string, string> = {}) {
  const start = async () => {
    const env = { ...one.app.env, ...parseEnv({ ...settings, JWT_SECRET: one.app.env.JWT_SECRET, PORT: '0' }) };
    const node = await startNode(one, { env: { ...env, HOST: '127.0.0.1', RATE_LIMITS: false } });
    stops.push(node.stop);
    return createTestClient(node.url, host.accessToken);
  };
  return Promise.all([start(), start()]);
}

type Node = Awaited<ReturnType<typeof startNodes>>[number];

/** A session, and what is seen of it from each of two nodes, beginning with the snapshot. */
async function openSession(nodes: [Node, Node]) {
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Everywhere' } });
  const { id: sessionId } = expectType(sessionCreate, 'Session');
  const streams = nodes.map((node) => node.subscribe(SessionEventsDocument, { sessionId, kinds: ['STORIES'] }));
  stops.push(() => Promise.all(streams.map((stream) => stream.close())));
  for (const stream of streams) await stream.next();
  const seen: string[][] = [[], []];
  let stories = 0;
  /** Makes a change on one node; resolves to the milliseconds until both have told of it. */
  const change = async (from: Node): Promise<number> => {
    stories += 1;
    await from.run(StoryCreateDocument, { input: { sessionId, title: `Story ${stories}` } });
    const began = performance.now();
    for (const [index, stream] of streams.entries()) {
      const { sessionEvents } = await stream.next();
      seen[index]?.push(sessionEvents.cursor);
      expect(sessionEvents).toMatchObject({ story: { title: `Story ${stories}` } });
    }
    return performance.now() - began;
  };
  return { change, seen };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

test('without Redis, what happens on another node is told a little late', async () => {
  const nodes = await startNodes();
  const { change, seen } = await openSession(nodes);
  for (const from of nodes) expect(await change(from)).toBeLessThan(6_000);
  expect(seen[0]).toEqual(seen[1]);
});

describe.skipIf(redisObstacle)('with a redis-server of its own (skipped where none is installed)', () => {
  test('subscribers of two nodes see the same order at once; late without Redis, and at once after its return', {
    timeout: 120_000,
  }, async () => {
    const redis = await startRedis();
    stops.push(redis.kill);
    const nodes = await startNodes({ REDIS_URL: redis.url });
    const { change, seen } = await openSession(nodes);
    const delays: number[] = [];
    for (let round = 0; round < 20; round += 1) delays.push(await change(nodes[round % 2] as Node));
    expect(median(delays)).toBeLessThan(200);

    await redis.kill();
    for (const from of nodes) expect(await change(from)).toBeLessThan(6_000);

    await redis.start();
    // By polling alone, changes that each wait for the last one to be told of take two seconds each.
    let quick = 0;
    while (quick < 5) quick = (await change(nodes[quick % 2] as Node)) < 500 ? quick + 1 : 0;

    expect(seen[0]).toEqual(seen[1]);
    const sequences = seen[0]?.map((cursor) => Number(Buffer.from(cursor, 'base64url').toString().split('@')[0])) ?? [];
    expect(sequences).toEqual(sequences.map((_one, index) => (sequences[0] as number) + index));
  });

  test('a sign-in on one node is told on the other at once', async () => {
    const redis = await startRedis();
    stops.push(redis.kill);
    const [here, there] = await startNodes({ REDIS_URL: redis.url, MAX_DEVICE_SESSIONS: '50' });
    const stream = here.subscribe(DeviceSessionChangedDocument, {});
    stops.push(() => stream.close());
    const login = (deviceName: string) => there.run(LoginDocument, { input: { login: 'host', password, deviceName } });
    let isOpen = false;
    const first = stream.next().then(() => {
      isOpen = true;
    });
    while (!isOpen) await login('To see whether it is open yet');
    await first;

    await login('Tablet');
    const began = performance.now();
    while ((await stream.next()).deviceSessionChanged.deviceName !== 'Tablet');
    expect(performance.now() - began).toBeLessThan(500);
  });
});

test('a sign-in that one node began another completes, and a code that one took no other takes again', async () => {
  const [first, second] = await startNodes();
  const owner = await person(one, 'owner');
  const { secret } = await enrol(one, owner);
  const begin = async (node: Node) => {
    const input = { login: 'owner', password };
    return expectType((await node.run(FirstStepDocument, { input })).accountLogin, 'SecondFactorRequiredError')
      .challenge;
  };
  const complete = async (node: Node, challenge: string, code: string) =>
    (await node.run(SecondStepDocument, { input: { challenge, code } })).accountLoginWithCode?.__typename;
  const [here, there] = [await begin(first), await begin(second)];
  const code = codeOf(secret);
  expect(await complete(second, here, code)).toBe('AuthPayload');
  expect(await complete(first, there, code)).toBe('InvalidCodeError');
});
