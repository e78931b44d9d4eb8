import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TypesOfDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { buy, offer } from '../support/passes.ts';
import { paid, tell } from '../support/payments.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

const get = (who: Client, path: string) =>
  fetch(server.url + path, { headers: { ...(who.accessToken && { Authorization: `Bearer ${who.accessToken}` }) } });

/** The rows of a file as records. */
async function rowsOf(who: Client, path: string): Promise<Record<string, string>[]> {
  const response = await get(who, path);
  if (response.status !== 200) throw new Error(await response.text());
  return parse(await response.text(), { bom: true, columns: true, record_delimiter: '\r\n' });
}

test('every ID in every file is the one that GraphQL takes', async () => {
  const [host, guest] = await people(server, ['host', 'guest'], { role: 'CREATOR' });
  const { id: sessionId } = await schedule(host, { price: { amountMinor: 2500, currency: 'EUR' } });
  const { id: bookingId } = await book(guest, sessionId);
  await tell(server, paid(bookingId));
  await buy(server, guest, (await offer(host)).id);
  await server.database.prisma.participant.create({
    data: { sessionId: localId(sessionId), accountId: guest.id, role: 'MEMBER', presence: 'OFFLINE' },
  });
  const expected: Record<string, Record<string, string>> = {
    bookings: { id: 'Booking', accountId: 'Account', sessionId: 'Session' },
    accounts: { id: 'Account' },
    sessions: { id: 'Session', hostId: 'Account' },
    payments: { id: 'Payment', bookingId: 'Booking', accountId: 'Account', sessionId: 'Session' },
    passes: { id: 'Pass', accountId: 'Account' },
    audit: { id: 'AuditEvent', actorId: 'User', targetId: 'Account' },
    attendees: { userId: 'User', bookingId: 'Booking', participantId: 'Participant' },
  };
  for (const [kind, columns] of Object.entries(expected)) {
    const more = kind === 'attendees' ? `&sessionId=${sessionId}` : '';
    const rows = await rowsOf(admin, `/export/${kind}.csv?reason=Check${more}`);
    const row = rows.findLast((one) => Object.keys(columns).every((name) => one[name]));
    const ids = Object.keys(columns).map((name) => row?.[name] as string);
    const { nodes } = await admin.run(TypesOfDocument, { ids });
    expect(nodes, kind).toEqual(Object.values(columns).map((__typename, index) => ({ __typename, id: ids[index] })));
  }
});

test('sessions, payments and the audit are chosen by status, action and time, by admins alone', async () => {
  const [host, guest] = await people(server, ['mira', 'noor'], { role: 'CREATOR' });
  const { id: sessionId } = await schedule(host, { title: '@noon', draft: true });
  const { id: priced } = await schedule(host, { price: { amountMinor: 1800, currency: 'EUR' } });
  await tell(server, paid((await book(guest, priced)).id, { amountMinor: 1800, reference: 'pay_here' }));

  const sessions = await rowsOf(admin, '/export/sessions.csv?reason=Check&status=DRAFT');
  expect(sessions).toEqual([
    expect.objectContaining({
      ...{ id: sessionId, title: "'@noon", status: 'DRAFT', visibility: 'UNLISTED', priceMinor: '0', startedAt: '' },
      ...{ hostUsername: 'mira', seatsTaken: '0', maxParticipants: '', seriesId: '' },
    }),
  ]);
  const payments = await rowsOf(admin, '/export/payments.csv?reason=Check&status=SUCCEEDED');
  expect(payments.find(({ reference }) => reference === 'pay_here')).toMatchObject({
    ...{
      provider: 'acme',
      amountMinor: '1800',
      refundMinor: '0',
      currency: 'EUR',
      username: 'noor',
      sessionId: priced,
    },
  });
  const audit = await rowsOf(admin, '/export/audit.csv?reason=Look&action=payments.exported');
  expect(audit.at(-1)).toMatchObject({
    ...{ action: 'payments.exported', actorUsername: 'keeper', reason: 'Check', targetType: 'Account' },
    targetId: admin.accountId,
  });
  expect(JSON.parse(audit.at(-1)?.details ?? '')).toMatchObject({ filter: { status: ['SUCCEEDED'] } });
  for (const kind of ['sessions', 'payments', 'audit']) {
    expect(await rowsOf(admin, `/export/${kind}.csv?reason=Check&to=2020-01-01`)).toEqual([]);
    expect((await get(host, `/export/${kind}.csv?reason=Check`)).status, kind).toBe(403);
    expect((await get(server.visitor, `/export/${kind}.csv?reason=Check`)).status, kind).toBe(401);
    expect((await get(admin, `/export/${kind}.csv`)).status, kind).toBe(400);
  }
});

test('a host downloads who booked and who came: one row a person, by the last booking', async () => {
  const names = ['lead', 'seated', 'again', 'gone', 'walker', 'helper'] as const;
  const [host, seated, again, gone, walker, helper] = await people(server, [...names]);
  const { id } = await schedule(host, { price: { amountMinor: 0, currency: 'EUR' } });
  const attendees = (who: Client, more = '') => rowsOf(who, `/export/attendees.csv?sessionId=${id}${more}`);
  await book(seated, id);
  await cancel(again, (await book(again, id)).id);
  await book(again, id);
  await cancel(gone, (await book(gone, id)).id, '=1+1');
  const start = new Date(Date.now() - 3_600_000);
  await server.database.prisma.session.update({
    where: { id: localId(id) },
    data: { status: 'LIVE', startedAt: start },
  });
  const enter = (one: { id: string }, role: 'MEMBER' | 'COHOST', minutes: number) =>
    server.database.prisma.participant.create({
      data: {
        ...{ sessionId: localId(id), accountId: one.id, role, presence: 'OFFLINE' },
        intervals: { create: { startedAt: start, endedAt: new Date(start.getTime() + minutes * 60_000) } },
      },
    });
  await enter(seated, 'MEMBER', 30);
  await enter(walker, 'MEMBER', 10);
  await enter(helper, 'COHOST', 20);

  const rows = await attendees(host);
  const table = Object.fromEntries(
    rows.map((row) => [row.username, [row.status, row.seats, row.role, row.attendedSeconds]]),
  );
  expect(table).toEqual({
    seated: ['CONFIRMED', '1', 'MEMBER', '1800'],
    again: ['CONFIRMED', '1', '', ''],
    gone: ['CANCELLED', '0', '', ''],
    walker: ['', '0', 'MEMBER', '600'],
    helper: ['', '0', 'COHOST', '1200'],
  });
  expect(rows).toHaveLength(5);
  expect(JSON.stringify(rows)).not.toContain('@example.org');
  expect(await attendees(helper)).toHaveLength(5);
  expect(await attendees(admin, '&reason=Complaint')).toHaveLength(5);

  const statuses = async (who: Client, query = `sessionId=${id}`) => {
    const response = await get(who, `/export/attendees.csv?${query}`);
    return [response.status, ((await response.json()) as { code: string }).code];
  };
  expect(await statuses(seated)).toEqual([403, 'NOT_HOST']);
  expect(await statuses(await person(server, 'passer-by'))).toEqual([403, 'NOT_HOST']);
  expect(await statuses(server.visitor)).toEqual([401, 'UNAUTHENTICATED']);
  expect(await statuses(admin)).toEqual([400, 'INVALID_INPUT']);
  expect(await statuses(host, `sessionId=${host.userId}`)).toEqual([400, 'INVALID_INPUT']);
  expect(await statuses(host, `sessionId=${id}&from=2020-01-01`)).toEqual([400, 'INVALID_INPUT']);
  const { id: draft } = await schedule(helper, { draft: true });
  expect(await statuses(host, `sessionId=${draft}`)).toEqual([404, 'NOT_FOUND']);

  const logged = await server.database.prisma.auditEvent.findMany({
    where: { targetId: localId(id), refusal: null },
  });
  expect(logged.map(({ action, actorId, reason }) => [action, actorId, reason])).toEqual([
    ['attendees.exported', host.id, null],
    ['attendees.exported', helper.id, null],
    ['attendees.exported', localId(admin.accountId), 'Complaint'],
  ]);
});

test('a file of many pages has every person once', async () => {
  const names = Array.from({ length: 600 }, (_, index) => `crowd-${index}`);
  const crowd = await server.database.prisma.account.createManyAndReturn({
    data: names.map((name) => {
      const email = `${name}@example.org`;
      return { email, emailKey: email, username: name, usernameKey: name, displayName: name, passwordHash: '' };
    }),
  });
  const [host] = await people(server, ['hall']);
  const { id } = await schedule(host);
  await server.database.prisma.booking.createMany({
    data: crowd.map((one, index) => ({
      ...{ sessionId: localId(id), accountId: one.id, status: 'CONFIRMED', amountMinor: 0, currency: 'EUR' },
      // Many at the same moment, which pages must not lose.
      bookedAt: new Date(Date.now() - 60_000 + Math.floor(index / 200)),
    })),
  });
  const rows = await rowsOf(host, `/export/attendees.csv?sessionId=${id}`);
  expect(new Set(rows.map(({ username }) => username))).toEqual(new Set(names));
  expect(rows).toHaveLength(600);
});
