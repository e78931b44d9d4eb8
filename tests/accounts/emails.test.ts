import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ChangeEmailDocument,
  ChangePasswordDocument,
  LoginDocument,
  RegisterDocument,
  RequestPasswordResetDocument,
  VerifyEmailDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { startServer, startSmtpServer, type TestServer } from '../support/server.ts';
import { password, people } from '../support/studio.ts';

const link = 'Confirm your new e-mail';
const notice = 'Your e-mail is about to change';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let registered = 0;
async function registerWith(email: string) {
  registered += 1;
  const input = { username: `person${registered}`, email, password };
  return (await server.visitor.run(RegisterDocument, { input })).accountRegister;
}

const signInWith = async (login: string) =>
  (await server.visitor.run(LoginDocument, { input: { login, password } })).accountLogin?.__typename;

async function latestToken(to: string, subject: string): Promise<string> {
  await server.app.mail.idle();
  const mail = server.app.mail.outbox.findLast((one) => one.to === to && one.subject === subject);
  return /token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

async function subjectsTo(to: string): Promise<string[]> {
  await server.app.mail.idle();
  return server.app.mail.outbox.filter((one) => one.to === to).map(({ subject }) => subject);
}

const follow = async (token: string) => (await server.visitor.run(VerifyEmailDocument, { token })).accountVerifyEmail;

test('what RFC 5322 and HTML allow is an e-mail, up to the lengths of RFC 5321', async () => {
  const label = 'd'.repeat(63);
  for (const email of [
    'r&d@example.org',
    'a=b@example.org',
    "o'hara+yoga/mat@example.org",
    '!#$%&*?^_`{|}~-@example.org',
    'vera@xn--e1afmkfd.xn--p1ai',
    'vera@mail-1.example.museum',
    `${'l'.repeat(64)}@example.org`,
    `vera@${label}.org`,
    `${'l'.repeat(64)}@${label}.${label}.${'e'.repeat(61)}`,
  ]) {
    expect(await registerWith(email)).toMatchObject({ account: { email } });
    expect(await signInWith(email.toUpperCase())).toBe('AuthPayload');
  }
  for (const email of [
    'vera',
    'vera@',
    '@example.org',
    'vera@@example.org',
    've ra@example.org',
    '.vera@example.org',
    'vera.@example.org',
    've..ra@example.org',
    '"vera"@example.org',
    'vera@example..org',
    'vera@-example.org',
    'vera@example-.org',
    'vera@[127.0.0.1]',
    'vera@example.org\nBcc: all@example.org',
    'vera,all@example.org',
    'вера@example.org',
    `${'l'.repeat(65)}@example.org`,
    `vera@${label}d.org`,
    `${'l'.repeat(64)}@${label}.${label}.${'e'.repeat(62)}`,
  ]) {
    expect(await registerWith(email), email).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['email'] }],
    });
  }
});

test('a domain in its own letters is kept as punycode, and either form signs in', async () => {
  expect(await registerWith('olga@Пример.РФ')).toMatchObject({ account: { email: 'olga@xn--e1afmkfd.xn--p1ai' } });
  for (const login of ['olga@пример.рф', 'OLGA@XN--E1AFMKFD.XN--P1AI', 'olga@xn--e1afmkfd.xn--p1ai']) {
    expect(await signInWith(login)).toBe('AuthPayload');
  }
  expect(await registerWith('Olga@пример.рф')).toMatchObject({ __typename: 'EmailTakenError' });
});

test('unusual addresses reach the mail server as they are, which is greeted by the name of PUBLIC_URL', async () => {
  const smtp = await startSmtpServer();
  const mailing = await startServer({ SMTP_URL: smtp.url, PUBLIC_URL: 'https://studio.example.org/api' });
  const input = { username: 'rnd', email: 'r&d=lab@example.org', password };
  await mailing.visitor.run(RegisterDocument, { input });
  await mailing.app.mail.idle();
  expect(smtp.received.map(({ to }) => to)).toEqual(['r&d=lab@example.org']);
  expect(smtp.greetings).toEqual(['studio.example.org']);
  await mailing.stop();
  await smtp.stop();
});

test('an e-mail changes once the link to the new one is followed, and the old one hears of it', async () => {
  const [person] = await people(server, ['mover']);
  const change = async (email: string, word = password) =>
    (await person.run(ChangeEmailDocument, { password: word, email })).accountChangeEmail;
  expect(await change('new@example.org', 'not the password')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect(await change('no e-mail')).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['email'] }] });
  expect(await change('MOVER@example.org')).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['email'] }] });
  await people(server, ['settled']);
  expect(await change('Settled@example.org')).toMatchObject({ code: 'EMAIL_TAKEN' });
  expect(await subjectsTo('mover@example.org')).not.toContain(notice);

  expect(await change('mover@пример.рф')).toEqual({
    __typename: 'EmailChangePayload',
    sentTo: 'mover@xn--e1afmkfd.xn--p1ai',
  });
  expect(await subjectsTo('mover@example.org')).toContain(notice);
  const first = await latestToken('mover@xn--e1afmkfd.xn--p1ai', link);
  await change('second@example.org');
  expect(await follow(first)).toMatchObject({ code: 'INVALID_LINK' });
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { email: 'mover@example.org' } });
  await server.visitor.run(RequestPasswordResetDocument, { login: 'mover' });
  const reset = await latestToken('mover@example.org', 'Set a new password');

  const token = await latestToken('second@example.org', link);
  const results = await Promise.all([follow(token), follow(token), follow(token)]);
  expect(results.map((one) => one?.__typename).sort()).toEqual([
    'EmailVerifyPayload',
    'InvalidLinkError',
    'InvalidLinkError',
  ]);
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { email: 'second@example.org' } });
  expect(await signInWith('second@example.org')).toBe('AuthPayload');
  expect(await signInWith('mover@example.org')).toBe('InvalidCredentialsError');
  expect(await subjectsTo('mover@example.org')).toContain('Your e-mail was changed');
  expect(
    await server.database.prisma.oneTimeLink.count({ where: { account: { usernameKey: 'mover' }, usedAt: null } }),
  ).toBe(0);
  expect(reset).not.toBe('');

  const { id, emailVerifiedAt } = await server.database.prisma.account.findUniqueOrThrow({
    where: { usernameKey: 'mover' },
  });
  expect(emailVerifiedAt).not.toBeNull();
  const audit = await server.database.prisma.auditEvent.findMany({
    where: { targetId: id, action: { startsWith: 'account.email' } },
    orderBy: { id: 'asc' },
  });
  expect(audit.map(({ action }) => action)).toEqual([
    'account.email_change_requested',
    'account.email_change_requested',
    'account.email_changed',
  ]);
  expect(JSON.stringify(audit)).not.toContain('@');
});

test('of two who follow links to the same e-mail one gets it; a new password voids a link', async () => {
  const [ann, bob, eve] = await people(server, ['ann', 'bob', 'eve']);
  for (const one of [ann, bob, eve]) await one.run(ChangeEmailDocument, { password, email: 'shared@example.org' });
  await server.app.mail.idle();
  const tokens = server.app.mail.outbox
    .filter(({ to, subject }) => to === 'shared@example.org' && subject === link)
    .map(({ text }) => /token=(\S+)/.exec(text)?.[1] as string);
  await eve.run(ChangePasswordDocument, { currentPassword: password, newPassword: 'another fine passphrase' });
  const outcomes = await Promise.all(tokens.map(follow));
  expect(outcomes.map((one) => one?.__typename).sort()).toEqual([
    'EmailTakenError',
    'EmailVerifyPayload',
    'InvalidLinkError',
  ]);
});

test('changes of an e-mail are limited', async () => {
  const limited = await startServer({ RATE_LIMITS: 'on' });
  const [person] = await people(limited, ['lily']);
  const change = (index: number) => person.ask(ChangeEmailDocument, { password, email: `lily${index}@example.org` });
  for (let index = 0; index < 5; index += 1) expect((await change(index)).errors).toBeUndefined();
  expect((await change(5)).errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
  await limited.stop();
});
