import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { frame, opcodes, openConnection, openRawSocket, postOf } from '../../tests/support/raw-connection.ts';
import type { Attack } from './attack.ts';

const connections = 40;
const operations = 20;

// As much as an anonymous operation may cost.
const fields = 'id title description tags startsAt endsAt host { id username displayName bio }';
const aliases = Array.from({ length: 14 }, (_, index) => `a${index}: sessions(first: 100) { nodes { ${fields} } }`);
const largeQuery = `{ ${aliases.join(' ')} }`;

function attackBy(name: string, way: string, probe: Buffer, open: (url: string) => Promise<Socket>): Attack {
  return {
    name,
    // Beside what waits, up to 24 MiB, there is what was sent, until garbage is collected.
    memory: 128,
    about: `${connections} anonymous ${way} and read nothing`,
    async run({ url, databaseUrl }) {
      await lengthenDescriptions(databaseUrl);
      const opened = await Promise.all(Array.from({ length: connections }, () => open(url)));
      const began = performance.now();
      const cut = await Promise.all(opened.map((connection) => isClosed(connection, probe, 20_000)));
      const count = cut.filter(Boolean).length;
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      return [{ text: `${count} of ${connections} cut within ${seconds} s`, holds: count === connections }];
    },
  };
}

/** Whether the server ends a connection that goes on reading nothing. */
async function isClosed(connection: Socket, probe: Buffer, milliseconds: number): Promise<boolean> {
  const ends = performance.now() + milliseconds;
  // A connection that is not read does not hear that it was ended; one that sends something does.
  while (performance.now() < ends) {
    await wait(500);
    if (connection.destroyed) return true;
    connection.write(probe);
  }
  return false;
}

/** The demo studio has too few sessions for a large answer. */
async function lengthenDescriptions(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`UPDATE "Session" SET "description" = repeat('long ', 1000)`);
  await client.end();
}

export const unreadSockets = attackBy(
  'unread-sockets',
  `sockets ask for ${operations} large answers each`,
  frame('', opcodes.pong),
  async (url) => {
    const socket = await openRawSocket(url);
    socket.write(frame(JSON.stringify({ type: 'connection_init' })));
    for (let id = 0; id < operations; id += 1) {
      socket.write(frame(JSON.stringify({ type: 'subscribe', id: String(id), payload: { query: largeQuery } })));
    }
    return socket;
  },
);

const posting = (accept: string) => async (url: string) => {
  const connection = await openConnection(url);
  const post = postOf(url, { query: largeQuery }, accept);
  for (let count = 0; count < operations; count += 1) connection.write(post);
  return connection;
};

export const unreadPosts = attackBy(
  'unread-posts',
  `connections send ${operations} requests of large answers at once`,
  Buffer.from('\r\n'),
  posting('application/json'),
);

export const unreadEventStreams = attackBy(
  'unread-event-streams',
  `connections ask for ${operations} large answers as event streams`,
  Buffer.from('\r\n'),
  posting('text/event-stream'),
);
