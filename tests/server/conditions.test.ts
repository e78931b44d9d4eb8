import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNode, type TestNode } from '../support/nodes.ts';
import { createTestClient, startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

/** A server that compiles each operation at once, and another node on its database that never does. */
let server: TestServer;
let node: TestNode;
let somebody: Person;
let reference: ReturnType<typeof createTestClient>;
beforeAll(async () => {
  server = await startServer();
  somebody = await person(server, 'somebody', 'CREATOR');
  node = await startNode(server, { executionsBefore: Number.POSITIVE_INFINITY });
  reference = createTestClient(node.url, somebody.accessToken);
});
afterAll(async () => {
  await node.stop();
  await server.stop();
});

const name = 'fragment Name on Account { role }';
const cases: [name: string, document: string, expected: object][] = [
  [
    'a fragment that is left out in one place is whole in another',
    `query ($no: Boolean!) { x: viewer { __typename ...Name @include(if: $no) } y: viewer { ...Name } } ${name}`,
    { x: { __typename: 'Account' }, y: { role: 'CREATOR' } },
  ],
  [
    'a fragment that is left out once and then used is there',
    `query ($no: Boolean!) { viewer { ...Name @include(if: $no) ...Name } } ${name}`,
    { viewer: { role: 'CREATOR' } },
  ],
  [
    'what is left out is not there because something beside it is',
    `query ($no: Boolean!) { viewer { bookings(first: 1) @include(if: $no) { nodes { id } } ...Rest } }
     fragment Rest on Account { bookings(first: 1) { pageInfo { hasNextPage } } }`,
    { viewer: { bookings: { pageInfo: { hasNextPage: false } } } },
  ],
];

// More often than it takes until an operation is executed in another way.
const times = 8;

test.each(cases)('%s, however often it is asked', async (_name, document, expected) => {
  for (let time = 1; time <= times; time += 1) {
    expect(await somebody.ask(document, { no: false }), `time ${time}`).toEqual({ status: 200, data: expected });
  }
});

test('an operation with conditions changes nothing of another one of its document', async () => {
  const document = `query Some($no: Boolean!) { viewer { __typename ...Name @include(if: $no) } }
    query All { viewer { ...Name } } ${name}`;
  const ask = async (operationName: string) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${somebody.accessToken}` },
      body: JSON.stringify({ query: document, operationName, variables: { no: false } }),
    });
    return response.json();
  };
  for (let time = 1; time <= times; time += 1) {
    expect(await ask('Some')).toEqual({ data: { viewer: { __typename: 'Account' } } });
    expect(await ask('All')).toEqual({ data: { viewer: { role: 'CREATOR' } } });
  }
});

const fragments = ['A', 'B', 'C'] as const;

/** Selections of an account. A fragment spreads only those after it, so that none contains itself. */
function selections(spreadable: readonly string[], conditions: readonly string[]): fc.Arbitrary<string> {
  const condition = fc.constantFrom(...conditions);
  const leaf = fc.tuple(
    fc.constantFrom('role', 'email', '__typename', 'alias: role', 'bookings(first: 1) { nodes { id } }'),
    condition,
  );
  const { selection } = fc.letrec<{ selection: string }>((tie) => ({
    selection: fc.oneof(
      { maxDepth: 3 },
      // A condition stands before the selections of its field.
      leaf.map(([field, when]) => (field.includes('{') ? field.replace(' {', ` ${when} {`) : `${field} ${when}`)),
      ...(spreadable.length > 0
        ? [fc.tuple(fc.constantFrom(...spreadable), condition).map(([one, when]) => `...${one} ${when}`)]
        : []),
      fc.tuple(condition, tie('selection')).map(([when, inner]) => `... on Account ${when} { ${inner} }`),
      fc
        .tuple(fc.constantFrom('pageInfo { hasNextPage }', 'nodes { status }'), condition)
        .map(([inner, when]) => `bookings(first: 1) ${when} { ${inner} }`),
    ),
  }));
  return fc.array(selection, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
}

const documents = (conditions: readonly string[]) =>
  fc
    .tuple(
      selections(fragments, conditions),
      selections(fragments, conditions),
      ...fragments.map((_, index) => selections(fragments.slice(index + 1), conditions)),
    )
    .map(([x, y, ...bodies]) => {
      const used = fragments.map((one, index) => `fragment ${one} on Account { ${bodies[index]} }`).join(' ');
      // Each fragment has to be used, and each variable. Without conditions an operation is compiled.
      const isConditional = conditions.some((condition) => condition !== '');
      const variables = isConditional ? '($yes: Boolean!, $no: Boolean!)' : '';
      const all = isConditional ? 'role @include(if: $yes) email @skip(if: $no)' : 'role email';
      return `query ${variables} { x: viewer { ${x} } y: viewer { ${y} } all: viewer { ...A ...B ...C ${all} } } ${used}`;
    });

const conditional = ['', '', '@include(if: $yes)', '@include(if: $no)', '@skip(if: $yes)', '@skip(if: $no)'];

test.each([
  ['with conditions', conditional],
  ['without', ['']],
])('an operation is answered alike, %s, however often it was asked', async (_name, conditions) => {
  const variables = { yes: true, no: false };
  await fc.assert(
    fc.asyncProperty(documents(conditions), async (document) => {
      const expected = await reference.ask(document, variables);
      expect(expected.errors).toBeUndefined();
      for (let time = 1; time <= 3; time += 1) expect(await somebody.ask(document, variables)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
