import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createRedis } from '../../src/operations/redis.ts';
import { LoginDocument, RegisterDocument } from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { password } from '../support/studio.ts';

const port = 6379;
const deadUrl = 'redis://127.0.0.1:1';
const prefix = `shala-test-${randomUUID()}:`;
const urlOf = (at: number) => `redis://127.0.0.1:${at}?keyPrefix=${prefix}`;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(redisUrl: string): Promise<TestServer> {
  const server = await startServer({ RATE_LIMITS: 'on', TRUST_PROXY: '1', REDIS_URL: redisUrl });
  stops.push(() => server.stop());
  return server;
}

/** What came of so many wrong guesses, one after another. */
async function guess({ visitor }: TestServer, login: string, count: number): Promise<string[]> {
  const outcomes: string[] = [];
  while (outcomes.length < count) {
    const input = { login, password: 'not the password' };
    const { data, errors } = await visitor.ask(LoginDocument, { input }, { 'X-Forwarded-For': '10.1.0.1' });
    outcomes.push(data?.accountLogin?.__typename ?? String(errors?.[0]?.extensions?.code));
  }
  return outcomes;
}

const wrong = (count: number) => Array<string>(count).fill('InvalidCredentialsError');

/** Stands between a server and Redis, so that a test can take Redis away. */
async function standBetween() {
  const sockets = new Set<Socket>();
  let isHanging = false;
  const proxy: Server = createServer((socket) => {
    const redis = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, redis],
      [redis, socket],
    ] as const) {
      sockets.add(one);
      one.on('data', (data) => isHanging || other.write(data));
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const close = async () => {
    drop();
    if (proxy.listening) await new Promise((resolve) => proxy.close(resolve));
  };
  stops.push(close);
  const hang = () => {
    isHanging = true;
  };
  return { url: urlOf((proxy.address() as { port: number }).port), close, hang };
}

test('without its Redis a server starts, serves and limits by itself, and says so once', async () => {
  const server = await start(deadUrl);
  const input = { username: 'lonely', email: 'lonely@example.org', password };
  expect((await server.visitor.run(RegisterDocument, { input })).accountRegister?.__typename).toBe('AuthPayload');
  expect(await guess(server, 'lonely', 5)).toEqual(wrong(5));
  expect(await guess(server, 'lonely', 3)).toContain('RATE_LIMITED');

  const log = pino({ level: 'silent' });
  const warned = vi.spyOn(log, 'warn');
  const redis = createRedis('redis://somebody:secret@127.0.0.1:1', log);
  let reconnections = 0;
  redis.client.on('reconnecting', () => {
    reconnections += 1;
  });
  await redis.open();
  await vi.waitFor(() => expect(reconnections).toBeGreaterThan(2), 10_000);
  redis.close();
  expect(warned.mock.calls).toEqual([[{ error: expect.stringContaining('ECONNREFUSED') }, expect.any(String)]]);
  expect(JSON.stringify(warned.mock.calls)).not.toContain('secret');
});

const answers = await new Promise<boolean>((resolve) => {
  const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  socket.setTimeout(1_000, () => resolve(false));
  stops.push(async () => socket.destroy());
});

describe.skipIf(!answers)(`with a Redis at 127.0.0.1:${port} (skipped where none answers)`, () => {
  afterAll(async () => {
    const redis = new Redis(port, '127.0.0.1');
    const keys = await redis.keys(`${prefix}*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  });

  test('two servers count together, and Redis is not told who', async () => {
    const [one, other] = [await start(urlOf(port)), await start(urlOf(port))];
    const began = performance.now();
    expect(await guess(one, 'shared@example.org', 3)).toEqual(wrong(3));
    expect(await guess(other, 'shared@example.org', 2)).toEqual(wrong(2));
    const more = [...(await guess(one, 'shared@example.org', 5)), ...(await guess(other, 'shared@example.org', 5))];
    const passed = more.filter((outcome) => outcome !== 'RATE_LIMITED').length;
    expect(passed).toBeLessThanOrEqual(Math.floor(Math.log2((performance.now() - began) / 1000 + 1)));

    const redis = new Redis(port, '127.0.0.1');
    stops.push(async () => redis.disconnect());
    const keys = await redis.keys(`${prefix}*`);
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.join()).not.toContain('shared');
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  test('a Redis that goes away fails no request', async () => {
    const between = await standBetween();
    const server = await start(between.url);
    expect(await guess(server, 'leaver', 5)).toEqual(wrong(5));
    await between.close();
    expect(await guess(server, 'leaver', 5)).toEqual(wrong(5));
    expect(await guess(server, 'leaver', 3)).toContain('RATE_LIMITED');
  });

  test('a Redis that hangs fails no request, and is not waited for again and again', async () => {
    const between = await standBetween();
    const server = await start(between.url);
    const warned = vi.spyOn(server.app.log, 'warn');
    expect(await guess(server, 'hanger', 2)).toEqual(wrong(2));
    between.hang();
    expect(await guess(server, 'hanger', 5)).toEqual(wrong(5));
    expect(warned.mock.calls.filter(([, message]) => String(message).startsWith('Redis'))).toHaveLength(1);
  });
});
