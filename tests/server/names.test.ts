import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { person, schedule } from '../support/studio.ts';
import { transports } from '../support/transports.ts';

let server: TestServer;
let sessionId: string;
beforeAll(async () => {
  server = await startServer();
  const host = await person(server, 'host', 'CREATOR');
  ({ id: sessionId } = await schedule(host, { visibility: 'LISTED', tags: ['calm'] }));
});
afterAll(() => server.stop());

interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

const headers = { 'Content-Type': 'application/json' };
const post = async (body: BodyInit) => {
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return (await fetch(`${server.url}/graphql`, init as RequestInit)).text();
};
const fastPost = (operation: Operation) => post(JSON.stringify(operation));

/** The answers to an operation as texts, in every way in which one can be executed. */
async function answersTo(operation: Operation): Promise<string[]> {
  const coalesced = await Promise.all([1, 2, 3].map(() => fastPost(operation)));
  // Whose length is not told.
  const byYoga = await post(new Blob([JSON.stringify(operation)]).stream());
  const { data, errors } = await transports.WebSocket(server.url, operation);
  return [...coalesced, byYoga, JSON.stringify({ ...(errors && { errors }), ...(data !== undefined && { data }) })];
}

const inherited = Object.getOwnPropertyNames(Object.prototype);
const reserved = ['then', 'toJSON', 'prototype', 'arguments', 'eval', 'await', 'class', 'this', 'undefined', 'NaN'];
const names = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...inherited) },
  { weight: 2, arbitrary: fc.constantFrom(...reserved, 'stringify', 'length', 'data', 'errors', 'parent', 'info') },
  fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/).filter((name) => name !== 'on'),
);
const distinct = (length: number) => fc.uniqueArray(names, { minLength: length, maxLength: length });

/** The same operation, whatever its parts are called. */
const operationWith = ([a, b, c, d, e, first, id, operation, fragment]: string[]): Operation => ({
  query: `query ${operation}($${first}: Int = 9, $${id}: ID!) {
    ${a}: sessions(first: $${first}) { ${b}: nodes { ${c}: title ${d}: host { ...${fragment} } ${c}: title } }
    ${e}: session(id: $${id}) { ${a}: id ${b}: tags }
  } fragment ${fragment} on User { ${e}: username ${a}: id }`,
  variables: { [first as string]: 1, [id as string]: sessionId },
});
const ordinary = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8'];

test('names of JavaScript’s own are names like others, for aliases, variables, fragments and operations', async () => {
  const [expected] = await answersTo(operationWith(ordinary));
  expect(expected).toContain('"n3":{"n4":"host"');
  await fc.assert(
    fc.asyncProperty(distinct(9), async (given) => {
      // In one pass: a given name may be an ordinary one.
      const renamed = expected?.replace(/"(n\d)":/g, (_, name) => `"${given[ordinary.indexOf(name)]}":`);
      expect(new Set(await answersTo(operationWith(given)))).toEqual(new Set([renamed]));
    }),
    {
      numRuns: 40,
      examples: [
        [['__proto__', ...inherited.filter((name) => name !== '__proto__').slice(0, 8)]],
        [[...inherited.slice(0, 3), 'n4', 'then', ...inherited.slice(3, 7)]],
      ],
    },
  );
});

test('such names are unknown keys of input objects, and unknown IDs, like others', async () => {
  const filtered = (name: string) => ({
    query: 'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }',
    variables: { filter: { [name]: 1 } },
  });
  const written = (name: string) => ({ query: `{ sessions(filter: { ${name}: 1 }) { nodes { id } } }`, variables: {} });
  const found = (name: string) => ({ query: 'query ($id: ID!) { session(id: $id) { id } }', variables: { id: name } });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...inherited, 'then', 'toJSON'), async (name) => {
      for (const make of [filtered, written, found]) {
        const codesOf = async (operation: Operation) =>
          (await answersTo(operation)).map(
            (text) => JSON.parse(text).errors?.map((error: { extensions: object }) => error.extensions) ?? null,
          );
        expect(await codesOf(make(name))).toEqual(await codesOf(make('nobody')));
      }
    }),
    { numRuns: 12 },
  );
});
