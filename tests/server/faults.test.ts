import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { parseEnv } from '../../src/env.ts';
import { buildServer } from '../../src/server/index.ts';
import { CreateBookingDocument, HostEventsDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import {
  postgresObstacle,
  redisObstacle,
  type ServerProcess,
  scratchDirectory,
  startPostgres,
  startProcess,
  startRedis,
} from '../support/processes.ts';
import { createTestClient, type TestServer } from '../support/server.ts';
import { type Person, people, schedule } from '../support/studio.ts';

const obstacle = process.env.TEST_DATABASE_URL
  ? (postgresObstacle ?? redisObstacle)
  : 'for the run with TEST_DATABASE_URL';
const buyerCount = 1_000;
const secret = 'a secret of tests, long enough for the check';

describe.skipIf(obstacle)(
  `with servers that are killed${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  { timeout: 120_000 },
  () => {
    const scratch = scratchDirectory();
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let redis: Awaited<ReturnType<typeof startRedis>>;
    let server: ServerProcess;
    let database: Database;
    let host: Person;
    let buyers: Person[];
    let few: Person[];

    const start = (settings = {}) =>
      startProcess({
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        JWT_SECRET: secret,
        LOG_LEVEL: 'debug',
        ...settings,
      });
    /** Somebody's tokens, at the server that runs now. */
    const at = ({ accessToken }: Person) => createTestClient(server.url, accessToken);

    beforeAll(async () => {
      [postgres, redis] = await Promise.all([startPostgres(scratch.path), startRedis()]);
      server = await start({ DATABASE_TIMEOUT: '3s' });
      database = openDatabase(connectServer(postgres.url));
      const env = parseEnv({ JWT_SECRET: secret, DATA_DIR: scratch.path });
      // A node that is never started, to make people with.
      const { app } = buildServer({ env, database, log: pino({ level: 'silent' }) });
      const as = (token: string) => createTestClient(server.url, token);
      const here = { database, app, as } as unknown as TestServer;
      const names = Array.from({ length: buyerCount }, (_, index) => `buyer-${index}`);
      [host] = await people(here, ['host'], { role: 'CREATOR' });
      buyers = await people(here, names);
      few = buyers.slice(0, 150);
    });
    afterAll(async () => {
      server?.kill('SIGKILL');
      await database?.close();
      await postgres?.stop();
      await redis?.kill();
      scratch.remove();
    });

    /** Books once for each of these buyers, so many at once; resolves to what was acknowledged and what was said else. */
    async function bookForAll(
      sessionId: string,
      those: Person[],
      atOnce: number,
      onAcknowledged = () => {},
      retries = false,
    ) {
      const acknowledged: string[] = [];
      const refusals: { code: string; milliseconds: number }[] = [];
      const rest = [...those];
      const worker = async () => {
        for (let buyer = rest.shift(); buyer; buyer = rest.shift()) {
          const began = performance.now();
          const input = { sessionId, idempotencyKey: `once in ${sessionId}` };
          const answer = await at(buyer)
            .ask(CreateBookingDocument, { input })
            .catch(() => null);
          const booking = answer?.data?.bookingCreate;
          if (booking?.__typename === 'Booking') {
            acknowledged.push(localId(booking.id));
            onAcknowledged();
          } else {
            const code = answer ? String(answer.errors?.[0]?.extensions?.code ?? JSON.stringify(answer)) : 'NO ANSWER';
            refusals.push({ code, milliseconds: performance.now() - began });
            if (retries && code === 'UNAVAILABLE') {
              rest.push(buyer);
              await wait(100);
            }
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      return { acknowledged, refusals };
    }

    /** Books for all of these in the background; `more` waits until so many more are acknowledged. */
    function underLoad(sessionId: string, those: Person[]) {
      let acknowledged = 0;
      const countOne = () => {
        acknowledged += 1;
      };
      const booking = bookForAll(sessionId, those, 10, countOne, true);
      const more = (count: number) => {
        const goal = acknowledged + count;
        return vi.waitFor(() => expect(acknowledged).toBeGreaterThanOrEqual(goal), { timeout: 60_000, interval: 5 });
      };
      return { booking, more };
    }

    const statusOf = async (path: string) => (await fetch(server.url + path)).status;
    const becomes = async (status: number) => {
      const began = performance.now();
      await vi.waitFor(async () => expect(await statusOf('/readyz')).toBe(status), { timeout: 15_000, interval: 20 });
      return performance.now() - began;
    };
    const codesOf = (refusals: { code: string }[]) => [...new Set(refusals.map(({ code }) => code))];

    async function expectKept(sessionId: string, acknowledged: string[]) {
      const rows = await database.prisma.booking.findMany({ where: { session: { id: localId(sessionId) } } });
      const kept = new Set(rows.map(({ id }) => id));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      expect(new Set(rows.map(({ accountId }) => accountId)).size).toBe(rows.length);
      return rows;
    }

    test('the database is killed under load and comes back: requests are told to retry, and nothing is lost', async () => {
      const { id } = await schedule(host);
      const { booking, more } = underLoad(id, few);
      const visitor = createTestClient(server.url, null);
      for (let round = 0; round < 2; round += 1) {
        await more(20);
        await postgres.kill();
        expect(await becomes(503)).toBeLessThan(2_000);
        expect(await statusOf('/livez')).toBe(200);

        const began = performance.now();
        const refused = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${host.accessToken}` },
          body: '{"query":"{ viewer { role } }"}',
        });
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
        expect(await refused.json()).toEqual({
          errors: [
            {
              message: 'The service is not available at the moment: try again in a few seconds.',
              extensions: { code: 'UNAVAILABLE', retryAfterSeconds: 2 },
            },
          ],
        });
        const partly = await visitor.ask('{ __typename user(username: "host") { id } }');
        expect(partly.data).toEqual({ __typename: 'Query', user: null });
        expect(partly.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
        expect(performance.now() - began).toBeLessThan(5_000);

        await postgres.start();
        expect(await becomes(200)).toBeLessThan(2_000);
      }
      const { acknowledged, refusals } = await booking;
      expect(codesOf(refusals)).toEqual(['UNAVAILABLE']);
      expect(Math.max(...refusals.map(({ milliseconds }) => milliseconds))).toBeLessThan(10_000);
      await expectKept(id, acknowledged);

      // No connection was lost with its transaction, and the rest is booked by the same keys.
      const again = await bookForAll(id, few, 20);
      expect(again.refusals).toEqual([]);
      expect(await expectKept(id, acknowledged)).toHaveLength(few.length);
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(metrics).toMatch(/shala_database_connections\{state="waiting"\} 0\n/);
      expect(metrics).toMatch(/shala_sql_seconds_count\{outcome="failed"\} [1-9]/);
      expect(server.output()).not.toContain('a-secret-of-the-database');
    });

    test('open streams outlive an outage of the database, and lack nothing of what happened', async () => {
      const { id } = await schedule(host);
      const streams = Array.from({ length: 20 }, () => at(host).subscribe(HostEventsDocument, { kinds: ['BOOKINGS'] }));
      for (const stream of streams) expect((await stream.next()).hostEvents.__typename).toBe('HostSnapshot');
      const { booking, more } = underLoad(id, few);
      await more(20);
      await postgres.kill();
      await becomes(503);
      await postgres.start();
      const { acknowledged } = await booking;
      const kept = await expectKept(id, acknowledged);
      for (const stream of streams) {
        const told = new Set<string>();
        // A stream that ends, or brings an error, fails here.
        while (told.size < kept.length) {
          const { hostEvents: event } = await stream.next();
          if (event.__typename === 'BookingUpdate' && event.booking) told.add(localId(event.booking.id));
        }
        expect(told).toEqual(new Set(kept.map((one) => one.id)));
        await stream.close();
      }
    });

    test('a database that hangs is given up within seconds', async () => {
      const { id } = await schedule(host);
      postgres.freeze();
      try {
        expect(await becomes(503)).toBeLessThan(2_000);
        // One after the other, so that some wait for others that hang.
        const waves: ReturnType<typeof bookForAll>[] = [];
        for (let sent = 0; sent < 20; sent += 5) {
          waves.push(bookForAll(id, buyers.slice(sent, sent + 5), 5));
          expect(await statusOf('/livez')).toBe(200);
        }
        const refusals = (await Promise.all(waves)).flatMap((wave) => wave.refusals);
        expect(codesOf(refusals)).toEqual(['UNAVAILABLE']);
        expect(refusals).toHaveLength(20);
        expect(Math.max(...refusals.map(({ milliseconds }) => milliseconds))).toBeLessThan(5_000);
      } finally {
        postgres.thaw();
      }
      expect(await becomes(200)).toBeLessThan(2_000);
      expect((await bookForAll(id, buyers.slice(0, 40), 20)).refusals).toEqual([]);
    });

    test('an outage of the database is a line of the log when it begins and one when it ends', async () => {
      const mark = server.output().length;
      const logged = () => server.output().slice(mark).trimEnd().split('\n');
      await postgres.kill();
      await becomes(503);
      // Work that goes on by itself fails meanwhile.
      for (const what of ['mails', 'webhooks']) {
        const failed = `${what} could not be claimed`;
        await vi.waitFor(() => expect(logged().join('\n')).toContain(failed), { timeout: 30_000, interval: 100 });
      }
      await postgres.start();
      await becomes(200);
      const lines = logged().map((line) => JSON.parse(line) as { level: number; msg: string });
      // What was under way is told of one by one; bookings have left mails to send.
      const underWay = ['request', 'kept a mail: without SMTP_URL none is sent'];
      const shown = lines.filter(({ level, msg }) => level >= 30 && !underWay.includes(msg)).map(({ msg }) => msg);
      expect(shown.toSorted()).toEqual([
        'lost a database connection',
        'not ready: database unreachable',
        'ready again: the database answers and takes writes',
      ]);
    });

    test('Redis is killed under load and comes back: no request fails', async () => {
      const { id } = await schedule(host);
      const { booking, more } = underLoad(id, few);
      await more(20);
      await redis.kill();
      await more(20);
      expect(await statusOf('/readyz')).toBe(200);
      await vi.waitFor(() => expect(server.output()).toContain('Redis does not answer'), { timeout: 10_000 });
      await redis.start();
      const { acknowledged, refusals } = await booking;
      expect(refusals).toEqual([]);
      expect(await expectKept(id, acknowledged)).toHaveLength(few.length);
      await vi.waitFor(() => expect(server.output()).toContain('Redis answers again'), { timeout: 10_000 });
    });

    test('told to end under load it ends in order', async () => {
      const { id } = await schedule(host);
      const { booking, more } = underLoad(id, buyers);
      await more(20);
      const began = performance.now();
      server.kill('SIGTERM');
      expect(await server.exited).toBe(0);
      expect(performance.now() - began).toBeLessThan(10_000);
      const { acknowledged, refusals } = await booking;
      expect(codesOf(refusals)).toEqual(['NO ANSWER']);
      await expectKept(id, acknowledged);
    });

    test('killed with a thousand bookings under way it loses none that it acknowledged', async () => {
      server = await start();
      const { id } = await schedule({ ...host, ...at(host) });
      const booking = bookForAll(id, buyers, buyerCount, () => {
        count += 1;
        if (count === 50) server.kill('SIGKILL');
      });
      let count = 0;
      const { acknowledged } = await booking;
      expect(acknowledged.length).toBeGreaterThanOrEqual(50);
      expect(acknowledged.length).toBeLessThan(buyerCount);
      server = await start();
      await expectKept(id, acknowledged);
      // What the killed one was at is booked by the same keys: a repetition finds what was booked.
      const { acknowledged: repeated } = await bookForAll(id, few, 20);
      expect(repeated).toHaveLength(few.length);
      await expectKept(id, [...acknowledged, ...repeated]);
    });
  },
);

test.skipIf(process.env.TEST_DATABASE_URL)(
  'the embedded database keeps what was acknowledged when the process is killed',
  { timeout: 60_000 },
  async () => {
    const scratch = scratchDirectory();
    const settings = { DATA_DIR: scratch.path, JWT_SECRET: secret };
    const server = await startProcess(settings);
    const visitor = createTestClient(server.url, null);
    const { data } = await visitor.ask<{ accountRegister: { accessToken: string } }>(
      `mutation { accountRegister(input: { username: "host", email: "h@example.org", password: "correct horse battery" }) {
        ... on AuthPayload { accessToken } } }`,
    );
    const token = data?.accountRegister.accessToken as string;
    const acknowledged: string[] = [];
    const create = async (): Promise<void> => {
      const host = createTestClient(server.url, token);
      const answer = await host
        .ask<{ sessionCreate: { id: string } }>(
          'mutation { sessionCreate(input: { title: "Kept" }) { ... on Session { id } } }',
        )
        .catch(() => null);
      if (!answer) return;
      acknowledged.push(answer.data?.sessionCreate.id as string);
      if (acknowledged.length === 60) server.kill('SIGKILL');
      return create();
    };
    await Promise.all([create(), create(), create(), create()]);
    expect(await server.exited).toBeNull();
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);

    const again = await startProcess(settings);
    const host = createTestClient(again.url, token);
    const found = await host.ask<{ nodes: ({ id: string } | null)[] }>(
      'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      {
        ids: acknowledged,
      },
    );
    expect(found.data?.nodes.map((node) => node?.id)).toEqual(acknowledged);
    again.kill('SIGTERM');
    expect(await again.exited).toBe(0);
    scratch.remove();
  },
);
