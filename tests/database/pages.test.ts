import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
let host: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'pager', 'CREATOR');
});
afterAll(() => server.stop());

interface Found {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
}

async function page(input: string): Promise<Found> {
  const { data, errors } = await host.ask<{ viewer: { hostedSessions: Found } }>(
    `{ viewer { hostedSessions(${input}) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toBeUndefined();
  return data?.viewer.hostedSessions as Found;
}

test('a page says that there is a row before or after it only where there is one', async () => {
  for (let hours = 1; hours <= 3; hours += 1) {
    const startsAt = new Date(Date.now() + hours * 3_600_000);
    const input = { title: `Hour ${hours}`, startsAt: startsAt.toISOString(), durationMinutes: 30 };
    expectType((await host.run(CreateSessionDocument, { input })).sessionCreate, 'Session');
  }
  const { edges } = await page('first: 3');
  const [first, second, third] = edges as [Found['edges'][0], Found['edges'][0], Found['edges'][0]];
  const infoOf = async (input: string) => (await page(input)).pageInfo;

  expect(await infoOf('first: 1')).toEqual({ hasNextPage: true, hasPreviousPage: false });
  expect(await infoOf('last: 1')).toEqual({ hasNextPage: false, hasPreviousPage: true });
  expect(await infoOf(`first: 1, after: "${first.cursor}"`)).toEqual({ hasNextPage: true, hasPreviousPage: true });
  expect(await infoOf(`last: 1, before: "${third.cursor}"`)).toEqual({ hasNextPage: true, hasPreviousPage: true });
  expect(await infoOf(`first: 5, after: "${third.cursor}"`)).toEqual({ hasNextPage: false, hasPreviousPage: true });

  // The rows of the cursors are deleted, and with them what was beyond.
  for (const { node } of [first, third])
    await server.database.prisma.session.delete({ where: { id: localId(node.id) } });
  expect(await page(`first: 1, after: "${first.cursor}"`)).toMatchObject({
    edges: [{ node: second.node }],
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  });
  expect(await infoOf(`last: 1, before: "${third.cursor}"`)).toEqual({ hasNextPage: false, hasPreviousPage: false });
});

test('only a page that is asked for it pays for the answer', async () => {
  const { edges } = await page('first: 1');
  const statements = (field: string) =>
    server.statementsOf(() =>
      host.ask(`{ viewer { hostedSessions(first: 1, after: "${edges[0]?.cursor}") { pageInfo { ${field} } } } }`),
    );
  expect((await statements('hasPreviousPage')).length - (await statements('hasNextPage')).length).toBe(1);
});
