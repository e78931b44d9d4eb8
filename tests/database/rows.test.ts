import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../../src/database/generated/client.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const instants = fc.array(
  fc.tuple(
    fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  ),
  { minLength: 1, maxLength: 50 },
);

test('an instant is read to the millisecond, whatever its year and its fraction', async () => {
  await fc.assert(
    fc.asyncProperty(instants, async (given) => {
      const texts = given.map(([date, microseconds]) =>
        date.toISOString().replace('Z', `${String(microseconds).padStart(3, '0')}Z`),
      );
      const read = await server.database.rows<{ instant: Date }>(Prisma.sql`
        SELECT text::timestamptz AS "instant" FROM unnest(${texts}::text[]) WITH ORDINALITY AS one(text, position)
        ORDER BY position`);
      expect(read.map(({ instant }) => instant)).toEqual(given.map(([date]) => date));
    }),
    { numRuns: 50 },
  );
});
