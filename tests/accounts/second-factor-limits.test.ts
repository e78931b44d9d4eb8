import { afterAll, beforeAll, expect, test } from 'vitest';
import { FirstStepDocument, LoginWithPasskeyDocument, SecondStepDocument } from '../generated/documents.ts';
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

/** Signs in with a code from an address: the type of the result, or the code of the error. */
async function attempt(login: string, code: string, address: string): Promise<string> {
  const input = { login, password };
  const first = await server.visitor.ask(FirstStepDocument, { input }, from(address));
  const { challenge } = expectType(first.data?.accountLogin, 'SecondFactorRequiredError');
  const { data, errors } = await server.visitor.ask(SecondStepDocument, { input: { challenge, code } }, from(address));
  return data?.accountLoginWithCode?.__typename ?? String(errors?.[0]?.extensions?.code);
}

test('five wrong codes, then growing delays: a right password between them begins nothing anew', async () => {
  const ada = await person(server, 'ada');
  const { secret } = await enrol(server, ada);
  const outcomes: string[] = [];
  for (let guess = 0; guess < 8; guess += 1) outcomes.push(await attempt('ada', '00000x', '10.0.0.1'));
  expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('InvalidCodeError'));
  expect(outcomes.at(-1)).toBe('RATE_LIMITED');
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

test('sign-ins with a passkey that fail are delayed alike', async () => {
  const authenticator = createAuthenticator('https://studio.example.org');
  const credential = authenticator.signIn({ challenge: 'bWFkZSB1cA' });
  const outcomes: string[] = [];
  for (let guess = 0; guess < 8; guess += 1) {
    const input = { credential };
    const { data, errors } = await server.visitor.ask(LoginWithPasskeyDocument, { input }, from('10.2.0.1'));
    outcomes.push(data?.accountLoginWithPasskey?.__typename ?? String(errors?.[0]?.extensions?.code));
  }
  expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('InvalidPasskeyError'));
  expect(outcomes.at(-1)).toBe('RATE_LIMITED');
});
