import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Transaction, transaction } from '../../src/database/transaction.ts';
import { RevokeDeviceSessionDocument, SetRoleDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, type Person, person, schedule } from '../support/studio.ts';

const rows = 100_000;
const path = '/export/bookings.csv?reason=All';

let server: TestServer;
let admin: Person;
let sessionId: string;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'keeper', 'ADMIN');
  const host = await person(server, 'host');
  sessionId = (await schedule(host)).id;
  const { id: accountId } = await person(server, 'regular');
  const insert = async (tx: Transaction) => {
    // Row by row, triggers and foreign keys would take longer than the rows.
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    // In parts, since a slow machine takes longer for all of them than a statement may.
    for (let first = 1; first <= rows; first += 10_000) {
      await tx.$executeRaw`
        INSERT INTO "Booking" ("id", "sessionId", "accountId", "status", "amountMinor", "currency", "cancellationReason", "bookedAt")
        SELECT gen_random_uuid(), ${localId(sessionId)}::uuid, ${accountId}::uuid, 'CANCELLED', 0, 'EUR', repeat('because ', 20),
          now() - interval '1 day' + make_interval(secs => n / 1000)
        FROM generate_series(${first}::int, ${first + 9_999}::int) n`;
    }
  };
  await transaction(server.database, insert, { timeout: 60_000 });
});
afterAll(() => server.stop());

test('100,000 rows take no memory to speak of', async () => {
  // What is loaded or compiled once is not growth, nor is what only waits to be collected.
  expect(await countLines(`${path}&to=2020-01-01`)).toBe(1);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  const before = memory();
  let peak = before;
  const lines = await countLines(path, () => {
    peak = Math.max(peak, memory());
  });
  expect(lines).toBe(rows + 1);
  // The file itself has some 40.
  expect(peak - before).toBeLessThan(20);
});

test('a reader who stalls is waited for without holding up anybody, and one who leaves ends the reading', async () => {
  let count = 0;
  server.database.onStatement(({ sql }) => {
    if (sql.includes('json_build_array')) count += 1;
  });
  const pages = () => count;
  const settled = async () => {
    let before = -1;
    await vi.waitFor(
      () => {
        const now = pages();
        const isSettled = now === before && now > 0;
        before = now;
        expect(isSettled).toBe(true);
      },
      { interval: 500, timeout: 10_000 },
    );
  };
  const reader = stall(admin);
  await settled();
  const read = pages();
  expect(read).toBeLessThan(rows / 250 / 2);
  await book(await person(server, 'unhindered'), sessionId);
  const { prisma } = server.database;
  const [open] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND xact_start < now() - interval '1 second'`;
  expect(open).toEqual({ count: 0 });
  reader.destroy();
  await settled();
  expect(pages()).toBeLessThanOrEqual(read + 1);
});

test.each([
  [
    'the device session that asked for it',
    'second',
    ({ deviceSessionId: id }: Person) => admin.run(RevokeDeviceSessionDocument, { id, reason: 'Stolen' }),
  ],
  [
    'the role that allowed it',
    'third',
    ({ accountId: id }: Person) => admin.run(SetRoleDocument, { id, role: 'USER', reason: 'Left' }),
  ],
])('a download is cut off, not ended, with %s', async (_name, username, end) => {
  const other = await person(server, username, 'ADMIN');
  const reader = stall(other);
  await once(reader, 'readable');
  await end(other);
  let text = '';
  reader.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(reader, 'close');
  expect(text).toContain('HTTP/1.1 200 OK');
  // A whole one ends in an empty chunk.
  expect(text.endsWith('0\r\n\r\n')).toBe(false);
});

/** A download of which nothing is read, not even by the system on its behalf beyond what its buffers take. */
function stall({ accessToken }: Person) {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1').pause();
  socket.on('error', () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${accessToken}\r\n\r\n`);
  return socket;
}

/** How many lines a download has; `sample` is called now and then meanwhile. */
async function countLines(address: string, sample = () => {}): Promise<number> {
  const headers = { Authorization: `Bearer ${admin.accessToken}` };
  const [response] = (await once(get(server.url + address, { headers, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  expect(response.statusCode).toBe(200);
  let lines = 0;
  let chunks = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    for (const byte of chunk) if (byte === 10) lines += 1;
    chunks += 1;
    if (chunks % 100 === 0) sample();
  }
  return lines;
}
