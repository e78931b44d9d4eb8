import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  AuditEventsDocument,
  CancelSessionDocument,
  CreateExportDocument,
  DeleteAccountDocument,
  RevokeAllOfDocument,
  RevokeDeviceSessionDocument,
  SetRoleDocument,
  SuspendDocument,
} from '../generated/documents.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ RATE_LIMITS: 'on' });
  admin = await person(server, 'warden', 'ADMIN');
});
afterAll(() => server.stop());

const nobody = '00000000-0000-4000-8000-000000000000';

/** The refused actions of a person, latest first. */
async function refusalsOf(username: string) {
  const { id } = await server.database.prisma.account.findUniqueOrThrow({ where: { usernameKey: username } });
  const filter = { actorId: globalId('User', id), refused: true };
  const { nodes } = (await admin.run(AuditEventsDocument, { filter })).auditEvents;
  return nodes.map(({ action, targetId, refusal, reason }) => [action, targetId, refusal, reason]);
}

test('the refusal of an admin’s action is audited with its code, whatever the reason', async () => {
  const target = await person(server, 'target');
  const host = await person(server, 'host', 'CREATOR');
  const account = globalId('Account', target.id);
  const session = await schedule(host);
  const unknown = globalId('Account', nobody);
  const download = (query: string) =>
    fetch(`${server.url}/export/accounts.csv?${query}`, { headers: { Authorization: `Bearer ${admin.accessToken}` } });

  await admin.run(SuspendDocument, { id: admin.accountId, reason: 'Myself' });
  await admin.run(SuspendDocument, { id: unknown, reason: 'Unknown' });
  await admin.run(SuspendDocument, { id: account, reason: ' ' });
  await admin.run(SetRoleDocument, { id: session.id, role: 'USER', reason: 'Another type' });
  await admin.run(RevokeDeviceSessionDocument, { id: globalId('DeviceSession', nobody), reason: 'Lost' });
  await admin.run(RevokeAllOfDocument, { accountId: account });
  await admin.run(CancelSessionDocument, { id: session.id, reason: '' });
  await admin.run(DeleteAccountDocument, { password: 'correct horse battery' });
  await admin.run(CreateExportDocument, { input: { kind: 'ACCOUNTS' } });
  expect((await download('reason=Yearly&colour=blue')).status).toBe(400);

  expect(await refusalsOf('warden')).toEqual([
    ['accounts.export_refused', admin.accountId, 'INVALID_INPUT', 'Yearly'],
    ['export.create_refused', admin.accountId, 'INVALID_INPUT', null],
    ['account.delete_refused', admin.accountId, 'LAST_ADMIN', null],
    ['session.cancel_refused', session.id, 'INVALID_INPUT', null],
    ['device_session.revoke_all_refused', account, 'INVALID_INPUT', null],
    ['device_session.revoke_refused', globalId('DeviceSession', nobody), 'NOT_FOUND', 'Lost'],
    ['account.set_role_refused', session.id, 'INVALID_INPUT', 'Another type'],
    ['account.suspend_refused', account, 'INVALID_INPUT', null],
    ['account.suspend_refused', unknown, 'NOT_FOUND', 'Unknown'],
    ['account.suspend_refused', admin.accountId, 'INVALID_INPUT', 'Myself'],
  ]);
});

test('the attempts of people who are no admins are audited, and refusals of their own actions are not', async () => {
  const climber = await person(server, 'climber', 'CREATOR');
  const own = await schedule(climber);
  const account = globalId('Account', climber.id);
  await climber.ask(SetRoleDocument, { id: account, role: 'ADMIN', reason: 'Please' });
  await climber.ask(CreateExportDocument, { input: { kind: 'ACCOUNTS', reason: 'Curious' } });
  await fetch(`${server.url}/export/audit.csv?reason=Nosy`, {
    headers: { Authorization: `Bearer ${climber.accessToken}` },
  });
  await climber.run(CancelSessionDocument, { id: own.id, reason: '' });
  await server.visitor.ask(SetRoleDocument, { id: account, role: 'ADMIN', reason: 'Anonymous' });
  expect(await refusalsOf('climber')).toEqual([
    ['audit.export_refused', account, 'FORBIDDEN', 'Nosy'],
    ['export.create_refused', account, 'FORBIDDEN', 'Curious'],
    ['account.set_role_refused', account, 'FORBIDDEN', 'Please'],
  ]);
});

test('an audit of what was done leaves refusals out', async () => {
  const { id } = await person(server, 'promoted');
  await admin.run(SetRoleDocument, { id: globalId('Account', id), role: 'CREATOR', reason: 'Teaches' });
  const { nodes } = (await admin.run(AuditEventsDocument, { filter: { refused: false } })).auditEvents;
  expect(nodes[0]).toMatchObject({ action: 'account.role_set', refusal: null });
  expect(nodes.filter(({ refusal }) => refusal !== null)).toEqual([]);
});

test('a person whose actions are refused again and again is limited, and fills the audit no further', async () => {
  const flooder = await person(server, 'flooder');
  const attempt = async (who: Client) => {
    const { errors } = await who.ask(SuspendDocument, { id: admin.accountId, reason: 'Flood' });
    return errors?.[0]?.extensions;
  };
  const codes: unknown[] = [];
  for (let round = 0; round < 60; round += 1) codes.push((await attempt(flooder))?.code);
  expect(codes).toEqual([...Array(50).fill('FORBIDDEN'), ...Array(10).fill('RATE_LIMITED')]);
  expect(await attempt(flooder)).toMatchObject({ retryAfterSeconds: expect.any(Number) });
  expect(await server.database.prisma.auditEvent.count({ where: { actorId: flooder.id } })).toBe(50);
  expect(await attempt(await person(server, 'other'))).toEqual({ code: 'FORBIDDEN' });
});
