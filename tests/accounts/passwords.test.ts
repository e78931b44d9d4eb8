import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureAdministrator } from '../../src/accounts/service.ts';
import { publishedPassword } from '../../src/secrets.ts';
import {
  ChangePasswordDocument,
  LoginDocument,
  RegisterDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
} from '../generated/documents.ts';
import { lastMailTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function register(username: string, password: string, email = `${username}@example.org`) {
  return (await server.visitor.run(RegisterDocument, { input: { username, email, password } })).accountRegister;
}

const refused = (field: string, message: string) => ({
  __typename: 'InvalidInputError',
  code: 'INVALID_INPUT',
  issues: [{ path: [field], message: expect.stringContaining(message) }],
});

describe('a password that is easy to guess is refused, and the refusal says why', () => {
  test.each([
    ['qwertyuiop', 'most common'],
    ['QwertyUiop', 'most common'],
    ['ｑｗｅｒｔｙｕｉｏｐ', 'most common'],
    [' basketball ', 'most common'],
    ['Password-123!', 'most common'],
    ['1234567890', 'most common'],
    [' '.repeat(12), 'blanks'],
    ['\u3000\u2003\u00a0'.repeat(4), 'blanks'],
    ['\u200b'.repeat(12), 'blanks'],
    ['Mallow.Tree', 'your username'],
    ['mallowtree2026', 'your username'],
    ['mallow@meadow.example', 'your e-mail'],
    ['mallowmallow', 'your e-mail'],
    ['Shala 123456', 'name of the service'],
    ['shalashala', 'name of the service'],
    [publishedPassword, 'published'],
  ])('%j at registration', async (password, message) => {
    expect(await register('mallow.tree', password, 'mallow@meadow.example')).toMatchObject(
      refused('password', message),
    );
  });

  test('at a change and at a reset of the password', async () => {
    const fennel = await person(server, 'fennel');
    const change = async (newPassword: string) =>
      (await fennel.run(ChangePasswordDocument, { currentPassword: 'correct horse battery', newPassword }))
        .accountChangePassword;
    expect(await change('manchester')).toMatchObject(refused('newPassword', 'most common'));
    expect(await change('fennel123456')).toMatchObject(refused('newPassword', 'your username'));
    expect(await change(publishedPassword)).toMatchObject(refused('newPassword', 'published'));

    await server.visitor.run(RequestPasswordResetDocument, { login: 'fennel' });
    const [, token = ''] = /token=([\w-]+)/.exec((await lastMailTo(server, 'fennel')).text) ?? [];
    const reset = async (newPassword: string) =>
      (await server.visitor.run(ResetPasswordDocument, { token, newPassword })).accountResetPassword;
    expect(await reset('manchester')).toMatchObject(refused('newPassword', 'most common'));
    expect(await reset(publishedPassword)).toMatchObject(refused('newPassword', 'published'));
    expect(await reset('fennel@example.org')).toMatchObject(refused('newPassword', 'your e-mail'));
    expect(await reset('fennel grows by the river')).toMatchObject({ __typename: 'PasswordResetPayload' });
  });
});

test('passwords with a common word in them are taken', async () => {
  for (const [index, password] of ['qwertyuiop by the river', 'clover in my garden'].entries()) {
    expect(await register(`clover${index}`, password)).toMatchObject({ __typename: 'AuthPayload' });
  }
});

test('a person with a common password still signs in', async () => {
  await register('veteran', 'a long time ago it was');
  await server.database.prisma.account.update({
    where: { usernameKey: 'veteran' },
    data: { passwordHash: await hash('qwertyuiop') },
  });
  const { accountLogin } = await server.visitor.run(LoginDocument, {
    input: { login: 'veteran', password: 'qwertyuiop' },
  });
  expect(accountLogin).toMatchObject({ __typename: 'AuthPayload' });
});

test.each([
  ['qwertyuiop', 'one of the most common passwords'],
  [publishedPassword, 'the password of the demo'],
])('the server does not start with ADMIN_PASSWORD=%s for an account that is to be made', async (password, message) => {
  const { app } = server;
  const settings = { ADMIN_EMAIL: 'mia@example.org', ADMIN_PASSWORD: password };
  const start = ensureAdministrator({ ...app, env: { ...app.env, ...settings } });
  await expect(start).rejects.toThrow(`ADMIN_PASSWORD must not be ${message}`);
  expect(await server.database.prisma.account.count({ where: { role: 'ADMIN' } })).toBe(0);
});
