import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import { startGate } from '../support/gate.ts';
import { startNode } from '../support/nodes.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openSocket } from '../support/socket.ts';
import { person } from '../support/studio.ts';

// The embedded database has no server that could outlive a node.
describe.skipIf(!process.env.TEST_DATABASE_URL)('on PostgreSQL', () => {
  let server: TestServer;
  let impatient: Database;
  beforeAll(async () => {
    server = await startServer();
    impatient = openDatabase(connectServer(server.databaseUrl as string, { timeout: 500 }));
  });
  afterAll(async () => {
    await impatient.close();
    await server.stop();
  });

  const backends = async (condition: string) => {
    const [row] = await server.database.prisma.$queryRawUnsafe<[{ count: number }]>(
      `SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE datname = current_database() AND ${condition}`,
    );
    return row.count;
  };

  test('a statement that was given up ends at the server as well', async () => {
    await expect(impatient.rows`SELECT pg_sleep(60)`).rejects.toThrow();
    const sleeping = () => backends(`query LIKE 'SELECT pg_sleep%'`);
    expect(await sleeping()).toBe(1);
    await expect.poll(sleeping, { timeout: 10_000 }).toBe(0);
  });

  test('a transaction of which nothing more is heard ends at the server, and its locks with it', async () => {
    let giveUp = () => {};
    const silence = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const transaction = impatient.transaction(async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(7)`;
      await silence;
      await tx.$queryRaw`SELECT 1`;
    });
    const failed = expect(transaction).rejects.toThrow();
    const open = () => backends(`state = 'idle in transaction'`);
    await expect.poll(open).toBe(1);
    await expect.poll(open, { timeout: 10_000 }).toBe(0);
    giveUp();
    await failed;
  });

  test('who connects while the database is away is told to come back', async () => {
    const gate = await startGate(server.databaseUrl as string);
    const url = new URL(server.databaseUrl as string);
    url.host = new URL(gate.url).host;
    const database = openDatabase(connectServer(url.href, { timeout: 500 }));
    const node = await startNode(server, { database });
    const noor = await person(server, 'noor');
    await gate.close();
    const connectionParams = { Authorization: `Bearer ${noor.accessToken}` };
    const socket = openSocket(node.url, { connectionParams });
    expect((await socket.closed).code).toBe(1013);
    await gate.open();
    await node.stop();
    await database.close();
    await gate.close();
  });
});
