import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localId } from '../support/ids.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { book, cancel, people, person, schedule } from '../support/studio.ts';

// The embedded database does one transaction at a time.
describe.skipIf(!process.env.TEST_DATABASE_URL)('on PostgreSQL', () => {
  let server: TestServer;
  let host: Client;
  let other: pg.Client;
  beforeAll(async () => {
    server = await startServer();
    host = await person(server, 'host', 'CREATOR');
    other = new pg.Client(server.databaseUrl as string);
    await other.connect();
  });
  afterAll(async () => {
    await other.end();
    await server.stop();
  });

  const waitingForLocks = async () => {
    const found = await other.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return found.rowCount;
  };

  test('a mutation that a deadlock broke off is run again, and happens once', async () => {
    const [guest] = await people(server, ['guest']);
    const session = await schedule(host, {});
    const booking = await book(guest, session.id);
    // The other transaction takes its locks in the wrong order, and PostgreSQL breaks off the one that looks first.
    await other.query(`BEGIN; SET LOCAL deadlock_timeout = '1min'`);
    await other.query(`SELECT 1 FROM "Booking" WHERE "id" = $1 FOR UPDATE`, [localId(booking.id)]);
    const cancelled = cancel(guest, booking.id);
    await expect.poll(waitingForLocks, { interval: 5 }).toBe(1);
    await other.query(`SELECT 1 FROM "Session" WHERE "id" = $1 FOR UPDATE`, [localId(session.id)]);
    await other.query('COMMIT');
    expect(await cancelled).toMatchObject({ __typename: 'Booking', status: 'CANCELLED' });
    const where = { sessionId: localId(session.id), type: 'BookingChanged' };
    expect(await server.database.prisma.event.count({ where })).toBe(1);
  });
});
