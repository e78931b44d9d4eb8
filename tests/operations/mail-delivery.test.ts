import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createMailTransport, type Mail } from '../../src/operations/mail.ts';
import { RegisterDocument, VerifyEmailDocument, ViewerDocument } from '../generated/documents.ts';
import { expectType, type ReceivedMail, startServer, startSmtpServer, type TestServer } from '../support/server.ts';
import { password } from '../support/studio.ts';

async function register(server: TestServer, username: string) {
  const { accountRegister } = await server.visitor.run(RegisterDocument, {
    input: { username, email: `${username}@example.org`, password },
  });
  return server.as(expectType(accountRegister, 'AuthPayload').accessToken);
}

test('with SMTP_URL mails go out by it, none are kept, and a server that is busy is asked again', async () => {
  const smtp = await startSmtpServer({ refusals: 1 });
  const sending = await startServer({ SMTP_URL: smtp.url, MAIL_FROM: 'Studio <studio@example.org>' });
  await register(sending, 'sam');
  await vi.waitFor(() => expect(smtp.received).toHaveLength(1), { timeout: 15_000 });
  const [mail] = smtp.received as [ReceivedMail];
  expect(mail).toMatchObject({ from: 'studio@example.org', to: 'sam@example.org' });
  expect(mail.data).toMatch(/^From: Studio <studio@example\.org>$/m);
  expect(mail.data).toMatch(/^To: sam@example\.org$/m);
  expect(mail.data).toMatch(/^Subject: Confirm your e-mail$/m);
  expect(sending.app.mail.outbox).toEqual([]);

  const text = mail.data.replace(/=\n/g, '').replaceAll('=3D', '=');
  const token = /\?token=([\w-]{43})\s/.exec(text)?.[1] as string;
  expect(await sending.visitor.run(VerifyEmailDocument, { token })).toMatchObject({
    accountVerifyEmail: { user: { username: 'sam' } },
  });
  await sending.stop();
  await smtp.stop();
});

test('while the mail server is down people register all the same, and the server stops', async () => {
  const smtp = await startSmtpServer();
  await smtp.stop();
  const lonely = await startServer({ SMTP_URL: smtp.url });
  const person = await register(lonely, 'lou');
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { email: 'lou@example.org' } });
  await lonely.stop();
});

test('a mail server that never answers delays neither the person nor, for long, the end', async () => {
  const smtp = await startSmtpServer({ mute: true });
  const patient = await startServer({ SMTP_URL: smtp.url });
  await register(patient, 'pat');
  await vi.waitFor(() => expect(smtp.sockets).toHaveLength(1));
  const start = Date.now();
  await patient.stop();
  expect(Date.now() - start).toBeLessThan(6_000);
  await smtp.stop();
});

test('no connection outlives its mail, also where SMTP_URL asks for a pool', async () => {
  const smtp = await startSmtpServer();
  const sending = await startServer({ SMTP_URL: `${smtp.url}/?pool=true` });
  for (const name of ['ira', 'ivy']) await register(sending, name);
  await sending.app.mail.idle();
  expect(smtp.received).toHaveLength(2);
  await vi.waitFor(() => expect(smtp.sockets.map(({ closed }) => closed)).toEqual([true, true]));
  await sending.stop();
  await smtp.stop();
});

test('a developer finds the link in the log; in production without a mail server nothing is queued', async () => {
  const mail: Mail = {
    ...{ to: 'dev@example.org', subject: 'A link', text: 'https://app.example.org/?token=secret', html: '' },
    ...{ messageId: '<1@localhost>', unsubscribeUrl: null, images: [], calendar: null },
  };
  const unset = { PUBLIC_URL: 'http://localhost', SMTP_URL: undefined, MAIL_FROM: '' };
  const kept = capture();
  const development = createMailTransport({ ...unset, isProduction: false }, kept.log);
  for (let count = 0; count < 101; count += 1) await development?.deliver({ ...mail, to: `${count}@example.org` });
  expect(development?.outbox).toHaveLength(100);
  expect(development?.outbox[0]?.to).toBe('1@example.org');
  expect(kept.lines().at(-1)).toMatchObject({ level: 30, mail: { text: mail.text } });

  const silent = capture();
  expect(createMailTransport({ ...unset, isProduction: true }, silent.log)).toBeNull();
  expect(silent.lines()).toMatchObject([{ level: 40, msg: expect.stringContaining('SMTP_URL is not set') }]);

  const production = await startServer({ NODE_ENV: 'production' });
  await register(production, 'prue');
  await production.app.mail.idle();
  expect(await production.database.prisma.notificationDelivery.count()).toBe(0);
  await production.stop();
});

function capture() {
  const written: string[] = [];
  const log = pino({ base: null }, { write: (line) => void written.push(line) });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
