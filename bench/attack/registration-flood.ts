import type { Attack } from './attack.ts';

const registrations = 100;
const rounds = 20;
// The demo's password and one of its people.
const credentials = { login: 'noor', password: 'practice-every-day' };

/** Registrations from as many addresses, while a person signs in again and again. */
export const registrationFlood: Attack = {
  name: 'registration-flood',
  about: `${registrations} registrations from as many addresses, while somebody signs in`,
  // The hashes of a moment take the memory, two at a time.
  memory: 96,
  async run({ url }) {
    const quiet = await times(rounds, () => signIn(url));
    let isFlooding = true;
    const flood = Array.from({ length: registrations }, async (_, index) => {
      for (let round = 0; isFlooding; round += 1) await register(url, index, round);
    });
    const flooded = await times(rounds, () => signIn(url));
    isFlooding = false;
    await Promise.all(flood);
    const [before, during] = [median(quiet), median(flooded)];
    return [
      {
        text: `signing in: p50 ${before} ms before, ${during} ms meanwhile, at most ${Math.round(Math.max(...flooded))} ms (target: p50 at most 5 times)`,
        holds: during <= 5 * before,
      },
    ];
  },
};

async function send(url: string, address: string, query: string, input: object): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return response.text();
}

async function signIn(url: string): Promise<void> {
  const query = 'mutation ($input: AccountLoginInput!) { accountLogin(input: $input) { __typename } }';
  const answer = await send(url, '172.16.0.1', query, credentials);
  if (!answer.includes('AuthPayload')) throw new Error(answer);
}

/** Each round comes from another address: one address may register only so often. */
async function register(url: string, index: number, round: number): Promise<void> {
  const query = 'mutation ($input: AccountRegisterInput!) { accountRegister(input: $input) { __typename } }';
  const username = `flood-${index}-${round}`;
  const input = { username, email: `${username}@example.org`, password: 'correct horse battery' };
  await send(url, `10.${round & 255}.${index}.1`, query, input);
}

async function times(howMany: number, work: () => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < howMany; round += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken;
}

const median = (taken: number[]) =>
  Math.round([...taken].sort((one, other) => one - other)[Math.floor(taken.length / 2)] ?? 0);
