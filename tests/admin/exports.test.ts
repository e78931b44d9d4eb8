import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditEventsDocument, DeleteAccountDocument, LoginDocument } from '../generated/documents.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, type Person, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ CORS_ORIGINS: 'https://desk.example.org' });
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

test('bookings come as a file that spreadsheets open, and compute nothing of', async () => {
  const [host] = await people(server, ['host']);
  const formulas = ['=HYPERLINK("http://x.example")', '+1', '-1+1', '@SUM(A1)', '＝1', 'Ünïcode, "quoted"'];
  const guests = await people(
    server,
    formulas.map((_, index) => `guest-${index}`),
  );
  const { id } = await schedule(host, { title: '=1+1', price: { amountMinor: 1234, currency: 'JPY' } });
  for (const [index, guest] of guests.entries()) {
    await cancel(guest, (await book(guest, id)).id, formulas[index]);
  }
  const response = await get(admin, '/export/bookings.csv?reason=Yearly%20report&status=CANCELLED&status=NO_SHOW');
  expect(response.status).toBe(200);
  const day = new Date().toISOString().slice(0, 10);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="bookings-${day}.csv"`,
    'cache-control': 'private, no-store',
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
  expect(bytes.toString()).toMatch(/^\ufeffid,status,bookedAt,.*,hostUsername\r\n/);
  const rows = parsed(bytes.toString());
  expect(rows.map(({ cancellationReason }) => cancellationReason)).toEqual([
    ...formulas.slice(0, 5).map((formula) => `'${formula}`),
    formulas[5],
  ]);
  expect(rows[5]).toMatchObject({
    status: 'CANCELLED',
    amountMinor: '1234',
    refundMinor: '0',
    currency: 'JPY',
    confirmedAt: '',
    cancelledAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    username: 'guest-5',
    email: 'guest-5@example.org',
    sessionId: id,
    sessionTitle: "'=1+1",
    hostUsername: 'host',
  });
  const [event] = (await admin.run(AuditEventsDocument, { filter: { action: ['bookings.exported'] } })).auditEvents
    .nodes;
  expect(event).toMatchObject({ reason: 'Yearly report', actor: { username: 'keeper' } });
  const logged = await server.database.prisma.auditEvent.findFirstOrThrow({ where: { action: 'bookings.exported' } });
  expect(logged.details).toEqual({ rows: 6, filter: { status: ['CANCELLED', 'NO_SHOW'] } });
});

test('accounts are chosen by status, role and time; of deleted people nothing is left', async () => {
  const leaving = await person(server, 'leaving', 'CREATOR');
  const [staying] = await people(server, ['staying'], { role: 'CREATOR' });
  const { id } = await schedule(staying);
  await book(leaving, id);
  await book(staying, (await schedule(leaving)).id);
  await server.visitor.run(LoginDocument, { input: { login: 'leaving', password: 'not the password' } });
  await leaving.run(DeleteAccountDocument, { password });
  const names = async (query: string) =>
    (await table(`/export/accounts.csv?reason=Check&${query}`)).map(({ username }) => username);
  expect(await names('role=CREATOR&status=ACTIVE')).toEqual(['staying']);
  expect(await names('role=ADMIN')).toEqual(['keeper']);
  expect(await names('to=2020-01-01')).toEqual([]);
  expect(await names('from=2020-01-01T00:00:00%2B02:00')).toContain('staying');

  const bookings = await table('/export/bookings.csv?reason=Check');
  const theirs = bookings.find(({ sessionId }) => sessionId === id);
  expect(theirs).toMatchObject({ status: 'CANCELLED', username: '', email: '', cancellationReason: '' });
  expect(JSON.stringify(bookings)).not.toMatch(/leaving|deleted/i);
  const audit = await table('/export/audit.csv?reason=Check');
  expect(audit.filter(({ targetId }) => targetId === leaving.accountId)).toMatchObject([
    { action: 'account.login_failed', ipAddress: '' },
    { action: 'account.deleted', ipAddress: '', actorUsername: '' },
  ]);
  expect(audit.filter(({ actorUsername }) => actorUsername === 'keeper')).toContainEqual(
    expect.objectContaining({ action: 'bookings.exported', ipAddress: '127.0.0.1' }),
  );
  const { data } = await admin.ask<{ auditEvents: { nodes: object[] } }>(
    '{ auditEvents { nodes { action targetId ipAddress } } }',
  );
  const shown = data?.auditEvents.nodes;
  expect(shown?.filter((event) => 'targetId' in event && event.targetId === leaving.accountId)).toMatchObject([
    { action: 'account.deleted', ipAddress: null },
    { action: 'account.login_failed', ipAddress: null },
  ]);
  expect(shown).toContainEqual(expect.objectContaining({ action: 'bookings.exported', ipAddress: '127.0.0.1' }));
});

test('others are refused, as is a request without a reason or with what is no parameter; then nothing is audited', async () => {
  const user = await person(server, 'curious');
  const refusals = async (who: Client, path: string, init?: RequestInit) => {
    const response = await get(who, path, init);
    return [response.status, ((await response.json()) as { code: string }).code];
  };
  const path = '/export/accounts.csv?reason=Check';
  const count = () => server.database.prisma.auditEvent.count({ where: { action: 'accounts.exported' } });
  const before = await count();
  expect(await refusals(server.visitor, path)).toEqual([401, 'UNAUTHENTICATED']);
  expect((await get(server.visitor, path)).headers.get('www-authenticate')).toBe('Bearer');
  expect(await refusals(server.as('nonsense'), path)).toEqual([401, 'UNAUTHENTICATED']);
  expect(await refusals(user, path)).toEqual([403, 'FORBIDDEN']);
  const faults = ['', '?reason=', '?reason=%20', `?reason=${'x'.repeat(501)}`, '?reason=a&reason=b', '?reason=a%00b'];
  for (const query of [
    ...faults,
    '?reason=a&status=PAID',
    '?reason=a&from=soon',
    '?reason=a&from=0000-01-01',
    '?reason=a&stat=ACTIVE',
  ]) {
    expect([query, ...(await refusals(admin, `/export/accounts.csv${query}`))]).toEqual([query, 400, 'INVALID_INPUT']);
  }
  expect(await (await get(admin, '/export/accounts.csv')).json()).toMatchObject({ issues: [{ path: ['reason'] }] });
  expect(await (await get(admin, '/export/accounts.csv?reason=a&stat=ACTIVE&rank=1')).json()).toMatchObject({
    message: 'stat: is unknown; rank: is unknown',
    issues: [
      { path: ['stat'], code: 'INVALID' },
      { path: ['rank'], code: 'INVALID' },
    ],
  });
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect(await refusals(admin, path, { method })).toEqual([405, 'METHOD_NOT_ALLOWED']);
  }
  expect((await get(admin, '/export/secrets.csv?reason=Check')).status).toBe(404);
  expect(await count()).toBe(before);
});

test('pages of the listed origins may download, others may not', async () => {
  const preflight = (origin: string) =>
    get(server.visitor, '/export/accounts.csv', { method: 'OPTIONS', headers: { Origin: origin } });
  const allowed = await preflight('https://desk.example.org');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    204,
    'https://desk.example.org',
  ]);
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization');
  expect((await preflight('https://evil.example.org')).headers.get('access-control-allow-origin')).toBeNull();
});

const get = (who: Client, path: string, init: RequestInit = {}) => {
  const authorization: Record<string, string> = who.accessToken ? { Authorization: `Bearer ${who.accessToken}` } : {};
  return fetch(server.url + path, {
    ...init,
    headers: { ...authorization, ...(init.headers as Record<string, string>) },
  });
};

const parsed = (text: string) =>
  parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];

const table = async (path: string) => parsed(await (await get(admin, path)).text());
