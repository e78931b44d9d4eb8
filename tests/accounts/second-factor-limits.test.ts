import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  FirstStepDocument,
  LoginWithPasskeyDocument,
  SecondStepDocument,
  UpdateAccountDocument,
} from '../generated/documents.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { password, person } from '../support/studio.ts';
import { codeOf, enrol } from '../support/totp.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ RATE_LIMITS: 'on', TRUST_PROXY: '1', PUBLIC_URL: 'https://studio.example.org' });
});
afterAll(() => server.stop());

const from = (address: string) => ({ 'X-Forwarded-For': address });

/** The challenge that the right password is answered with. */
async function begin(login: string, address: string): Promise<string> {
  const input = { login, password };
  const { data } = await server.visitor.ask(FirstStepDocument, { input }, from(address));
  return expectType(data?.accountLogin, 'SecondFactorRequiredError').challenge;
}

/** Answers a challenge from an address: the type of the result, or the code of the error. */
async function complete(challenge: string, code: string, address: string): Promise<string> {
  const { data, errors } = await server.visitor.ask(SecondStepDocument, { input: { challenge, code } }, from(address));
  return data?.accountLoginWithCode?.__typename ?? String(errors?.[0]?.extensions?.code);
}

const attempt = async (login: string, code: string, address: string) =>
  complete(await begin(login, address), code, address);

/** What came of so many attempts at once. */
const inMasses = (work: () => Promise<string>) => Promise.all(Array.from({ length: 30 }, work));

/** How many attempts the growing delays (1 s, 2 s, 4 s …) let through besides the five, in the time that a test took. */
const allowance = (began: number) => Math.floor(Math.log2((performance.now() - began) / 1000 + 1));

test('five wrong codes, then growing delays: a right password between them begins nothing anew', async () => {
  const ada = await person(server, 'ada');
  const { secret } = await enrol(server, ada);
  const began = performance.now();
  const outcomes: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const challenge = await begin('ada', '10.0.0.1');
    outcomes.push(...(await inMasses(() => complete(challenge, '00000x', '10.0.0.1'))));
  }
  const verified = outcomes.filter((one) => one === 'InvalidCodeError').length;
  expect(verified).toBeGreaterThanOrEqual(5);
  expect(verified).toBeLessThanOrEqual(5 + allowance(began));
  expect(outcomes.filter((one) => one === 'RATE_LIMITED')).toHaveLength(60 - verified);
  // Meanwhile its owner signs in from elsewhere.
  expect(await attempt('ada', codeOf(secret), '10.0.0.2')).toBe('AuthPayload');
});

test('guesses from very many addresses end after twenty in a day, but for addresses that are known', async () => {
  const bea = await person(server, 'bea');
  const { codes } = await enrol(server, bea);
  expect(await attempt('bea', codes[0] ?? '', '10.1.0.1')).toBe('AuthPayload');
  const outcomes: string[] = [];
  for (let address = 2; address <= 24; address += 1)
    outcomes.push(await attempt('bea', '123456x', `10.1.0.${address}`));
  expect(outcomes.filter((one) => one === 'InvalidCodeError')).toHaveLength(20);
  expect(outcomes.at(-1)).toBe('RATE_LIMITED');
  // A right code does not help at an unknown address either, so that guessing has no end to wait for.
  expect(await attempt('bea', codes[1] ?? '', '10.1.0.99')).toBe('RATE_LIMITED');
  expect(await attempt('bea', codes[1] ?? '', '10.1.0.1')).toBe('AuthPayload');
});

test('whoever has a device of the account begins no new count by a new username', async () => {
  const cyd = await person(server, 'cyd');
  const { codes } = await enrol(server, cyd);
  for (let address = 1; address <= 20; address += 1)
    expect(await attempt('cyd', '123456x', `10.3.0.${address}`)).toBe('InvalidCodeError');
  expect(await attempt('cyd', '123456x', '10.3.0.21')).toBe('RATE_LIMITED');
  const input = { username: 'cydney' };
  expectType((await cyd.run(UpdateAccountDocument, { input })).accountUpdate, 'Account');
  expect(await attempt('cydney', '123456x', '10.3.0.22')).toBe('RATE_LIMITED');
  expect(await attempt('cydney', codes[0] ?? '', '10.3.0.23')).toBe('RATE_LIMITED');
});

test('sign-ins with a passkey that fail are delayed alike', async () => {
  const authenticator = createAuthenticator('https://studio.example.org');
  const credential = authenticator.signIn({ challenge: 'bWFkZSB1cA' });
  const began = performance.now();
  const outcomes = await inMasses(async () => {
    const input = { credential };
    const { data, errors } = await server.visitor.ask(LoginWithPasskeyDocument, { input }, from('10.2.0.1'));
    return data?.accountLoginWithPasskey?.__typename ?? String(errors?.[0]?.extensions?.code);
  });
  const verified = outcomes.filter((one) => one === 'InvalidPasskeyError').length;
  expect(verified).toBeGreaterThanOrEqual(5);
  expect(verified).toBeLessThanOrEqual(5 + allowance(began));
  expect(outcomes.filter((one) => one === 'RATE_LIMITED')).toHaveLength(30 - verified);
});
