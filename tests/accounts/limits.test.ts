import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { networkOf } from '../../src/operations/limits.ts';
import {
  ChangePasswordDocument,
  JoinByCodeDocument,
  LoginDocument,
  RegisterDocument,
  SessionByCodeDocument,
  TenLoginsDocument,
} from '../generated/documents.ts';
import { takeTurns } from '../support/passwords.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { password, people, schedule } from '../support/studio.ts';

const limited = { RATE_LIMITS: 'on', TRUST_PROXY: '1' };
const from = (address: string) => ({ 'X-Forwarded-For': address });

let server: TestServer;
beforeAll(async () => {
  server = await startServer(limited);
});
afterAll(() => server.stop());

/** What came of a login: the type of the result, or the code of the error. */
async function logIn(login: string, word: string, address: string, { visitor }: TestServer = server): Promise<string> {
  const { data, errors } = await visitor.ask(LoginDocument, { input: { login, password: word } }, from(address));
  return data?.accountLogin?.__typename ?? String(errors?.[0]?.extensions?.code);
}

async function tally(outcomes: Promise<string>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(outcomes)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const times = <Result>(count: number, work: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => work(index));

async function register(username: string, address: string, { visitor }: TestServer = server): Promise<string> {
  const input = { username, email: `${username}@example.org`, password };
  const { data, errors } = await visitor.ask(RegisterDocument, { input }, from(address));
  return data?.accountRegister?.__typename ?? String(errors?.[0]?.extensions?.code);
}

/** How many attempts the growing delays (1 s, 2 s, 4 s …) let through besides the five, in the time that a test took. */
const allowance = (began: number) => Math.floor(Math.log2((performance.now() - began) / 1000 + 1));

describe('signing in', () => {
  test('each login in a document counts, and a refused one says when to come back', async () => {
    await register('alias', '10.0.0.1');
    const began = performance.now();
    const { status, data, errors } = await server.visitor.ask(
      TenLoginsDocument,
      { input: { login: 'alias', password: 'not the password' } },
      from('10.0.1.1'),
    );
    expect(status).toBe(200);
    const verified = Object.values(data ?? {}).filter((result) => result !== null);
    expect(verified.slice(0, 5)).toEqual(times(5, () => ({ __typename: 'InvalidCredentialsError' })));
    expect(verified.length).toBeLessThanOrEqual(5 + allowance(began));
    expect(errors).toHaveLength(10 - verified.length);
    expect(errors?.at(-1)).toMatchObject({
      message: expect.stringContaining('try again in'),
      path: ['j'],
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.toSatisfy((seconds) => seconds >= 1) },
    });
  });

  test('of many guesses at once five are verified, and the owner signs in from elsewhere meanwhile', async () => {
    await register('target', '10.0.0.2');
    const began = performance.now();
    const guesses = tally(times(60, (index) => logIn('target', `a wrong guess ${index}`, '10.0.1.2')));
    expect(await logIn('target', password, '10.0.0.2')).toBe('AuthPayload');
    expect(await logIn('TARGET@example.org', password, '10.0.0.99')).toBe('AuthPayload');
    const { InvalidCredentialsError: verified = 0, RATE_LIMITED: refused = 0, ...others } = await guesses;
    expect(others).toEqual({});
    expect(verified).toBeGreaterThanOrEqual(5);
    expect(verified).toBeLessThanOrEqual(5 + allowance(began));
    expect(refused).toBe(60 - verified);
    const { prisma } = server.database;
    const { id: targetId } = await prisma.account.findUniqueOrThrow({ where: { usernameKey: 'target' } });
    expect(await prisma.auditEvent.count({ where: { targetId, action: 'account.login_failed' } })).toBe(verified);
  });

  test('an unknown login is limited like a known one', async () => {
    const began = performance.now();
    const { InvalidCredentialsError: verified = 0, ...refused } = await tally(
      times(30, () => logIn('nobody-of-this-name', 'whatever it may be', '10.0.1.3')),
    );
    expect(verified).toBeGreaterThanOrEqual(5);
    expect(verified).toBeLessThanOrEqual(5 + allowance(began));
    expect(refused).toEqual({ RATE_LIMITED: 30 - verified });
  });

  test('the right password ends the counting, and is not refused for coming many times at once', async () => {
    await register('quick', '10.0.0.4');
    for (const _ of times(3, () => null)) {
      expect(await tally(times(4, () => logIn('quick', 'not the password', '10.0.1.4')))).toEqual({
        InvalidCredentialsError: 4,
      });
      expect(await tally(times(12, () => logIn('quick', password, '10.0.1.4')))).toEqual({ AuthPayload: 12 });
    }
  });

  test('delays grow while the guessing goes on', async () => {
    const clock = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: clock });
    try {
      for (const _ of times(5, () => null)) await logIn('patient', 'not the password', '10.0.1.5');
      const delays: number[] = [];
      for (const _ of times(12, () => null)) {
        const refused = await refusal('patient', '10.0.1.5');
        delays.push(refused.retryAfterSeconds);
        vi.setSystemTime(Date.now() + refused.retryAfterSeconds * 1000);
        expect(await logIn('patient', 'not the password', '10.0.1.5')).toBe('InvalidCredentialsError');
      }
      expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a login that is guessed from many addresses is slowed at those it never came from', async () => {
    await register('popular', '10.0.0.6');
    const guesses = times(24, (index) => logIn('popular', 'not the password', `10.0.6.${index % 6}`));
    expect((await tally(guesses)).InvalidCredentialsError).toBeGreaterThanOrEqual(20);
    const stranger = '10.0.7.1';
    expect(await logIn('popular', 'not the password', stranger)).toBe('InvalidCredentialsError');
    expect((await refusal('popular', stranger)).retryAfterSeconds).toBeLessThanOrEqual(10);
    for (const _ of times(3, () => null)) {
      expect(await logIn('popular', 'not the password', '10.0.0.6')).toBe('InvalidCredentialsError');
    }
    expect(await logIn('popular', password, '10.0.0.6')).toBe('AuthPayload');
    expect(await logIn('popular', password, '10.0.7.2')).toBe('AuthPayload');
  });

  test('an address has fifty failures, whoever it tries', async () => {
    await register('bystander', '10.0.0.7');
    const tries = await tally(times(60, (index) => logIn(`somebody-${index}`, 'whatever it may be', '10.0.1.7')));
    expect(tries).toEqual({ InvalidCredentialsError: 50, RATE_LIMITED: 10 });
    const { retryAfterSeconds } = await refusal('bystander', '10.0.1.7');
    expect(retryAfterSeconds).toBeGreaterThan(600);
    expect(await logIn('bystander', password, '10.0.0.7')).toBe('AuthPayload');
  });

  test('whoever holds an IPv6 address holds its /64', () => {
    expect(networkOf('2001:db8:0:1::1')).toBe(networkOf('2001:db8::1:ffff:0:0:2'));
    expect(networkOf('2001:DB8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(['192.0.2.1', '::1', 'unknown', null].map(networkOf)).toEqual([
      '192.0.2.1',
      '0:0:0:0::/64',
      'unknown',
      null,
    ]);
  });
});

/** The extensions of a login that must be refused. */
async function refusal(login: string, address: string): Promise<{ retryAfterSeconds: number }> {
  const input = { login, password: 'not the password' };
  const { errors } = await server.visitor.ask(LoginDocument, { input }, from(address));
  expect(errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
  return errors?.[0]?.extensions as { retryAfterSeconds: number };
}

test('a room may register at once, and not much more from one address', async () => {
  const outcomes = await tally(times(104, (index) => register(`member${index}`, '10.0.2.1')));
  expect(outcomes).toEqual({ AuthPayload: 100, RATE_LIMITED: 4 });
  expect(await register('elsewhere', '10.0.2.2')).toBe('AuthPayload');
});

test('the current password is not guessed by whoever found a device', async () => {
  const [person] = await people(server, ['careless']);
  const change = async (currentPassword: string) => {
    const variables = { currentPassword, newPassword: 'another fine passphrase' };
    const { data, errors } = await person.ask(ChangePasswordDocument, variables);
    return data?.accountChangePassword?.__typename ?? String(errors?.[0]?.extensions?.code);
  };
  expect(await tally(times(14, () => change('not the password')))).toEqual({
    InvalidCredentialsError: 10,
    RATE_LIMITED: 4,
  });
  expect(await change(password)).toBe('RATE_LIMITED');
});

test('mails for a new password stop without a word at the fourth in an hour; an address is told at the 21st', async () => {
  await register('forgetful', '10.0.0.8');
  const query = 'mutation ($login: String!) { accountRequestPasswordReset(login: $login) { __typename } }';
  const ask = async (login: string) => {
    const { data, errors } = await server.visitor.ask(query, { login }, from('10.0.1.8'));
    return String(
      errors?.[0]?.extensions?.code ?? (data?.accountRequestPasswordReset as { __typename: string } | null)?.__typename,
    );
  };
  expect(await tally(times(6, () => ask('forgetful')))).toEqual({ PasswordResetRequestPayload: 6 });
  const requested = { where: { action: 'account.password_reset_requested' } };
  await server.app.mail.idle();
  expect(await server.database.prisma.auditEvent.count(requested)).toBe(3);
  // The e-mail of the same account is answered alike, and gets no more mails.
  expect(await tally(times(3, () => ask('Forgetful@example.org')))).toEqual({ PasswordResetRequestPayload: 3 });
  expect(await tally(times(17, (index) => ask(`nobody-${index}`)))).toEqual({
    PasswordResetRequestPayload: 11,
    RATE_LIMITED: 6,
  });
  await server.app.mail.idle();
  expect(await server.database.prisma.auditEvent.count(requested)).toBe(3);
});

test('join codes are guessed ten times by a viewer and thirty times from an address, never limited for all', async () => {
  const [host, ann, ben, eve] = await people(server, ['host', 'ann', 'ben', 'eve']);
  await schedule(host, { startsAt: null });
  const { prisma } = server.database;
  const joinCode = String((await prisma.session.findFirstOrThrow({ select: { joinCode: true } })).joinCode);
  const look = async (client: Client, code: string, address: string) => {
    const { data, errors } = await client.ask(SessionByCodeDocument, { code }, from(address));
    return errors ? String(errors[0]?.extensions?.code) : data?.sessionByCode ? 'found' : 'nothing';
  };
  const join = async (client: Client, code: string, address: string) => {
    const { data, errors } = await client.ask(JoinByCodeDocument, { code }, from(address));
    return data?.sessionJoin?.__typename ?? String(errors?.[0]?.extensions?.code);
  };
  const room = '10.0.3.1';
  expect(await tally(times(40, () => look(server.visitor, joinCode, room)))).toEqual({ found: 40 });
  expect(await tally(times(5, () => look(ann, 'ABCDEFGH', room)))).toEqual({ nothing: 5 });
  expect(await tally(times(7, () => join(ann, 'HGFEDCBA', room)))).toEqual({
    InvalidJoinCodeError: 5,
    RATE_LIMITED: 2,
  });
  expect([await look(ann, joinCode, room), await join(ann, joinCode, '10.0.3.2')]).toEqual([
    'RATE_LIMITED',
    'RATE_LIMITED',
  ]);
  expect(await join(ben, joinCode, room)).toBe('SessionJoinPayload');

  const { nothing, ...more } = await tally(times(30, () => look(server.visitor, 'ABCDEFGH', room)));
  expect([nothing, more]).toEqual([expect.toSatisfy((count) => count <= 20), { RATE_LIMITED: 30 - Number(nothing) }]);
  expect(await join(eve, joinCode, room)).toBe('RATE_LIMITED');
  expect(await join(eve, joinCode, '10.0.3.3')).toBe('SessionJoinPayload');
});

describe('without limits', () => {
  let unlimited: TestServer;
  beforeAll(async () => {
    unlimited = await startServer({ TRUST_PROXY: '1' });
    await register('known', '10.0.4.1', unlimited);
  });
  afterAll(() => unlimited.stop());

  test('nothing is counted', async () => {
    const guesses = times(60, () => logIn('known', 'not the password', '10.0.4.2', unlimited));
    expect(await tally(guesses)).toEqual({ InvalidCredentialsError: 60 });
  });

  test('the time taken does not tell whether an account exists', async () => {
    const elapsed = { known: [] as number[], unknown: [] as number[] };
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
    for (const _ of times(15, () => null)) {
      for (const login of ['known', 'unknown'] as const) {
        const began = performance.now();
        await logIn(login, 'not the password', '10.0.4.3', unlimited);
        elapsed[login].push(performance.now() - began);
      }
    }
    const ratio = median(elapsed.unknown) / median(elapsed.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('more passwords than can be hashed are refused for the moment, and harm nothing else', async () => {
    const release = takeTurns(unlimited);
    let answered = 0;
    const logins = times(300, async (index) => {
      const input = { login: index % 2 ? 'known' : `unknown-${index}`, password: 'not the password' };
      const { data, errors } = await unlimited.visitor.ask(LoginDocument, { input });
      answered += 1;
      if (errors) expect(errors[0]?.extensions).toEqual({ code: 'OVERLOADED', retryAfterSeconds: expect.any(Number) });
      return errors ? 'OVERLOADED' : String(data?.accountLogin?.__typename);
    });
    await vi.waitFor(() => expect(answered).toBe(200), 20_000);
    expect(await unlimited.visitor.ask('{ __typename }')).toEqual({ status: 200, data: { __typename: 'Query' } });
    expect(answered).toBe(200);
    await release();
    expect(await tally(logins)).toEqual({ OVERLOADED: 200, InvalidCredentialsError: 100 });
    expect(await logIn('known', password, '10.0.4.4', unlimited)).toBe('AuthPayload');
  });
});
