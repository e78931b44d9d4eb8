import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BeginPasskeyLoginDocument,
  DeleteAccountDocument,
  ExportAccountDocument,
  LoginWithPasskeyDocument,
  OwnSecondFactorsDocument,
  PasskeyAddDocument,
  PasskeyBeginDocument,
  PasskeyDeleteDocument,
  PasskeyRenameDocument,
} from '../generated/documents.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { mailsTo } from '../support/mails.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, password, people, person } from '../support/studio.ts';
import { challengeOf, codeOf, enrol } from '../support/totp.ts';

const origin = 'https://studio.example.org';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ PUBLIC_URL: origin });
});
afterAll(() => server.stop());

const optionsFor = async (who: Client) =>
  expectType((await who.run(PasskeyBeginDocument, {})).passkeyBegin, 'PasskeyOptions').options as object;

const add = async (who: Client, credential: object, name = 'Phone') =>
  (await who.run(PasskeyAddDocument, { name, credential })).passkeyAdd;

/** A person's passkey, and the authenticator that has it. */
async function addPasskey(who: Client, name = 'Phone') {
  const authenticator = createAuthenticator(origin);
  const passkey = expectType(await add(who, authenticator.register(await optionsFor(who)), name), 'Passkey');
  return { authenticator, passkey };
}

const loginOptions = async ({ visitor }: TestServer = server) =>
  expectType((await visitor.run(BeginPasskeyLoginDocument)).accountBeginPasskeyLogin, 'PasskeyOptions')
    .options as object;

const signIn = async (credential: object) =>
  (await server.visitor.run(LoginWithPasskeyDocument, { input: { credential, deviceName: 'A phone' } }))
    .accountLoginWithPasskey;

const refused = { __typename: 'InvalidPasskeyError', code: 'INVALID_PASSKEY' };

test('a person adds passkeys, and signs in with one alone', async () => {
  const ada = await person(server, 'ada');
  const options = await optionsFor(ada);
  expect(options).toMatchObject({
    rp: { id: 'studio.example.org', name: 'Shala' },
    user: { name: 'ada', displayName: 'ada' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const { authenticator, passkey } = await addPasskey(ada);
  expect(passkey).toEqual({ __typename: 'Passkey', id: passkey.id, name: 'Phone', lastUsedAt: null });
  // An authenticator that is known already makes no second one.
  expect(await optionsFor(ada)).toMatchObject({ excludeCredentials: [{ id: authenticator.id }] });

  expect(await loginOptions()).toMatchObject({ rpId: 'studio.example.org', userVerification: 'required' });
  const signed = expectType(await signIn(authenticator.signIn(await loginOptions())), 'AuthPayload');
  expect(signed).toMatchObject({
    account: { user: { username: 'ada' } },
    deviceSession: { deviceName: 'A phone', loginMethod: 'PASSKEY' },
  });
  const { viewer } = await server.as(signed.accessToken).run(OwnSecondFactorsDocument);
  expect(viewer?.passkeys).toMatchObject([{ name: 'Phone', lastUsedAt: expect.any(String) }]);
  expect((await mailsTo(server, 'ada')).map(({ subject }) => subject)).toContain('A passkey was added');
});

test('a passkey counts as two factors: no code is asked for', async () => {
  const bea = await person(server, 'bea');
  const { authenticator } = await addPasskey(bea);
  await enrol(server, bea);
  await challengeOf(server, bea);
  expect((await signIn(authenticator.signIn(await loginOptions())))?.__typename).toBe('AuthPayload');
});

test('passkeys are renamed and deleted by their owner alone', async () => {
  const [cleo, dan] = await people(server, ['cleo', 'dan']);
  const { authenticator, passkey } = await addPasskey(cleo, 'Phone');
  const { secret } = await enrol(server, cleo);
  const { id } = passkey;
  const renamed = (who: Client, name: string) => who.run(PasskeyRenameDocument, { id, name });
  expect((await renamed(cleo, 'Old phone')).passkeyRename).toMatchObject({ name: 'Old phone' });
  expect((await renamed(cleo, ' ')).passkeyRename).toMatchObject({ code: 'INVALID_INPUT' });
  expect((await renamed(dan, 'Mine')).passkeyRename).toMatchObject({ code: 'NOT_FOUND' });
  expect((await dan.run(PasskeyDeleteDocument, { id })).passkeyDelete).toMatchObject({ code: 'NOT_FOUND' });

  const createdAt = new Date(Date.now() - 11 * 60_000);
  await server.database.prisma.deviceSession.updateMany({ where: { accountId: cleo.id }, data: { createdAt } });
  const remove = (proof: { password?: string; code?: string }) => cleo.run(PasskeyDeleteDocument, { id, ...proof });
  expect((await remove({})).passkeyDelete).toMatchObject({ code: 'INVALID_INPUT' });
  expect((await remove({ password })).passkeyDelete).toMatchObject({ code: 'CODE_REQUIRED' });
  expect((await remove({ password, code: codeOf(secret) })).passkeyDelete).toMatchObject({ deletedId: id });
  expect(await signIn(authenticator.signIn(await loginOptions()))).toEqual(refused);
});

test('an answer is taken once, from this studio, of a person who was verified, with a counter that grows', async () => {
  const eva = await person(server, 'eva');
  const { authenticator } = await addPasskey(eva);
  const answer = authenticator.signIn(await loginOptions());
  expect((await signIn(answer))?.__typename).toBe('AuthPayload');
  for (const credential of [
    answer,
    authenticator.signIn(await loginOptions(), { from: 'https://studio.example.org.evil.example' }),
    authenticator.signIn(await loginOptions(), { isVerified: false }),
    authenticator.signIn({ challenge: 'bWFkZSB1cA' }),
    // A copy of the authenticator, whose counter is behind.
    authenticator.signIn(await loginOptions(), { step: -3 }),
    createAuthenticator(origin).signIn(await loginOptions()),
    {},
    { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'e30' } },
  ])
    expect(await signIn(credential)).toEqual(refused);

  const options = await optionsFor(eva);
  const other = createAuthenticator(origin);
  expect(await add(eva, other.register(options, { isVerified: false }))).toEqual(refused);
  expect(await add(eva, other.register(options, { from: 'http://studio.example.org' }))).toEqual(refused);
  expect((await add(eva, other.register(options)))?.__typename).toBe('Passkey');
  expect(await add(eva, other.register(options))).toEqual(refused);
  // The same authenticator for somebody else, and somebody else's challenge.
  const fay = await person(server, 'fay');
  expect(await add(fay, other.register(await optionsFor(fay)))).toEqual(refused);
  expect(await add(fay, createAuthenticator(origin).register(await optionsFor(eva)))).toEqual(refused);
  // A challenge that was made for signing in registers nothing.
  const rp = { id: 'studio.example.org' };
  expect(await add(fay, createAuthenticator(origin).register({ ...(await loginOptions()), rp }))).toEqual(refused);
});

test('of ten answers to one challenge at once exactly one signs in', async () => {
  const gil = await person(server, 'gil');
  const { authenticator } = await addPasskey(gil);
  const options = await loginOptions();
  const results = await Promise.all(Array.from({ length: 10 }, () => signIn(authenticator.signIn(options))));
  const types = results.map((result) => result?.__typename).sort();
  expect(types).toEqual(['AuthPayload', ...Array(9).fill('InvalidPasskeyError')]);
});

test('an account has at most twenty passkeys; its export names them, and its deletion takes them along', async () => {
  const hal: Person = await person(server, 'hal');
  for (let number = 1; number <= 20; number += 1) await addPasskey(hal, `Key ${number}`);
  expect((await hal.run(PasskeyBeginDocument, {})).passkeyBegin).toMatchObject({ code: 'PASSKEY_LIMIT_REACHED' });
  const exported = (await hal.run(ExportAccountDocument)).accountExport as Record<string, object[]>;
  expect(exported.passkeys).toHaveLength(20);
  expect(Object.keys(exported.passkeys?.[0] ?? {}).sort()).toEqual(['createdAt', 'id', 'lastUsedAt', 'name']);
  expect(exported).toMatchObject({ account: { totpEnabledAt: null }, recoveryCodesLeft: 0 });
  await hal.run(DeleteAccountDocument, { password });
  expect(await server.database.prisma.passkey.count({ where: { accountId: hal.id } })).toBe(0);
});
