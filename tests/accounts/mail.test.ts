import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteExpiredLinks } from '../../src/accounts/links/service.ts';
import type { Mail } from '../../src/operations/mail.ts';
import {
  ChangePasswordDocument,
  EmailVerifiedDocument,
  LoginDocument,
  RefreshDocument,
  RegisterDocument,
  RequestEmailVerificationDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  VerifyEmailDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { password } from '../support/studio.ts';

const newPassword = 'another fine passphrase';
const reset = 'Set a new password';
const verification = 'Confirm your e-mail';
const newDevice = 'A new device signed in';

const chrome = (version: number) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ APP_URL: 'https://app.example.org/studio/' });
});
afterAll(() => server.stop());

test('a forgotten password is set anew by a mailed link, and everything the old one opened is shut', async () => {
  const person = await register('fay');
  const { accountLogin } = await logIn('fay', password);
  const second = accountLogin?.__typename === 'AuthPayload' ? accountLogin.accessToken : '';
  const token = await requestReset('FAY@example.org');

  expect(await resetWith(token, 'short')).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['newPassword'] }] });
  expect(await resetWith(token)).toEqual({ __typename: 'PasswordResetPayload', user: { username: 'fay' } });

  expect(await person.ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await server.as(second).ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await server.visitor.run(RefreshDocument, { refreshToken: person.refreshToken })).toMatchObject({
    accountRefresh: { code: 'INVALID_REFRESH_TOKEN' },
  });
  expect(await logIn('fay', password)).toMatchObject({ accountLogin: { code: 'INVALID_CREDENTIALS' } });
  expect(await logIn('fay', newPassword)).toMatchObject({ accountLogin: { __typename: 'AuthPayload' } });

  const ends = await server.database.prisma.deviceSession.findMany({
    where: { account: { usernameKey: 'fay' }, endedAt: { not: null } },
    select: { endedBy: true },
  });
  expect(ends).toEqual([{ endedBy: 'PASSWORD_CHANGED' }, { endedBy: 'PASSWORD_CHANGED' }]);
  expect(await auditOf('fay')).toEqual([
    'account.registered',
    'account.password_reset_requested',
    'account.email_verified',
    'account.password_reset',
    'account.login_failed',
  ]);
});

test('a link leads to the front end and works once', async () => {
  await register('once');
  const token = await requestReset('once');
  expect(latest('once', reset)?.text).toContain(`\nhttps://app.example.org/studio/reset-password?token=${token}\n`);
  expect(latest('once', verification)?.text).toMatch(
    /\nhttps:\/\/app\.example\.org\/studio\/verify-email\?token=\S+\n/,
  );
  expect(await resetWith(token)).toMatchObject({ __typename: 'PasswordResetPayload' });
  expect(await resetWith(token, 'a third fine passphrase')).toEqual(invalidLink);
  expect(await logIn('once', newPassword)).toMatchObject({ accountLogin: { __typename: 'AuthPayload' } });
});

test('of two that follow a link at once, one succeeds', async () => {
  await register('twin');
  const token = await requestReset('twin');
  const passwords = Array.from({ length: 6 }, (_, index) => `passphrase number ${index}`);
  const results = await Promise.all(passwords.map((one) => resetWith(token, one)));
  expect(results.map((result) => result?.__typename).sort()).toEqual([
    ...Array(5).fill('InvalidLinkError'),
    'PasswordResetPayload',
  ]);
  const winner = results.findIndex((result) => result?.__typename === 'PasswordResetPayload');
  expect(await logIn('twin', passwords[winner] as string)).toMatchObject({
    accountLogin: { __typename: 'AuthPayload' },
  });
});

test('a link that is unknown, expired, or for something else is refused, without a word on why', async () => {
  const person = await register('xena');
  await server.app.mail.idle();
  const verify = tokenIn(latest('xena', verification));
  const token = await requestReset('xena');

  expect(await resetWith('made up')).toEqual(invalidLink);
  expect(await resetWith(verify)).toEqual(invalidLink);
  expect(await verifyWith(token)).toEqual(invalidLink);

  await expire(token, verify);
  expect(await resetWith(token)).toEqual(invalidLink);
  expect(await verifyWith(verify)).toEqual(invalidLink);
  expect(await person.run(EmailVerifiedDocument)).toEqual({ viewer: { emailVerifiedAt: null } });

  expect(await linksOf('xena')).toHaveLength(2);
  await deleteExpiredLinks(server.app);
  expect(await linksOf('xena')).toEqual([]);
});

test('a link is void once the password, the e-mail or the account is not what it was', async () => {
  const person = await register('vic');
  const beforeChange = await requestReset('vic');
  await person.run(ChangePasswordDocument, { currentPassword: password, newPassword: 'changed by hand myself' });
  expect(await resetWith(beforeChange)).toEqual(invalidLink);

  const first = await requestReset('vic');
  const second = await requestReset('vic@example.org');
  expect(await resetWith(second)).toMatchObject({ __typename: 'PasswordResetPayload' });
  expect(await resetWith(first)).toEqual(invalidLink);

  const { prisma } = server.database;
  for (const name of ['moved', 'barred', 'gone']) await register(name);
  const moved = await requestReset('moved');
  const [barred, gone] = [await requestReset('barred'), await requestReset('gone')];
  await prisma.account.update({ where: { usernameKey: 'moved' }, data: { email: 'elsewhere@example.org' } });
  await prisma.account.update({ where: { usernameKey: 'barred' }, data: { status: 'SUSPENDED' } });
  await prisma.account.update({ where: { usernameKey: 'gone' }, data: { deletedAt: new Date() } });
  for (const token of [moved, barred, gone]) expect(await resetWith(token)).toEqual(invalidLink);
  expect(await verifyWith(tokenIn(latest('moved', verification)))).toEqual(invalidLink);
});

test('of many links, the latest five are living', async () => {
  await register('mona');
  const tokens: string[] = [];
  for (const login of ['mona', 'Mona@example.org']) {
    for (let count = 0; count < 3; count += 1) tokens.push(await requestReset(login));
  }
  expect(await linksOf('mona', 'PASSWORD_RESET')).toHaveLength(5);
  expect(await resetWith(tokens[0] as string)).toEqual(invalidLink);
  expect(await resetWith(tokens[1] as string)).toMatchObject({ __typename: 'PasswordResetPayload' });
});

test('whoever asks for a reset learns nothing from the answer', async () => {
  await register('real');
  await register('banned');
  await server.database.prisma.account.update({ where: { usernameKey: 'banned' }, data: { status: 'SUSPENDED' } });
  const ask = (login: string) => server.visitor.ask(RequestPasswordResetDocument, { login });
  const known = await ask('real');
  expect(known).toMatchObject({ status: 200, data: { accountRequestPasswordReset: { linkSeconds: 3600 } } });
  for (const login of ['nobody', 'nobody@example.org', 'banned', '', '\u0000', 'x'.repeat(5000)]) {
    expect(await ask(login)).toEqual(known);
  }
  await server.app.mail.idle();
  expect(mailsTo('real', reset)).toHaveLength(1);
  expect([...mailsTo('nobody', reset), ...mailsTo('banned', reset)]).toEqual([]);
});

test('an e-mail is verified by the link that registering mails', async () => {
  const person = await register('una');
  expect(await person.run(EmailVerifiedDocument)).toEqual({ viewer: { emailVerifiedAt: null } });
  const asked = await person.run(RequestEmailVerificationDocument);
  expect(asked.accountRequestEmailVerification?.sentTo).toBe('una@example.org');
  await server.app.mail.idle();
  const [first, second] = mailsTo('una', verification).map(tokenIn) as [string, string];

  expect(await verifyWith(second)).toEqual({ __typename: 'EmailVerifyPayload', user: { username: 'una' } });
  const { viewer } = await person.run(EmailVerifiedDocument);
  expect(Date.parse(viewer?.emailVerifiedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect(await verifyWith(second)).toEqual(invalidLink);
  expect(await verifyWith(first)).toEqual(invalidLink);
  expect(await auditOf('una')).toEqual(['account.registered', 'account.email_verified']);

  expect((await person.run(RequestEmailVerificationDocument)).accountRequestEmailVerification?.sentTo).toBeNull();
  await server.app.mail.idle();
  expect(mailsTo('una', verification)).toHaveLength(2);
  const refused = await server.visitor.ask(RequestEmailVerificationDocument);
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('following a reset link verifies the e-mail as well', async () => {
  await register('rex');
  await resetWith(await requestReset('rex'));
  const { accountLogin } = await logIn('rex', newPassword);
  const token = accountLogin?.__typename === 'AuthPayload' ? accountLogin.accessToken : '';
  const { viewer } = await server.as(token).run(EmailVerifiedDocument);
  expect(viewer?.emailVerifiedAt).toEqual(expect.any(String));
  expect(await verifyWith(tokenIn(latest('rex', verification)))).toEqual(invalidLink);
});

test('a sign-in on a kind of device that is new is mailed to the owner, and no other', async () => {
  await register('dora');
  const told = () => mailsTo('dora', newDevice).length;
  expect(told()).toBe(0);
  await logIn('dora', password);
  expect(told()).toBe(0);
  await logIn('dora', 'not the password', chrome(142));
  expect(told()).toBe(0);

  await logIn('dora', password, chrome(142), 'Work laptop');
  expect(told()).toBe(1);
  const text = latest('dora', newDevice)?.text;
  for (const part of ['Work laptop', 'Chrome 142', 'Windows', '127.0.0.1', 'UTC', 'change your password']) {
    expect(text).toContain(part);
  }
  await logIn('dora', password, chrome(143));
  expect(told()).toBe(1);
  await logIn('dora', password, phone);
  expect(told()).toBe(2);
  expect(latest('dora', newDevice)?.text).toContain('iOS 18.6');
});

test('no token is in the database as it was mailed', async () => {
  const person = await register('secret');
  await person.run(RequestEmailVerificationDocument);
  await resetWith(await requestReset('secret'));
  await requestReset('secret');
  const tokens = [...mailsTo('secret', verification), ...mailsTo('secret', reset)].map(tokenIn);
  expect(tokens).toHaveLength(4);

  const { prisma } = server.database;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = 'public'`;
  const contents: string[] = [];
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT (t.*)::text AS "row" FROM "${name}" t`);
    contents.push(...rows.map(({ row }) => row));
  }
  const everything = contents.join('\n');
  // The search would find one: their hashes are there.
  expect(everything).toContain(
    createHash('sha256')
      .update(tokens.at(-1) as string)
      .digest('hex'),
  );
  for (const token of tokens) {
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(Buffer.from(token).toString('hex'));
    expect(everything).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  }
});

test('asking for a mail too often brings none, with the same answer about passwords', async () => {
  const limited = await startServer({ RATE_LIMITS: 'on' });
  const person = await register('lily', limited);
  for (let count = 0; count < 5; count += 1) {
    expect((await limited.visitor.ask(RequestPasswordResetDocument, { login: 'lily' })).errors).toBeUndefined();
    await person.run(RequestEmailVerificationDocument);
  }
  const refused = await person.ask(RequestEmailVerificationDocument);
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
  await limited.app.mail.idle();
  const subjects = limited.app.mail.outbox.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject === reset)).toHaveLength(3);
  expect(subjects.filter((subject) => subject === verification)).toHaveLength(6);
  await limited.stop();
});

const invalidLink = {
  __typename: 'InvalidLinkError',
  code: 'INVALID_LINK',
  message: 'This link is not valid any more: ask for another one.',
};

function mailsTo(username: string, subject: string): Mail[] {
  return server.app.mail.outbox.filter((mail) => mail.to === `${username}@example.org` && mail.subject === subject);
}

function latest(username: string, subject: string): Mail | undefined {
  return mailsTo(username, subject).at(-1);
}

async function register(username: string, at = server) {
  const { accountRegister } = await at.visitor.run(RegisterDocument, {
    input: { username, email: `${username}@example.org`, password },
  });
  const { accessToken, refreshToken } = expectType(accountRegister, 'AuthPayload');
  return { ...at.as(accessToken), refreshToken };
}

function tokenIn(mail: Pick<Mail, 'text'> | undefined): string {
  const token = /\?token=([\w-]{43})\s/.exec(mail?.text ?? '')?.[1];
  if (!token) throw new Error(`no link in ${mail?.text}`);
  return token;
}

/** Asks for a password reset, and returns the token that was mailed. */
async function requestReset(login: string): Promise<string> {
  const username = login.toLowerCase().replace(/@.*/, '');
  const before = mailsTo(username, reset).length;
  await server.visitor.run(RequestPasswordResetDocument, { login });
  await server.app.mail.idle();
  expect(mailsTo(username, reset)).toHaveLength(before + 1);
  return tokenIn(latest(username, reset));
}

async function resetWith(token: string, password = newPassword) {
  const { accountResetPassword } = await server.visitor.run(ResetPasswordDocument, { token, newPassword: password });
  return accountResetPassword;
}

async function verifyWith(token: string) {
  return (await server.visitor.run(VerifyEmailDocument, { token })).accountVerifyEmail;
}

async function logIn(login: string, password: string, userAgent?: string, deviceName?: string) {
  const { data } = await server.visitor.ask(
    LoginDocument,
    { input: { login, password, deviceName } },
    userAgent ? { 'User-Agent': userAgent } : {},
  );
  if (!data) throw new Error('no answer');
  await server.app.mail.idle();
  return data;
}

function linksOf(username: string, purpose?: 'PASSWORD_RESET') {
  return server.database.prisma.oneTimeLink.findMany({
    where: { account: { usernameKey: username }, ...(purpose && { purpose, usedAt: null }) },
  });
}

/** Lets links be past their time. */
async function expire(...tokens: string[]) {
  const hashes = tokens.map((token) => new Uint8Array(createHash('sha256').update(token).digest()));
  const { count } = await server.database.prisma.oneTimeLink.updateMany({
    where: { hash: { in: hashes } },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  expect(count).toBe(tokens.length);
}

/** What the audit says of an account, sign-ins apart. */
async function auditOf(username: string): Promise<string[]> {
  const { id } = await server.database.prisma.account.findUniqueOrThrow({ where: { usernameKey: username } });
  const events = await server.database.prisma.auditEvent.findMany({
    where: { targetId: id },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
  });
  return events.map(({ action }) => action);
}
