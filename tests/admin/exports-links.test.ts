import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteExpiredDownloadLinks } from '../../src/accounts/downloads/service.ts';
import { CreateExportDocument, type ExportCreateInput, RevokeDeviceSessionDocument } from '../generated/documents.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { book, type Person, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ PUBLIC_URL: 'https://studio.example.org' });
  admin = await person(server, 'keeper', 'ADMIN');
});
afterAll(() => server.stop());

const create = async (who: Client, input: ExportCreateInput) =>
  (await who.run(CreateExportDocument, { input })).exportCreate;
const linkTo = async (who: Client, input: ExportCreateInput) => {
  const { url, expiresAt } = expectType(await create(who, input), 'ExportLink');
  const { origin, pathname, search } = new URL(url);
  expect(origin).toBe('https://studio.example.org');
  return { path: pathname + search, expiresAt };
};
/** As a browser follows a link: without an access token. */
const follow = (path: string, accessToken: string | null = null) =>
  fetch(server.url + path, { headers: { ...(accessToken && { Authorization: `Bearer ${accessToken}` }) } });
const audited = () =>
  server.database.prisma.auditEvent.findMany({
    where: { OR: [{ action: { endsWith: '.exported' } }, { action: { endsWith: '.export_linked' } }] },
    orderBy: { id: 'asc' },
    select: { action: true, reason: true, targetType: true, details: true },
  });

test('a link gives a browser the file that it was made for, once, and both are audited', async () => {
  await people(server, ['maker'], { role: 'CREATOR' });
  const asked = Date.now();
  const { path, expiresAt } = await linkTo(admin, { kind: 'ACCOUNTS', reason: 'Yearly report', role: ['CREATOR'] });
  expect(new Date(expiresAt).getTime() - asked).toBeGreaterThan(55_000);
  expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
  // The address decides nothing that the link does not say.
  const response = await follow(`${path}&role=USER&reason=`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="accounts-/);
  const rows = parse(await response.text(), { bom: true, columns: true }) as Record<string, string>[];
  expect(rows.map(({ username }) => username)).toEqual(['maker']);

  expect((await follow(path)).status).toBe(404);
  expect((await audited()).slice(-2)).toEqual([
    {
      ...{ action: 'accounts.export_linked', reason: 'Yearly report', targetType: 'Account' },
      details: { filter: { role: ['CREATOR'] } },
    },
    {
      ...{ action: 'accounts.exported', reason: 'Yearly report', targetType: 'Account' },
      details: { rows: 1, filter: { role: ['CREATOR'] } },
    },
  ]);
  const stored = JSON.stringify(await server.database.prisma.downloadLink.findMany());
  expect(stored).not.toContain(new URLSearchParams(path.split('?')[1]).get('link'));
});

test('of many who follow a link at once, one gets the file', async () => {
  const { path } = await linkTo(admin, { kind: 'AUDIT', reason: 'Check' });
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await follow(path)).status));
  expect(statuses.sort()).toEqual([200, ...Array(19).fill(404)]);
});

test('a link is nothing to anybody else, for another file, later, guessed, or once its device is signed out', async () => {
  const other = await person(server, 'other', 'ADMIN');
  const { path } = await linkTo(admin, { kind: 'PAYMENTS', reason: 'Check' });
  expect((await follow(path, other.accessToken)).status).toBe(404);
  expect((await follow(path.replace('payments', 'accounts'))).status).toBe(404);
  expect((await follow(path.slice(0, -1))).status).toBe(404);
  expect((await follow('/export/payments.csv?link=')).status).toBe(404);
  // None of these used it up.
  expect((await follow(path, admin.accessToken)).status).toBe(200);

  const late = await linkTo(admin, { kind: 'PAYMENTS', reason: 'Check' });
  await server.database.prisma.downloadLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect((await follow(late.path)).status).toBe(404);
  expect(await deleteExpiredDownloadLinks(server.app)).toBeGreaterThanOrEqual(1);

  const orphaned = await linkTo(other, { kind: 'PAYMENTS', reason: 'Check' });
  await admin.run(RevokeDeviceSessionDocument, { id: other.deviceSessionId, reason: 'Stolen' });
  expect((await follow(orphaned.path)).status).toBe(404);
});

test('a role that was lost since is of no use to the link', async () => {
  const former = await person(server, 'former', 'ADMIN');
  const { path } = await linkTo(former, { kind: 'BOOKINGS', reason: 'Check' });
  await server.database.prisma.account.update({ where: { usernameKey: 'former' }, data: { role: 'USER' } });
  expect((await follow(path)).status).toBe(403);
});

test('what is asked for wrongly is refused with its path, and makes no link and no audit', async () => {
  const before = [await audited(), await server.database.prisma.downloadLink.count()];
  const [host] = await people(server, ['planner']);
  const { id: sessionId } = await schedule(host, { draft: true });
  const issue = async (input: ExportCreateInput) => {
    const refusal = await create(admin, input);
    return refusal && 'issues' in refusal ? refusal.issues.map(({ path }) => path.join('.')) : refusal;
  };
  expect(await issue({ kind: 'ACCOUNTS' })).toEqual(['reason']);
  expect(await issue({ kind: 'ACCOUNTS', reason: ' ' })).toEqual(['reason']);
  expect(await issue({ kind: 'BOOKINGS', reason: 'Check', status: ['PAID'] })).toEqual(['status.0']);
  expect(await issue({ kind: 'ATTENDEES', reason: 'Check' })).toEqual(['sessionId']);
  expect(await issue({ kind: 'ATTENDEES', reason: 'Check', sessionId: admin.accountId })).toEqual(['sessionId']);
  expect(await issue({ kind: 'ATTENDEES', sessionId })).toEqual(['reason']);

  const stranger = await person(server, 'stranger');
  const codes = async (input: ExportCreateInput) => {
    const { data, errors } = await stranger.ask(CreateExportDocument, { input });
    return data?.exportCreate ?? errors?.map(({ extensions }) => extensions?.code);
  };
  expect(await codes({ kind: 'AUDIT', reason: 'Curious' })).toEqual(['FORBIDDEN']);
  expect(await codes({ kind: 'ATTENDEES', sessionId })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await codes({ kind: 'STORIES', sessionId })).toMatchObject({ code: 'NOT_FOUND' });
  const { id: published } = await schedule(host);
  expect(await codes({ kind: 'ATTENDEES', sessionId: published })).toMatchObject({ code: 'NOT_HOST' });
  expect(await codes({ kind: 'STORIES', sessionId: published })).toMatchObject({ code: 'NOT_PARTICIPANT' });
  expect([await audited(), await server.database.prisma.downloadLink.count()]).toEqual(before);
});

test('hosts get a link to their attendees, and whoever is inside one to the stories', async () => {
  const [host, guest] = await people(server, ['teacher', 'pupil']);
  const { id: sessionId } = await schedule(host);
  await book(guest, sessionId);
  const attendees = await follow((await linkTo(host, { kind: 'ATTENDEES', sessionId })).path);
  expect(await attendees.text()).toContain('pupil');
  const stories = await follow((await linkTo(guest, { kind: 'STORIES', sessionId })).path);
  expect([stories.status, await stories.text()]).toEqual([200, expect.stringContaining('position,title')]);
});
