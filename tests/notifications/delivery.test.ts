import { expect, inject, test, vi } from 'vitest';
import { deleteOldDeliveries } from '../../src/operations/notifications/deliveries.ts';
import {
  HandOverDocument,
  NotificationDeliveriesDocument,
  type SessionUpdateInput,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { cutWaiting, holdBack } from '../support/log.ts';
import { headersOf, passTime } from '../support/mails.ts';
import { freePort, startProcess } from '../support/processes.ts';
import { createTestClient, type ReceivedMail, startServer, startSmtpServer } from '../support/server.ts';
import { book, cancel, inHours, people, schedule } from '../support/studio.ts';

const messageIdOf = (mail: ReceivedMail) => headersOf(mail).find((line) => line.startsWith('Message-ID:'));
const subjectOf = (mail: ReceivedMail) => headersOf(mail).find((line) => line.startsWith('Subject:'));

// The embedded database serves one process.
test.runIf(inject('templateUrl'))(
  'a mail of a node that is killed while it sends goes out once, from another node, as the same message',
  { timeout: 120_000 },
  async () => {
    let begun: (mail: ReceivedMail) => void = () => {};
    const first = new Promise<ReceivedMail>((resolve) => {
      begun = resolve;
    });
    // The mail server has the whole mail, and does not say that it takes it.
    const silent = await startSmtpServer({
      accept: (mail) => {
        begun(mail);
        return new Promise(() => {});
      },
    });
    const taking = await startSmtpServer();
    const server = await startServer({ SMTP_URL: taking.url });
    const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
    const session = await schedule(host, { title: 'Flow' });
    const node = await startProcess({
      ...{ DATABASE_URL: server.databaseUrl as string, JWT_SECRET: server.app.env.JWT_SECRET },
      ...{ SMTP_URL: silent.url, PUBLIC_URL: server.app.env.PUBLIC_URL },
    });
    // Both mails of the booking are claimed by the node that made it.
    await book(createTestClient(node.url, ana.accessToken), session.id);
    const interrupted = await first;
    await vi.waitFor(async () => {
      const claimed = await server.database.prisma.notificationDelivery.count({ where: { attempts: 1 } });
      expect(claimed).toBe(2);
    });
    node.kill('SIGKILL');
    await node.exited;

    await server.app.mail.idle();
    expect(taking.received).toEqual([]);
    await passTime(server);
    await server.app.mail.idle();
    expect(taking.received.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'hedy@example.org']);
    expect(taking.received.map(messageIdOf)).toContain(messageIdOf(interrupted));
    await passTime(server);
    await server.app.mail.idle();
    expect(taking.received).toHaveLength(2);
    await server.stop();
    await Promise.all([silent.stop(), taking.stop()]);
  },
);

test.runIf(inject('templateUrl'))(
  'nodes that send at the same time send each mail once',
  { timeout: 120_000 },
  async () => {
    let arrived = 0;
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const smtp = await startSmtpServer({
      accept: () => {
        arrived += 1;
        // A node has four senders: with a fifth mail, both nodes are sending.
        if (arrived > 4) release();
        return released;
      },
    });
    const server = await startServer({ SMTP_URL: smtp.url });
    const names = Array.from({ length: 10 }, (_, index) => `guest${index}`);
    const [host, ...guests] = await people(server, ['hedy', ...names], { role: 'CREATOR' });
    const session = await schedule(host as (typeof guests)[number], { title: 'Full house' });
    const other = await startProcess({
      ...{ DATABASE_URL: server.databaseUrl as string, JWT_SECRET: server.app.env.JWT_SECRET, SMTP_URL: smtp.url },
    });
    for (const [index, guest] of guests.entries()) {
      await book(index % 2 ? guest : createTestClient(other.url, guest.accessToken), session.id);
    }
    await vi.waitFor(() => expect(smtp.received.length).toBeGreaterThanOrEqual(20), { timeout: 60_000 });
    await server.app.mail.idle();
    expect(new Set(smtp.received.map(messageIdOf)).size).toBe(20);
    expect(smtp.received).toHaveLength(20);
    other.kill('SIGTERM');
    await other.exited;
    await server.stop();
    await smtp.stop();
  },
);

// The embedded database has no connections to lose.
test.runIf(inject('templateUrl'))(
  'a database that is lost while a mail is written is no failure of the mail',
  { timeout: 120_000 },
  async () => {
    const server = await startServer();
    const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
    const [admin] = await people(server, ['ada'], { role: 'ADMIN' });
    await book(ana, (await schedule(host, { title: 'Flow' })).id);
    const begun = async () =>
      (await admin.run(NotificationDeliveriesDocument, {})).notificationDeliveries.nodes.filter(
        ({ attempts }) => attempts > 0,
      );
    const release = await holdBack(server, (tx) => tx.$queryRaw`LOCK TABLE "Session"`);
    const idle = server.app.mail.idle();
    await cutWaiting(server);
    await cutWaiting(server);
    expect(await begun()).toMatchObject([{ state: 'QUEUED', attempts: 1, lastError: null }]);
    await release();
    await idle;
    const sent = { state: 'SENT', attempts: 1, lastError: null };
    expect(await begun()).toMatchObject([sent, sent]);
    expect(server.app.mail.outbox.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'hedy@example.org']);
    await server.stop();
  },
);

test('a mail waits for a mail server that is away, and is not sent when it is no longer true', async () => {
  const port = await freePort();
  const server = await startServer({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  const [host, ana, ben] = await people(server, ['hedy', 'ana', 'ben'], { role: 'CREATOR' });
  const session = await schedule(host, { title: 'Flow' });
  const anas = await book(ana, session.id);
  await book(ben, session.id);
  await server.app.mail.idle();
  const { notificationDelivery } = server.database.prisma;
  const waiting = await notificationDelivery.findMany({ where: { state: 'QUEUED' } });
  expect(waiting).toHaveLength(4);
  for (const { attempts, error, sendAt, nextAttemptAt } of waiting) {
    expect(attempts).toBeGreaterThanOrEqual(1);
    expect(error).toContain('ECONNREFUSED');
    expect(nextAttemptAt.getTime() - sendAt.getTime()).toBeGreaterThan(1_000);
  }
  await server.app.mail.countWaiting();
  expect(server.app.mail.waiting.count).toBe(4);
  expect(server.app.mail.waiting.oldestSeconds).toBeGreaterThan(0);

  await cancel(ana, anas.id);
  const smtp = await startSmtpServer({ port });
  // What is under way must not be made due.
  await server.app.mail.idle();
  await passTime(server);
  await server.app.mail.idle();
  const told = (name: string) => smtp.received.filter(({ to }) => to === `${name}@example.org`).map(subjectOf);
  expect(told('ana')).toEqual(['Subject: Cancelled: Flow']);
  expect(told('ben')).toEqual(['Subject: Booked: Flow']);
  expect(told('hedy').sort()).toEqual(['Subject: ana is no longer booked: Flow', 'Subject: ben booked Flow']);
  expect(await notificationDelivery.count({ where: { state: 'SKIPPED' } })).toBe(2);
  expect(await notificationDelivery.count({ where: { state: 'QUEUED' } })).toBe(0);

  // What was sent, skipped or given up long ago is deleted.
  expect(await deleteOldDeliveries(server.database, 60_000)).toBe(0);
  await notificationDelivery.updateMany({ data: { finishedAt: new Date(Date.now() - 61_000) } });
  expect(await deleteOldDeliveries(server.database, 60_000)).toBe(6);
  await server.stop();
  await smtp.stop();
});

test('of several changes of a session that wait to be told, each is told that still holds', async () => {
  const port = await freePort();
  const server = await startServer({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  const sessions: string[] = [];
  for (const title of ['Place first', 'Times first', 'Both', 'Times twice']) {
    const session = await schedule(host, { title });
    await book(ana, session.id);
    sessions.push(session.id);
  }
  const change = async (index: number, input: SessionUpdateInput) => {
    const id = sessions[index] as string;
    expect((await host.run(UpdateSessionDocument, { id, input })).sessionUpdate?.__typename).toBe('Session');
  };
  const [hall, garden] = [{ text: 'Hall' }, { text: 'Garden' }];
  await change(0, { location: hall });
  await change(0, { startsAt: inHours(60) });
  await change(1, { startsAt: inHours(60) });
  await change(1, { location: hall });
  await change(2, { startsAt: inHours(60), location: garden });
  await change(2, { location: hall });
  await change(3, { startsAt: inHours(60) });
  await change(3, { startsAt: inHours(72) });
  await server.app.mail.idle();

  const smtp = await startSmtpServer({ port });
  await server.app.mail.idle();
  await passTime(server, 'SESSION_MOVED');
  await server.app.mail.idle();
  // Those of the bookings are tried again by themselves.
  const moves = smtp.received.map(subjectOf).filter((subject) => subject?.startsWith('Subject: New'));
  expect(moves.sort()).toEqual(
    [
      ...['New place: Place first', 'New time: Place first', 'New place: Times first', 'New time: Times first'],
      ...['New place: Both', 'New time: Both', 'New time: Times twice'],
    ]
      .map((subject) => `Subject: ${subject}`)
      .sort(),
  );
  await server.stop();
  await smtp.stop();
});

test('a host who handed a session over meanwhile is not told of its bookings and its place', async () => {
  const port = await freePort();
  const server = await startServer({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  const [host, next, ana, ben] = await people(server, ['hedy', 'nell', 'ana', 'ben'], { role: 'CREATOR' });
  const { id } = await schedule(host, { title: 'Flow' });
  await book(ana, id);
  await cancel(ben, (await book(ben, id)).id);
  await host.run(HandOverDocument, { input: { id, userId: next.userId } });
  await next.run(UpdateSessionDocument, { id, input: { location: { text: 'At home with Nell' } } });
  await server.app.mail.idle();

  const smtp = await startSmtpServer({ port });
  await server.app.mail.idle();
  await passTime(server);
  await server.app.mail.idle();
  const told = smtp.received.filter(({ to }) => to === 'hedy@example.org');
  expect(told.map(subjectOf)).toEqual(['Subject: Handed over: Flow']);
  await server.stop();
  await smtp.stop();
});

test('a mailbox that is refused for good, and a mail that comes too late, are given up', async () => {
  const smtp = await startSmtpServer({ answers: { 'RCPT TO:<ana@example.org>': '550 no such\0 mailbox' } });
  const server = await startServer({ SMTP_URL: smtp.url });
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  await book(ana, (await schedule(host)).id);
  await server.app.mail.idle();
  const { notificationDelivery } = server.database.prisma;
  const refused = await notificationDelivery.findFirstOrThrow({ where: { accountId: ana.id } });
  expect(refused).toMatchObject({
    state: 'FAILED',
    attempts: 1,
    error: expect.stringContaining('550 no such mailbox'),
  });

  const late = new Date(Date.now() - 25 * 3_600_000);
  const data = { state: 'QUEUED', finishedAt: null, sendAt: late, nextAttemptAt: late } as const;
  await notificationDelivery.updateMany({ where: { accountId: host.id }, data });
  await server.app.mail.idle();
  const skipped = await notificationDelivery.findFirstOrThrow({ where: { accountId: host.id } });
  expect(skipped).toMatchObject({ state: 'SKIPPED', error: 'It is too late for it.' });
  const metrics = await server.app.metrics.exposition();
  expect(metrics).toMatch(/shala_mails_total\{kind="BOOKING_CONFIRMED",outcome="failed"\} 1/);
  await server.stop();
  await smtp.stop();
});

test.each([
  ['the sender is refused', { 'MAIL FROM:': '550 5.7.1 Sender address rejected' }],
  ['a sign-in is asked for', { 'RCPT TO:': '530 5.7.0 Authentication required' }],
])('mails wait while they are refused by the settings of the studio: %s', async (_cause, answers) => {
  const smtp = await startSmtpServer({ answers });
  const server = await startServer({ SMTP_URL: smtp.url });
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  await book(ana, (await schedule(host)).id);
  await server.app.mail.idle();
  const waiting = await server.database.prisma.notificationDelivery.findMany();
  expect(waiting.map(({ state, error }) => [state, error])).toEqual(
    Array.from({ length: 2 }, () => ['QUEUED', expect.stringMatching(/5[35]0 5\.7/)]),
  );
  for (const command of Object.keys(answers)) Reflect.deleteProperty(answers, command);
  await passTime(server);
  await server.app.mail.idle();
  expect(smtp.received.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'hedy@example.org']);
  await server.stop();
  await smtp.stop();
});

test('a mail has the headers to unsubscribe by one click, an invitation, and no header of anybody’s making', async () => {
  const smtp = await startSmtpServer();
  const server = await startServer({ SMTP_URL: smtp.url, PUBLIC_URL: 'https://studio.example.org' });
  const [host, ana] = await people(server, ['hedy', 'ana'], { role: 'CREATOR' });
  const session = await schedule(host);
  await server.database.prisma.session.update({
    where: { id: localId(session.id) },
    data: { title: 'Flow\r\nBcc: eve@example.org\u2028X: y — ümlaut' },
  });
  await book(ana, session.id);
  await server.app.mail.idle();
  const mail = smtp.received.find(({ to }) => to === 'ana@example.org') as ReceivedMail;
  const headers = headersOf(mail);
  const unsubscribe = headers.find((line) => line.startsWith('List-Unsubscribe:'));
  expect(unsubscribe).toMatch(/^List-Unsubscribe: <https:\/\/studio\.example\.org\/unsubscribe\/[\w.-]+>$/);
  expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(headers).toContain('Auto-Submitted: auto-generated');
  expect(messageIdOf(mail)).toMatch(/^Message-ID: <[0-9a-f-]{36}@studio\.example\.org>$/);
  expect(headers.filter((line) => /^(Bcc|X):/.test(line))).toEqual([]);
  expect(smtp.received.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'hedy@example.org']);
  expect(mail.data).toMatch(/^Content-Type: text\/html/m);
  expect(mail.data).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/m);
  await server.stop();
  await smtp.stop();
});
