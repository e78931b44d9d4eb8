import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newTotpSecret, stepOf } from '../../src/accounts/totp/secrets.ts';
import {
  ChangeEmailDocument,
  ChangePasswordWithCodeDocument,
  DeleteAccountWithCodeDocument,
  LoginDocument,
  OwnSecondFactorsDocument,
  RecoveryCodesRenewDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  TotpBeginDocument,
  TotpConfirmDocument,
  TotpDisableDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { lastMailTo, mailsTo } from '../support/mails.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { password, people, person } from '../support/studio.ts';
import { answer, challengeOf, codeOf, enrol, passSteps } from '../support/totp.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const auditOf = async (id: string) => {
  const rows = await server.database.prisma.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } });
  return rows.map(({ action }) => action);
};

test('a person sets an authenticator app up, and signs in with its codes from then on', async () => {
  const ada = await person(server, 'ada');
  const begun = expectType((await ada.run(TotpBeginDocument, {})).totpBegin, 'TotpBeginPayload');
  expect(begun.uri).toBe(
    `otpauth://totp/Shala:ada?issuer=Shala&secret=${begun.secret}&algorithm=SHA1&digits=6&period=30`,
  );
  expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);

  // Nothing is asked for until the app has shown a code.
  const before = (await server.visitor.run(LoginDocument, { input: { login: 'ada', password } })).accountLogin;
  expect(before?.__typename).toBe('AuthPayload');
  expect((await ada.run(TotpConfirmDocument, { code: codeOf(begun.secret, 5) })).totpConfirm).toEqual({
    __typename: 'InvalidCodeError',
    code: 'INVALID_CODE',
  });
  const shown = codeOf(begun.secret);
  const confirmed = expectType(
    (await ada.run(TotpConfirmDocument, { code: shown })).totpConfirm,
    'RecoveryCodesPayload',
  );
  expect(new Set(confirmed.codes).size).toBe(10);
  expect(confirmed.codes[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(confirmed.account).toMatchObject({ totpEnabledAt: expect.any(String), recoveryCodesLeft: 10 });

  // A client that knows nothing of it is told in words.
  const plain = await server.visitor.run(LoginDocument, { input: { login: 'ada', password } });
  expect(plain.accountLogin).toEqual({
    __typename: 'SecondFactorRequiredError',
    code: 'SECOND_FACTOR_REQUIRED',
    message: 'This account also asks for a code of its authenticator app, or a recovery code.',
  });
  const { challenge } = await challengeOf(server, ada);
  // The code that confirmed the setup was used by it.
  expect(await answer(server, challenge, shown)).toMatchObject({ code: 'INVALID_CODE' });
  await passSteps(server);
  const signed = expectType(await answer(server, challenge, codeOf(begun.secret)), 'AuthPayload');
  expect(signed.deviceSession).toEqual({ deviceName: 'A laptop', loginMethod: 'PASSWORD' });
  expect((await server.as(signed.accessToken).run(ViewerDocument)).viewer?.user.username).toBe('ada');
  // The devices that were signed in before stay so.
  expect((await ada.run(OwnSecondFactorsDocument)).viewer?.recoveryCodesLeft).toBe(10);
  expect(await answer(server, challenge, codeOf(begun.secret, 1))).toMatchObject({ code: 'INVALID_CHALLENGE' });
  expect(await answer(server, 'no-challenge', '123456')).toMatchObject({ code: 'INVALID_CHALLENGE' });

  expect((await lastMailTo(server, 'ada')).subject).toBe('Your account asks for codes');
  expect(await auditOf(ada.id)).toEqual(expect.arrayContaining(['account.totp_enabled', 'account.code_refused']));
  expect((await ada.run(TotpBeginDocument, {})).totpBegin).toMatchObject({ code: 'TOTP_ALREADY_ENABLED' });
});

test('a setup needs the password, unless the sign-in was just before', async () => {
  const bea = await person(server, 'bea');
  const createdAt = new Date(Date.now() - 11 * 60_000);
  await server.database.prisma.deviceSession.updateMany({ where: { accountId: bea.id }, data: { createdAt } });
  expect((await bea.run(TotpBeginDocument, {})).totpBegin).toMatchObject({
    __typename: 'InvalidInputError',
    issues: [{ path: ['password'], code: 'REQUIRED' }],
  });
  const wrong = (await bea.run(TotpBeginDocument, { password: 'not the password' })).totpBegin;
  expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  const first = expectType((await bea.run(TotpBeginDocument, { password })).totpBegin, 'TotpBeginPayload');
  const second = expectType((await bea.run(TotpBeginDocument, { password })).totpBegin, 'TotpBeginPayload');
  // The later secret replaces the one before, and neither waits for ever.
  expect((await bea.run(TotpConfirmDocument, { code: codeOf(first.secret) })).totpConfirm).toMatchObject({
    code: 'INVALID_CODE',
  });
  const begunAt = new Date(Date.now() - 61 * 60_000);
  await server.database.prisma.totpSecret.updateMany({ where: { accountId: bea.id }, data: { createdAt: begunAt } });
  expect((await bea.run(TotpConfirmDocument, { code: codeOf(second.secret) })).totpConfirm).toMatchObject({
    code: 'TOTP_NOT_ENABLED',
  });
});

test('a recovery code stands in for the app once, and its owner is told', async () => {
  const cleo = await person(server, 'cleo');
  const { codes } = await enrol(server, cleo);
  const [first = '', second = '', third = ''] = codes;
  const { challenge } = await challengeOf(server, cleo);
  // As people type it.
  const signed = expectType(
    await answer(server, challenge, ` ${first.toLowerCase().replaceAll('-', ' ')}`),
    'AuthPayload',
  );
  expect(signed.account.recoveryCodesLeft).toBe(9);
  const again = await challengeOf(server, cleo);
  expect(await answer(server, again.challenge, first)).toMatchObject({ code: 'INVALID_CODE' });
  const mail = await lastMailTo(server, 'cleo');
  expect(mail.subject).toBe('A recovery code was used');
  expect(mail.text).toContain('Unused recovery codes: 9.');

  const renewed = expectType(
    (await cleo.run(RecoveryCodesRenewDocument, { password, code: second })).recoveryCodesRenew,
    'RecoveryCodesPayload',
  );
  expect(renewed.account.recoveryCodesLeft).toBe(10);
  expect(await answer(server, again.challenge, third)).toMatchObject({ code: 'INVALID_CODE' });
  expect((await answer(server, again.challenge, renewed.codes[0] ?? ''))?.__typename).toBe('AuthPayload');
  expect((await lastMailTo(server, 'cleo')).subject).toBe('A recovery code was used');
  expect((await mailsTo(server, 'cleo')).map(({ subject }) => subject)).toContain('You have new recovery codes');
  expect(await auditOf(cleo.id)).toContain('account.recovery_code_used');
});

test('what protects the account is changed with a code alone, and a refusal changes nothing', async () => {
  const dora = await person(server, 'dora');
  const { secret, codes } = await enrol(server, dora);
  const newPassword = 'another good password';
  const change = (code: string | null) =>
    dora.run(ChangePasswordWithCodeDocument, { currentPassword: password, newPassword, code });
  expect((await change(null)).accountChangePassword).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await change('000 000')).accountChangePassword).toMatchObject({ code: 'INVALID_CODE' });
  const email = 'dora-two@example.org';
  const mail = (code: string | null) => dora.run(ChangeEmailDocument, { password, email, code });
  expect((await mail(null)).accountChangeEmail).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await mail(codes[0] ?? '')).accountChangeEmail).toMatchObject({ sentTo: email });
  const remove = (code: string | null) => dora.run(DeleteAccountWithCodeDocument, { password, code });
  expect((await remove(null)).accountDelete).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await remove('1234567890')).accountDelete).toMatchObject({ code: 'INVALID_CODE' });

  const { challenge } = await challengeOf(server, dora);
  expect((await change(codeOf(secret))).accountChangePassword?.__typename).toBe('Account');
  // The new password voids a sign-in that the old one has begun.
  expect(await answer(server, challenge, codes[1] ?? '')).toMatchObject({ code: 'INVALID_CHALLENGE' });

  // A code that a refused change came with was not used up by it.
  const off = (code: string) => dora.run(TotpDisableDocument, { password: newPassword, code });
  expect((await dora.run(TotpDisableDocument, { password, code: codes[2] ?? '' })).totpDisable).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
  expect((await off('')).totpDisable).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await off(codes[2] ?? '')).totpDisable).toMatchObject({ totpEnabledAt: null, recoveryCodesLeft: 0 });
  expect((await off(codes[3] ?? '')).totpDisable).toMatchObject({ code: 'TOTP_NOT_ENABLED' });
  expect((await lastMailTo(server, 'dora')).subject).toBe('Your account asks for no codes any more');
  expect(await server.database.prisma.totpSecret.count({ where: { accountId: dora.id } })).toBe(0);
  const input = { login: 'dora', password: newPassword };
  expect((await server.visitor.run(LoginDocument, { input })).accountLogin?.__typename).toBe('AuthPayload');
});

test('a mailed link alone does not set a new password, and is not used up by the attempt', async () => {
  const emil = await person(server, 'emil');
  const { secret } = await enrol(server, emil);
  await server.visitor.run(RequestPasswordResetDocument, { login: 'emil' });
  const token = await vi.waitFor(async () => {
    const [, found] = /token=(\S+)/.exec((await lastMailTo(server, 'emil')).text) ?? [];
    return found ?? Promise.reject(new Error('no link yet'));
  });
  const newPassword = 'a password of a thief';
  const reset = (code: string | null) => server.visitor.run(ResetPasswordDocument, { token, newPassword, code });
  expect((await reset(null)).accountResetPassword).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await reset('999999')).accountResetPassword).toMatchObject({ code: 'INVALID_CODE' });
  expect((await emil.run(ViewerDocument)).viewer).not.toBeNull();
  expect((await reset(codeOf(secret))).accountResetPassword?.__typename).toBe('PasswordResetPayload');
});

test('a deletion with a code takes everything along', async () => {
  const fay = await person(server, 'fay');
  const { codes } = await enrol(server, fay);
  const deleted = await fay.run(DeleteAccountWithCodeDocument, { password, code: codes[0] ?? '' });
  expect(deleted.accountDelete?.__typename).toBe('AccountDeletePayload');
  const { prisma } = server.database;
  const where = { accountId: fay.id };
  expect(await prisma.totpSecret.count({ where })).toBe(0);
  expect(await prisma.recoveryCode.count({ where })).toBe(0);
  expect(await prisma.signInChallenge.count({ where })).toBe(0);
  expect((await prisma.account.findUnique({ where: { id: fay.id } }))?.totpEnabledAt).toBeNull();
});

test('neither the secret nor a recovery code is in the database as it is', async () => {
  const gil = await person(server, 'gil');
  const { secret, codes } = await enrol(server, gil);
  const { prisma } = server.database;
  const stored = JSON.stringify([
    await prisma.totpSecret.findUnique({ where: { accountId: gil.id } }),
    await prisma.recoveryCode.findMany({ where: { accountId: gil.id } }),
    await prisma.auditEvent.findMany({ where: { targetId: gil.id } }),
    await prisma.notificationDelivery.findMany({ where: { accountId: gil.id } }),
  ]);
  for (const one of [secret, ...codes]) expect(stored).not.toContain(one);
  // Under another JWT_SECRET no code of the app is right, and a recovery code still is.
  await prisma.totpSecret.update({ where: { accountId: gil.id }, data: { sealed: 'bm90aGluZw' } });
  const { challenge } = await challengeOf(server, gil);
  expect(await answer(server, challenge, codeOf(secret))).toMatchObject({ code: 'INVALID_CODE' });
  expect((await answer(server, challenge, codes[0] ?? ''))?.__typename).toBe('AuthPayload');
});

describe('races', () => {
  test('of ten sign-ins with one code exactly one succeeds', async () => {
    const [hal, ida] = await people(server, ['hal', 'ida']);
    const ofHal = await enrol(server, hal);
    const ofIda = await enrol(server, ida);
    for (const [who, code] of [
      [hal, codeOf(ofHal.secret)],
      [ida, ofIda.codes[0] ?? ''],
    ] as const) {
      const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeOf(server, who)));
      const results = await Promise.all(challenges.map(({ challenge }) => answer(server, challenge, code)));
      const types = results.map((result) => result?.__typename).sort();
      expect(types).toEqual(['AuthPayload', ...Array(9).fill('InvalidCodeError')]);
    }
  });

  test('of ten answers to one challenge, each with a code of its own, exactly one succeeds', async () => {
    const jan = await person(server, 'jan');
    const { codes } = await enrol(server, jan);
    const { challenge } = await challengeOf(server, jan);
    const results = await Promise.all(codes.map((code) => answer(server, challenge, code)));
    const types = results.map((result) => result?.__typename).sort();
    expect(types).toEqual(['AuthPayload', ...Array(9).fill('InvalidChallengeError')]);
    // Those that were refused used nothing up.
    expect((await jan.run(OwnSecondFactorsDocument)).viewer?.recoveryCodesLeft).toBe(9);
  });
});

test('a code is taken within a step of its own, never earlier than one that was taken', () => {
  const env = server.app.env;
  const { secret, sealed } = newTotpSecret(env, { username: 'somebody' });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const step = (timestamp: number) => Math.floor(timestamp / 30_000);
  fc.assert(
    fc.property(
      fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 }),
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: -3, max: 3 }),
      (timestamp, drift, last) => {
        const code = totp.generate({ timestamp: timestamp + drift * 30_000 });
        const lastStep = step(timestamp) + last;
        // Codes of neighbouring steps are rarely the same by chance.
        const neighbours = [-1, 0, 1].filter((one) => totp.generate({ timestamp: timestamp + one * 30_000 }) === code);
        const taken = stepOf(env, { sealed, lastStep }, code, timestamp);
        fc.pre(neighbours.length === (Math.abs(drift) <= 1 ? 1 : 0));
        const isDue = Math.abs(drift) <= 1 && drift > last;
        expect(taken).toBe(isDue ? step(timestamp) + drift : null);
      },
    ),
    { numRuns: 300 },
  );
});
