// Makes docs/host-dashboard.png, the picture of the README: the dashboard of a host in a busy demo studio.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const root = join(import.meta.dirname, '..');
const password = 'practice-every-day';
const port = '4799';
const url = `http://localhost:${port}`;

type Data = Record<string, unknown>;

async function ask(query: string, variables: object, token?: string): Promise<Data> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: object };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function signIn(login: string): Promise<string> {
  const data = await ask(
    'mutation ($input: AccountLoginInput!) { accountLogin(input: $input) { ... on AuthPayload { accessToken } } }',
    { input: { login, password } },
  );
  return (data.accountLogin as { accessToken: string }).accessToken;
}

async function register(firstName: string, lastName: string): Promise<string> {
  const username = firstName.toLowerCase();
  const input = { username, email: `${username}@example.org`, firstName, lastName, password: 'correct horse battery' };
  const data = await ask(
    'mutation ($input: AccountRegisterInput!) { accountRegister(input: $input) { ... on AuthPayload { accessToken } } }',
    { input },
  );
  return (data.accountRegister as { accessToken: string }).accessToken;
}

async function plan(host: string, input: object): Promise<string> {
  const data = await ask(
    'mutation ($input: SessionCreateInput!) { sessionCreate(input: $input) { ... on Session { id } ... on UserError { message } } }',
    { input: { visibility: 'LISTED', ...input } },
    host,
  );
  return (data.sessionCreate as { id: string }).id;
}

const book = (person: string, sessionId: string) =>
  ask(
    'mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) { __typename } }',
    { input: { sessionId, joinWaitlist: true } },
    person,
  );
const enter = (person: string, sessionId: string) =>
  ask('mutation ($id: ID!) { sessionJoin(sessionId: $id) { __typename } }', { id: sessionId }, person);

/** Fills the host's day: one session that is live, one that is full with people waiting, one that begins to fill. */
async function fillDay(): Promise<() => Promise<void>> {
  const host = await signIn('mira');
  const names = ['Ada Lind', 'Bao Tran', 'Caro Weiss', 'Dev Rao', 'Elif Kaya', 'Finn Moe', 'Gia Russo', 'Hugo Prat'];
  const people: string[] = [];
  for (const name of names) people.push(await register(...(name.split(' ') as [string, string])));
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const price = { amountMinor: 1500, currency: 'EUR' };
  const settings = { joinWindowMinutes: 60 };
  const flow = await plan(host, { title: 'Evening flow', startsAt: later(3), maxParticipants: 10, settings });
  const circle = await plan(host, { title: 'Breathing circle', startsAt: later(20), maxParticipants: 4, settings });
  const workshop = await plan(host, {
    title: 'Backbends, step by step',
    startsAt: later(35),
    maxParticipants: 8,
    price,
  });
  for (const person of people.slice(0, 7)) await book(person, flow);
  for (const person of people.slice(1, 7)) await book(person, circle);
  for (const person of people.slice(4, 7)) await book(person, workshop);
  await ask('mutation ($id: ID!) { sessionStart(id: $id) { __typename } }', { id: flow }, host);
  const confirm = `query ($id: ID!) { session(id: $id) { bookings { nodes { id status } } } }`;
  const found = await ask(confirm, { id: workshop }, host);
  const { nodes } = (found.session as { bookings: { nodes: { id: string }[] } }).bookings;
  for (const { id } of nodes.slice(0, 2))
    await ask('mutation ($id: ID!) { bookingConfirm(id: $id) { __typename } }', { id }, host);
  // What happens while the dashboard is open.
  return async () => {
    for (const person of people.slice(0, 5)) await enter(person, flow);
    await book(people[7] as string, workshop);
    await enter(people[2] as string, circle);
  };
}

const directory = mkdtempSync(join(tmpdir(), 'shala-picture-'));
const env = { ...process.env, PORT: port, DATA_DIR: directory, DEMO: 'true', LOG_LEVEL: 'warn', RATE_LIMITS: 'off' };
const server = spawn(process.execPath, ['dist/server/main.js'], { cwd: root, env, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await wait(200);
  const happen = await fillDay();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', baseURL: url });
  await page.goto('/sign-in?next=/host');
  await page.getByLabel('E-mail or username').fill('mira');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Evening flow' }).waitFor();
  await happen();
  await page.getByText('Caro Weiss joined Breathing circle').waitFor();
  // The lists are read again after the events.
  await wait(1_500);
  await page.screenshot({ path: join(root, 'docs/host-dashboard.png') });
} finally {
  await browser.close();
  server.kill();
  rmSync(directory, { recursive: true, force: true });
}
