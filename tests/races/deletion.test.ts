import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BuyPassDocument,
  CreateCodeDocument,
  CreateOfferDocument,
  CreateSessionDocument,
  DeleteAccountDocument,
  JoinByCodeDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attempt, inHours, password, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
let holder: pg.Client;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

// The embedded database has one connection, so nothing comes between the beginning of a deletion and its end.
describe.skipIf(!process.env.TEST_DATABASE_URL)('on PostgreSQL', () => {
  beforeAll(async () => {
    holder = new pg.Client({ connectionString: server.databaseUrl as string });
    await holder.connect();
  });
  afterAll(() => holder.end());

  /** Statements of this database that wait for a lock. */
  const waiting = async () => {
    const [row] = await server.database.prisma.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS "count" FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row.count;
  };

  test('nothing new comes to be for a person whose deletion is under way', async () => {
    const host = await person(server, 'host', 'CREATOR');
    const [leaving] = await people(server, ['leaving'], { role: 'CREATOR' });
    const { id } = await schedule(host, { maxParticipants: 1 });
    const live = (await host.run(CreateSessionDocument, { input: { title: 'Live' } })).sessionCreate as { id: string };
    const { joinCode } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(live.id) } });
    const offer = { title: 'Ten', credits: 10, validDays: 90, price: { amountMinor: 0, currency: 'EUR' } };
    const sold = (await host.run(CreateOfferDocument, { input: offer })).passOfferCreate as { id: string };

    // The deletion has locked its rows, and waits for a table that it deletes from.
    await holder.query('BEGIN; LOCK TABLE "PracticeSettings" IN ACCESS EXCLUSIVE MODE');
    const deletion = leaving.run(DeleteAccountDocument, { password });
    await expect.poll(waiting).toBe(1);
    const made = [
      attempt(leaving, id),
      leaving.run(BuyPassDocument, { input: { offerId: sold.id } }),
      leaving.run(CreateSessionDocument, { input: { title: 'Ghost', startsAt: inHours(48), visibility: 'LISTED' } }),
      leaving.run(CreateOfferDocument, { input: offer }),
      leaving.run(CreateCodeDocument, { input: { code: 'GHOST', percent: 10 } }),
      leaving.run(JoinByCodeDocument, { code: joinCode as string }),
    ];
    const outcomes = Promise.allSettled(made);
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1 + made.length);
    await holder.query('ROLLBACK');

    expect((await deletion).accountDelete).toMatchObject({ __typename: 'AccountDeletePayload' });
    const [booking, ...others] = await outcomes;
    expect(booking).toMatchObject({ value: { __typename: 'NotFoundError' } });
    for (const { status, reason } of others as PromiseRejectedResult[])
      expect([status, String(reason)]).toEqual(['rejected', expect.stringContaining('UNAUTHENTICATED')]);
    const { prisma } = server.database;
    const accountId = leaving.id;
    const counts = await Promise.all([
      prisma.booking.count({ where: { accountId } }),
      prisma.pass.count({ where: { accountId } }),
      prisma.session.count({ where: { hostId: accountId } }),
      prisma.passOffer.count({ where: { hostId: accountId } }),
      prisma.promotionCode.count({ where: { hostId: accountId } }),
      prisma.participant.count({ where: { accountId } }),
    ]);
    expect(counts).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await attempt(await person(server, 'staying'), id)).toMatchObject({ status: 'CONFIRMED' });
  });
});
