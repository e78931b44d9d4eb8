import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { transaction } from '../../src/database/transaction.ts';
import { renumberRestoredLog } from '../../src/events/restored.ts';
import { webhooksOf } from '../../src/webhooks/sender.ts';
import { localId } from '../support/ids.ts';
import { holdBack } from '../support/log.ts';
import { startNode } from '../support/nodes.ts';
import { startProcess } from '../support/processes.ts';
import { createTestClient, startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';
import { deliver, passPauses, type ReceivedWebhook, register, startReceiver } from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
let host: Person;
beforeAll(async () => {
  server = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true' });
  admin = await person(server, 'ada', 'ADMIN');
  host = await person(server, 'hedy', 'CREATOR');
});
afterAll(() => server.stop());
afterEach(() => server.database.prisma.webhookEndpoint.deleteMany());

/** A transaction of any other database of the server holds events back. */
const patience = { timeout: 20_000 };

// The embedded database serves one process.
test.runIf(inject('templateUrl'))(
  'a webhook of a node that is killed while it sends goes out once more, from another node, under the same ID',
  { timeout: 120_000 },
  async () => {
    const receiver = await startReceiver();
    await register(admin, receiver.url, ['SESSIONS']);
    let begun: (one: ReceivedWebhook) => void = () => {};
    const first = new Promise<ReceivedWebhook>((resolve) => {
      begun = resolve;
    });
    // It has the whole webhook, and does not answer.
    receiver.behave((one) => {
      begun(one);
      return undefined;
    });
    // Only the other node sends until it is killed.
    await webhooksOf(server.app).stop();
    const node = await startProcess({
      ...{ DATABASE_URL: server.databaseUrl as string, JWT_SECRET: server.app.env.JWT_SECRET },
      WEBHOOK_PRIVATE_ADDRESSES: 'true',
    });
    await schedule(createTestClient(node.url, host.accessToken));
    const interrupted = await first;
    node.kill('SIGKILL');
    await node.exited;

    receiver.behave(() => 200);
    const successor = await startNode(server);
    await webhooksOf(successor.app).idle();
    expect(receiver.received).toHaveLength(1);
    await passPauses(server);
    await webhooksOf(successor.app).idle();
    expect(receiver.ids()).toEqual(Array(2).fill(interrupted.headers['webhook-id']));
    await passPauses(server);
    await webhooksOf(successor.app).idle();
    expect(receiver.received).toHaveLength(2);
    await successor.stop();
    await receiver.stop();
  },
);

test.runIf(inject('templateUrl'))('a node that is halted before it sends leaves the webhook to others', async () => {
  const studio = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true' });
  const receiver = await startReceiver();
  await register(await person(studio, 'ada', 'ADMIN'), receiver.url, ['SESSIONS']);
  const owner = await person(studio, 'hedy', 'CREATOR');
  // Only the other node sends.
  await webhooksOf(studio.app).stop();
  await schedule(owner);

  // Its body cannot be written until the table is free, at another time of the node's clock.
  const free = await holdBack(studio, (tx) => tx.$executeRaw`LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE`);
  const node = await startNode(studio);
  const claimed = { where: { claimedUntil: { not: null } } };
  await vi.waitFor(async () => {
    await webhooksOf(node.app).relay();
    expect(await studio.database.prisma.webhookDelivery.count(claimed)).toBe(1);
  }, patience);
  const sending = webhooksOf(node.app).idle();
  const present = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => present() + 60_000);
  await free();
  await sending;
  clock.mockRestore();
  expect(receiver.received).toEqual([]);

  await passPauses(studio);
  await webhooksOf(node.app).idle();
  expect(receiver.received.map(({ body }) => body.type)).toEqual(['SessionCreation']);
  await node.stop();
  await receiver.stop();
  await studio.stop();
});

test('nodes that queue and send at the same time send each event once, and those of a session in their order', async () => {
  const studio = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true' });
  const receiver = await startReceiver();
  const keeper = await person(studio, 'ada', 'ADMIN');
  const owner = await person(studio, 'hedy', 'CREATOR');
  const others = [await startNode(studio), await startNode(studio)];
  await register(keeper, receiver.url, ['STORIES']);
  const sessions = [await schedule(owner), await schedule(owner)].map(({ id }) => localId(id));
  const apps = [studio.app, ...others.map(({ app }) => app)];
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ session: fc.nat(1), isRolledBack: fc.boolean() }), { maxLength: 20 }),
      async (writers) => {
        round += 1;
        receiver.received.length = 0;
        const written = await Promise.allSettled(
          writers.map(async ({ session, isRolledBack }, index) => {
            const storyId = `00000000-0000-7000-8000-${String(round * 100 + index).padStart(12, '0')}`;
            await transaction(studio.database, async (tx) => {
              await studio.app.events.append(tx, sessions[session] as string, { type: 'StoryDeleted', storyId });
              if (isRolledBack) throw new Error('rolled back');
            });
          }),
        );
        await vi.waitFor(async () => {
          await Promise.all(apps.map((app) => webhooksOf(app).idle()));
          expect(receiver.received.length).toBeGreaterThanOrEqual(
            written.filter(({ status }) => status === 'fulfilled').length,
          );
        }, patience);
        expect(receiver.received).toHaveLength(written.filter(({ status }) => status === 'fulfilled').length);
        expect(new Set(receiver.ids()).size).toBe(receiver.received.length);
        for (const sessionId of sessions) {
          const logged = await studio.database.prisma.event.findMany({
            where: { sessionId, type: 'StoryDeleted' },
            orderBy: { sequence: 'asc' },
            select: { payload: true },
          });
          const told = receiver.received.flatMap(({ body: { data } }) => {
            const { event, session } = data as { event: { storyId: string }; session: { id: string } };
            return localId(session.id) === sessionId ? [localId(event.storyId)] : [];
          });
          const expected = logged.map(({ payload }) => (payload as { storyId: string }).storyId);
          expect(told).toEqual(expected.slice(expected.length - told.length));
        }
      },
    ),
    { numRuns: 10 },
  );
  for (const other of others) await other.stop();
  await receiver.stop();
  await studio.stop();
});

test('on another server, whose transactions have smaller numbers, a restored endpoint goes on where it was', async () => {
  const studio = await startServer({ WEBHOOK_PRIVATE_ADDRESSES: 'true' });
  const receiver = await startReceiver();
  const keeper = await person(studio, 'ada', 'ADMIN');
  const owner = await person(studio, 'hedy', 'CREATOR');
  const { id } = await register(keeper, receiver.url, ['SESSIONS']);
  await schedule(owner);
  await deliver(studio);
  await webhooksOf(studio.app).stop();
  const missed = await schedule(owner);
  const { prisma } = studio.database;
  // As a dump of a server brings it whose transactions are far ahead.
  const ahead = 1_000_000_000n;
  await prisma.$executeRaw`UPDATE "Event" SET "transaction" = "transaction" + ${ahead}`;
  await prisma.$executeRaw`UPDATE "Session" SET "eventTransaction" = "eventTransaction" + ${ahead}`;
  const endpoint = await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: localId(id) } });
  const end = endpoint.transaction + ahead;
  await prisma.webhookEndpoint.updateMany({ data: { transaction: end, startSnapshot: `${end}:${end}:` } });
  await renumberRestoredLog(studio.database);
  const successor = await startNode(studio);
  await webhooksOf(successor.app).idle();
  expect(receiver.received).toHaveLength(2);
  expect(receiver.received[1]?.body.data).toMatchObject({ session: { id: missed.id } });
  const next = await schedule(owner);
  await vi.waitFor(async () => {
    await webhooksOf(successor.app).idle();
    expect(receiver.received).toHaveLength(3);
  }, patience);
  expect(receiver.received[2]?.body.data).toMatchObject({ session: { id: next.id } });
  await successor.stop();
  await receiver.stop();
  await studio.stop();
});
