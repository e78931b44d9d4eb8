import { afterAll, beforeAll, expect, test } from 'vitest';
import { RegisterDocument, UpdateAccountDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let count = 0;
async function register(username: string) {
  count += 1;
  const input = { username, email: `somebody${count}@example.org`, password: 'correct horse battery' };
  return (await server.visitor.run(RegisterDocument, { input })).accountRegister;
}

test('nobody registers under the name of the studio or its staff', async () => {
  for (const username of [
    'admin',
    'Admin',
    'a.d.m.i.n',
    'admin2',
    'adm1n',
    '4dmin_77',
    'administrator',
    'support',
    'supp0rt',
    'Shala',
    'shala-support',
    'official.shala.team',
    'moderators',
    'root',
    'no-reply',
    'postmaster',
  ]) {
    expect(await register(username), username).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['username'] }],
    });
  }
  for (const username of ['badminton', 'vishala', 'shala-yoga', 'Rooty', 'staffan', 'supporter', '4711']) {
    expect(await register(username), username).toMatchObject({ __typename: 'AuthPayload' });
  }
});

test('names that differ by . _ - alone are one name, also for two who register at once', async () => {
  const mira = await person(server, 'mira.okafor');
  for (const username of ['miraokafor', 'Mira-Okafor', 'mira_okafor', 'm.i.r.a.okafor']) {
    expect(await register(username)).toMatchObject({ __typename: 'UsernameTakenError' });
  }
  const outcomes = await Promise.all(['ann.lee', 'ann_lee', 'annlee', 'ann-lee'].map(register));
  expect(outcomes.map((one) => one?.__typename).sort()).toEqual([
    'AuthPayload',
    ...Array(3).fill('UsernameTakenError'),
  ]);

  const other = await person(server, 'other');
  const rename = async (client: typeof mira, username: string) =>
    (await client.run(UpdateAccountDocument, { input: { username } })).accountUpdate;
  expect(await rename(other, 'mira-okafor')).toMatchObject({ code: 'USERNAME_TAKEN' });
  expect(await rename(other, 'support')).toMatchObject({ code: 'INVALID_INPUT' });
  expect(expectType(await rename(mira, 'Mira_Okafor'), 'Account').user.username).toBe('Mira_Okafor');
});

test('an account that has a reserved name, or one like another’s, keeps it', async () => {
  const admin = await person(server, 'admin', 'ADMIN');
  const input = { username: 'Admin', bio: 'Runs the studio.' };
  expect(await admin.run(UpdateAccountDocument, { input })).toMatchObject({
    accountUpdate: { user: { username: 'Admin', bio: 'Runs the studio.' } },
  });
  await person(server, 'twin');
  const alike = await person(server, 'alike');
  await server.database.prisma.account.update({
    where: { usernameKey: 'alike' },
    data: { username: 'tw.in', usernameKey: 'tw.in', usernameStem: null },
  });
  expect(await alike.run(UpdateAccountDocument, { input: { username: 'Tw.in' } })).toMatchObject({
    accountUpdate: { user: { username: 'Tw.in' } },
  });
});
