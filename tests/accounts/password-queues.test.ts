import { request } from 'node:http';
import { print } from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { QueueName } from '../../src/accounts/passwords/turns.ts';
import { ChangePasswordDocument, LoginDocument, RefreshDocument, RegisterDocument } from '../generated/documents.ts';
import { takeTurns, untilWaiting, waitingIn } from '../support/passwords.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, password, person as signedUp } from '../support/studio.ts';

const from = (address: string) => ({ 'X-Forwarded-For': address });
const addressOf = (index: number) => `10.${index >> 8}.${index & 255}.1`;

let server: TestServer;
let resident: Person;
beforeAll(async () => {
  server = await startServer({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });
  resident = await signedUp(server, 'resident');
});
afterAll(() => server.stop());

let count = 0;
/** Starts registrations; `done` counts those that were answered. */
function registerMany(howMany: number, address: (index: number) => string = (index) => addressOf(index)) {
  const flood = { done: 0, outcomes: [] as Promise<string>[] };
  flood.outcomes = Array.from({ length: howMany }, async (_, index) => {
    const username = `flood-${++count}`;
    const input = { username, email: `${username}@example.org`, password };
    const { data, errors } = await server.visitor.ask(RegisterDocument, { input }, from(address(index)));
    flood.done += 1;
    return data?.accountRegister?.__typename ?? String(errors?.[0]?.extensions?.code);
  });
  return flood;
}

async function logIn(login: string, word: string, address: string) {
  const { data, errors } = await server.visitor.ask(LoginDocument, { input: { login, password: word } }, from(address));
  return data?.accountLogin?.__typename ?? String(errors?.[0]?.extensions?.code);
}

const newPassword = 'another fine passphrase';

/** How many passwords wait in a queue when none waits in the others any more. What follows the hashing takes its time. */
async function leftWhenServed(flooded: QueueName, others: QueueName[]): Promise<number> {
  const isServed = () => expect(others.filter((queue) => waitingIn(server, queue) > 0)).toEqual([]);
  await vi.waitFor(isServed, { timeout: 20_000, interval: 1 });
  return waitingIn(server, flooded);
}

test('sign-ins and new passwords overtake the registrations of many addresses', async () => {
  await signedUp(server, 'neighbour');
  const release = takeTurns(server);
  const flood = registerMany(40);
  await untilWaiting(server, 'REGISTRATION', 40);
  const signedIn = logIn('neighbour', password, '172.16.0.1');
  const changed = resident.ask(ChangePasswordDocument, { currentPassword: password, newPassword });
  await Promise.all([untilWaiting(server, 'LOGIN', 1), untilWaiting(server, 'ACCOUNT', 1)]);
  const left = leftWhenServed('REGISTRATION', ['LOGIN', 'ACCOUNT']);
  await release();
  expect(await left).toBeGreaterThan(26);
  expect(await signedIn).toBe('AuthPayload');
  expect((await changed).data?.accountChangePassword?.__typename).toBe('Account');
  expect(new Set(await Promise.all(flood.outcomes))).toEqual(new Set(['AuthPayload']));
});

test('a registration, a new password and a person who comes back overtake the sign-ins of many addresses', async () => {
  const person = await signedUp(server, 'changing');
  await signedUp(server, 'returning');
  await server.database.prisma.deviceSession.updateMany({
    where: { account: { usernameKey: 'returning' } },
    data: { ipAddress: '172.16.1.1' },
  });
  const release = takeTurns(server);
  const flood = Array.from({ length: 40 }, (_, index) =>
    logIn(`somebody-${index}`, 'whatever it may be', addressOf(1000 + index)),
  );
  await untilWaiting(server, 'LOGIN', 40);
  const signedIn = logIn('returning', password, '172.16.1.1');
  const registered = registerMany(1, () => '172.16.1.2');
  const changed = person.ask(ChangePasswordDocument, { currentPassword: password, newPassword });
  const queues: QueueName[] = ['RETURNING', 'REGISTRATION', 'ACCOUNT'];
  await Promise.all(queues.map((queue) => untilWaiting(server, queue, 1)));
  const left = leftWhenServed('LOGIN', queues);
  await release();
  expect(await left).toBeGreaterThan(20);
  expect(await Promise.all(registered.outcomes)).toEqual(['AuthPayload']);
  expect(await signedIn).toBe('AuthPayload');
  expect((await changed).data?.accountChangePassword?.__typename).toBe('Account');
  expect(new Set(await Promise.all(flood))).toEqual(new Set(['InvalidCredentialsError']));
});

test('refreshing waits for no password', async () => {
  const person = await signedUp(server, 'refreshing');
  const release = takeTurns(server);
  const flood = registerMany(20, (index) => addressOf(2000 + index));
  const guesses = Array.from({ length: 20 }, (_, index) =>
    logIn(`anybody-${index}`, 'whatever', addressOf(3000 + index)),
  );
  await Promise.all([untilWaiting(server, 'REGISTRATION', 20), untilWaiting(server, 'LOGIN', 20)]);
  const { data } = await server.visitor.ask(RefreshDocument, { refreshToken: person.refreshToken });
  expect(data?.accountRefresh?.__typename).toBe('AuthPayload');
  expect(flood.done).toBe(0);
  await release();
  await Promise.all([...flood.outcomes, ...guesses]);
});

test('of a full queue the longest line gives up its last, so that one address locks nobody out', async () => {
  const release = takeTurns(server);
  const flood = registerMany(100, () => '10.200.0.1');
  await untilWaiting(server, 'REGISTRATION', 100);
  const more = registerMany(30, () => '10.200.1.1');
  const others = registerMany(10, (index) => `10.201.${index}.1`);
  await vi.waitFor(() => expect(flood.done + more.done).toBe(40), 20_000);
  await release();
  expect(new Set(await Promise.all(others.outcomes))).toEqual(new Set(['AuthPayload']));
  const outcomes = [...(await Promise.all(flood.outcomes)), ...(await Promise.all(more.outcomes))];
  expect(outcomes.filter((outcome) => outcome === 'OVERLOADED')).toHaveLength(40);
});

test('the passwords of clients that have gone are not hashed', async () => {
  const release = takeTurns(server);
  const requests = Array.from({ length: 60 }, (_, index) => {
    const username = `gone-${index}`;
    const variables = { input: { username, email: `${username}@example.org`, password } };
    const body = JSON.stringify({ query: print(RegisterDocument), variables });
    const headers = {
      ...{ 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      ...from(addressOf(4000 + index)),
    };
    const sent = request(`${server.url}/graphql`, { method: 'POST', headers, agent: false }).on('error', () => {});
    sent.end(body);
    return sent;
  });
  await untilWaiting(server, 'REGISTRATION', 60);
  for (const sent of requests) sent.destroy();
  await vi.waitFor(() => expect(waitingIn(server, 'REGISTRATION')).toBe(0), 10_000);
  await release();
  expect(await server.database.prisma.account.count({ where: { username: { startsWith: 'gone-' } } })).toBe(0);
});
