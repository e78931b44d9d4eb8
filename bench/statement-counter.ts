import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/**
 * Stands between a server and PostgreSQL and counts the statements that it executes, BEGIN and COMMIT included, by the
 * messages of the protocol: the same count for every driver. It costs time, so nothing is timed through it.
 */
export async function openStatementCounter(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let statements = 0;
  const proxy = createServer((client) => {
    const server = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    client.setNoDelay(true);
    const read = messageReader((type) => {
      if (type === 'Q' || type === 'E') statements += 1;
    });
    client.on('data', read);
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    /** The same database, through the counter. */
    url: url.href,
    count: () => statements,
    close: () => void proxy.close(),
  };
}

/** Tells the type of each message that a client sends. The first, which opens the connection, has none. */
function messageReader(tell: (type: string) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let typeLength = 0;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= typeLength + 4) {
      const length = typeLength + pending.readInt32BE(typeLength);
      if (pending.length < length) return;
      if (typeLength === 1) tell(String.fromCharCode(pending[0] as number));
      typeLength = 1;
      pending = pending.subarray(length);
    }
  };
}
