import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
let somebody: Person;
beforeAll(async () => {
  server = await startServer();
  somebody = await person(server, 'somebody');
});
afterAll(() => server.stop());

const name = 'fragment Name on Account { role }';
const cases: [name: string, document: string, expected: object][] = [
  [
    'a fragment that is left out in one place is whole in another',
    `query ($no: Boolean!) { x: viewer { __typename ...Name @include(if: $no) } y: viewer { ...Name } } ${name}`,
    { x: { __typename: 'Account' }, y: { role: 'USER' } },
  ],
  [
    'a fragment that is left out once and then used is there',
    `query ($no: Boolean!) { viewer { ...Name @include(if: $no) ...Name } } ${name}`,
    { viewer: { role: 'USER' } },
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
    expect(await ask('All')).toEqual({ data: { viewer: { role: 'USER' } } });
  }
});
