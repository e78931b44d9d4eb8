import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CataloguePageDocument,
  type CataloguePageQuery,
  type CataloguePageQueryVariables,
} from '../generated/documents.ts';
import { type PlanNode, startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;

/**
 * A catalogue that has grown for years: 100,000 sessions, of which 5,000 are still to come and 100 archived. Half are of
 * one kind; 10 that are to come, and 20 others, are of a rare one, which 100 speak of.
 */
beforeAll(async () => {
  server = await startServer();
  const { id } = await person(server, 'veteran', 'CREATOR');
  const { prisma } = server.database;
  // Row by row the index of words would take ten times as long as the rows.
  await prisma.$executeRaw`ALTER TABLE "Session" DISABLE TRIGGER "Session_search"`;
  // In parts, since a slow machine takes longer for all of them than a statement may.
  for (let first = 1; first <= 100_000; first += 10_000) {
    await prisma.$executeRaw`
      WITH inserted AS (
      INSERT INTO "Session" ("id", "hostId", "title", "tags", "status", "visibility", "admission", "startsAt", "endsAt", "timeZone",
        "archivedAt", "currency", "priceMinor", "joinWindowMinutes", "idleTimeoutMinutes", "freeCancellationHours", "bookingHoldMinutes", "createdAt")
      SELECT gen_random_uuid(), ${id}::uuid, 'Class ' || n || CASE WHEN n % 2000 < 2 THEN ' in the air' ELSE '' END,
        ARRAY[CASE WHEN n % 2 = 0 THEN 'yin' ELSE 'flow' END] || CASE WHEN n % 10000 < 3 THEN '{aerial}'::text[] ELSE '{}' END,
        status::"SessionStatus", 'LISTED', 'BOOKING', starts, starts + interval '1 hour',
        'UTC', CASE WHEN n % 1000 = 3 THEN now() END, 'EUR', n * 7919 % 5000, 15, 30, 24, 15, now() - n * 7919 % 100000 * interval '1 minute'
      FROM generate_series(${first}::int, ${first + 9_999}::int) n, LATERAL (SELECT CASE WHEN n % 20 = 0 THEN 'SCHEDULED' WHEN n % 20 = 1 THEN 'CANCELLED' ELSE 'ENDED' END,
        now() + CASE WHEN n % 20 = 0 THEN n ELSE -5 * n END * interval '1 minute') AS kind(status, starts)
      RETURNING "id", "title")
      INSERT INTO "SessionSearch" ("sessionId", "document") SELECT "id", "searchWords"("title") FROM inserted`;
  }
  // As the database does by itself after a while.
  for (const index of ['"Session_tags_idx"', '"SessionSearch_document_idx"']) {
    await prisma.$queryRaw`SELECT gin_clean_pending_list(${index}::regclass)`;
  }
  await prisma.$executeRaw`ANALYZE "Session", "SessionSearch"`;
});
afterAll(() => server.stop());

const stepsOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(stepsOf)];

/** The steps that a page takes. */
async function stepsTo(variables: CataloguePageQueryVariables): Promise<PlanNode[]> {
  const query = () => server.visitor.run(CataloguePageDocument, variables);
  return stepsOf(await server.planOf(query, /AS "sortKey" FROM "Session"/));
}

/** The steps that a page takes by one index, and how many rows they touch. */
async function walk(variables: CataloguePageQueryVariables) {
  const steps = await stepsTo(variables);
  const scan = steps.at(-1);
  return {
    steps: steps.map((step) => step['Node Type']),
    index: scan?.['Index Name'],
    rows: rowsOf(scan),
  };
}

const rowsOf = (step: PlanNode | undefined) => (step?.['Actual Rows'] ?? 0) + (step?.['Rows Removed by Filter'] ?? 0);

test.each([
  ['STARTS_AT', 'Session_open_startsAt_idx'],
  ['CREATED_AT', 'Session_open_createdAt_idx'],
  ['PRICE', 'Session_open_priceMinor_idx'],
] as const)(
  'by %s a page of the catalogue reads its own rows, by index, however many sessions are over',
  async (field, index) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const orderBy = { field, direction };
      const page = { steps: ['Limit', 'Index Scan'], index, rows: 21 };
      expect(await walk({ orderBy })).toEqual(page);
      expect(await walk({ orderBy, last: 20 })).toEqual(page);

      let after: string | null = null;
      for (let pages = 0; pages < 10; pages += 1) {
        const { sessions }: CataloguePageQuery = await server.visitor.run(CataloguePageDocument, {
          orderBy,
          first: 100,
          after,
        });
        after = sessions.pageInfo.endCursor;
      }
      expect(await walk({ orderBy, after }), 'the eleventh page costs what the first does').toEqual(page);
      expect(await walk({ orderBy, last: 20, before: after })).toEqual(page);
    }
  },
);

test('what is over is paged by index too', async () => {
  const over = await walk({ filter: { status: ['ENDED'] }, orderBy: { field: 'STARTS_AT', direction: 'ASC' } });
  expect(over).toMatchObject({ steps: ['Limit', 'Index Scan'], index: 'Session_visibility_startsAt_id_idx' });
  expect(over.rows).toBeLessThan(50);
});

test.each([
  ['STARTS_AT', 'Session_archived_startsAt_idx'],
  ['CREATED_AT', 'Session_archived_createdAt_idx'],
  ['PRICE', 'Session_archived_priceMinor_idx'],
] as const)(
  'by %s a page of archived sessions reads its own rows, by index, however few they are',
  async (field, index) => {
    const orderBy = { field, direction: 'ASC' as const };
    expect(await walk({ filter: { archived: true }, orderBy })).toEqual({
      steps: ['Limit', 'Index Scan'],
      index,
      rows: 21,
    });
  },
);

test('a rare tag is found by its own index, a common one on the way through the page', async () => {
  for (const status of [null, ['ENDED' as const]]) {
    const steps = await stepsTo({ filter: { tags: ['aerial'], status } });
    expect(steps.find((step) => step['Index Name'] === 'Session_tags_idx')).toMatchObject({ 'Actual Rows': 30 });
    expect(rowsOf(steps.find((step) => step['Node Type'] === 'Bitmap Heap Scan'))).toBeLessThanOrEqual(30);
  }
  expect(await walk({ filter: { tags: ['yin'] } })).toEqual({
    ...{ steps: ['Limit', 'Index Scan'], index: 'Session_open_startsAt_idx', rows: 21 },
  });
});

test('a rare word, or the beginning of one, is looked up by its index, and no table is read as a whole', async () => {
  for (const search of ['air', 'ai']) {
    for (const status of [null, ['ENDED' as const]]) {
      const steps = await stepsTo({ filter: { search, status } });
      expect(steps.find((step) => step['Index Name'] === 'SessionSearch_document_idx')).toMatchObject({
        'Actual Rows': 100,
      });
      expect(steps.map((step) => step['Node Type'])).not.toContain('Seq Scan');
    }
  }
});
