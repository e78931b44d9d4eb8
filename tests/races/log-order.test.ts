import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { HostEventsDocument, type StudioEventFragment } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { holdBack } from '../support/log.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { people, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => server.stop());

/** A transaction that appends to one of two sessions, or to both, at its own pace, and perhaps rolls back. */
const writer = fc.record({
  sessions: fc.constantFrom([0], [1], [0, 1]),
  /** Whether it has a number before it waits for the row of a session. */
  isEarly: fc.boolean(),
  milliseconds: fc.nat(30),
  isRolledBack: fc.boolean(),
});

test('events of racing, slow and rolled-back writers come once each, in one order, none too late', async () => {
  const [host] = await people(server, ['host']);
  const sessions = [await schedule(host), await schedule(host)].map(({ id }) => localId(id)).sort();
  const { database, app } = server;
  let round = 0;

  await fc.assert(
    fc.asyncProperty(fc.array(writer, { minLength: 2, maxLength: 8 }), async (writers) => {
      round += 1;
      const told: string[] = [];
      const stream = follow(host);
      await stream.next();
      const written = await Promise.allSettled(
        writers.map(async ({ sessions: chosen, isEarly, milliseconds, isRolledBack }, index) => {
          const storyId = `00000000-0000-7000-8000-${String(round * 100 + index).padStart(12, '0')}`;
          await transaction(database, async (tx) => {
            if (isEarly) await tx.$queryRaw`SELECT pg_current_xact_id()::text`;
            await tx.$queryRaw`SELECT pg_sleep(${milliseconds / 1000})::text`;
            for (const each of chosen) {
              await app.events.append(tx, sessions[each] as string, { type: 'StoryDeleted', storyId });
            }
            await tx.$queryRaw`SELECT pg_sleep(${milliseconds / 1000})::text`;
            if (isRolledBack) throw new Error('rolled back');
          });
          return chosen.map((each) => `${sessions[each]} ${storyId}`);
        }),
      );
      const expected = written.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const events: StudioEventFragment[] = [];
      while (events.length < expected.length) events.push(await stream.next());
      await stream.close();
      for (const event of events) if (event.__typename === 'SessionUpdate') told.push(event.event.cursor);

      // Each once, and those of one session in the order of its own log.
      expect(told).toHaveLength(expected.length);
      for (const id of sessions) {
        const ofSession = told
          .map((cursor) => Buffer.from(cursor, 'base64url').toString().split('@'))
          .filter(([, sessionId]) => sessionId === id)
          .map(([sequence]) => Number(sequence));
        expect(ofSession).toEqual([...ofSession].sort((one, other) => one - other));
        expect(new Set(ofSession).size).toBe(expected.filter((one) => one.startsWith(id)).length);
      }
      // A reader that comes back anywhere misses nothing and sees nothing twice.
      const middle = Math.floor(events.length / 2);
      const again = follow(host, events[middle]?.cursor);
      const rest: string[] = [];
      while (middle < events.length && rest.length < events.length - middle - 1) rest.push((await again.next()).cursor);
      await again.close();
      expect(rest.map(place)).toEqual(events.slice(middle + 1).map(({ cursor }) => place(cursor)));
    }),
    { numRuns: 15 },
  );
});

test.skipIf(!process.env.TEST_DATABASE_URL)(
  'a transaction that stays open holds events back, and none is lost when it ends (skipped: the embedded database has one connection)',
  async () => {
    const [owner] = await people(server, ['owner']);
    const session = await schedule(owner);
    const stream = follow(owner);
    await stream.next();
    const { database, app } = server;
    const release = await holdBack(server);
    await transaction(database, (tx) =>
      app.events.append(tx, localId(session.id), { type: 'StoryDeleted', storyId: localId(session.id) }),
    );
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(Number(/^shala_log_held_back_seconds (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    });
    await release();
    expect(await stream.next()).toMatchObject({ __typename: 'SessionUpdate', event: { __typename: 'StoryDeleted' } });
    await stream.close();
  },
);

function follow(who: Client, after?: string) {
  const stream = who.subscribe(HostEventsDocument, { after, kinds: ['STORIES'] });
  return { next: async () => (await stream.next()).hostEvents, close: stream.close };
}

/** The part of a cursor that is the place in the log. */
const place = (cursor: string) => Buffer.from(cursor, 'base64url').toString().split('.').slice(0, 2).join('.');
