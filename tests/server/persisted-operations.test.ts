import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../../src/env.ts';
import { openPersistedOperations } from '../../src/server/execution/persisted-operations.ts';
import { schema } from '../../src/server/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Operation, transports } from '../support/transports.ts';

const kept = 'query Kept($first: Int) { sessions(first: $first) { totalCount } }';
const other = '{ viewer { id } }';
const hashOf = (document: string) => createHash('sha256').update(document).digest('hex');
const asApollo = (hash: string): Operation => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const folder = mkdtempSync(join(tmpdir(), 'shala-persisted-'));

let open: TestServer;
let closed: TestServer;
beforeAll(async () => {
  const file = write('operations.json', { [hashOf(kept)]: kept });
  [open, closed] = await Promise.all([
    startServer({ PERSISTED_OPERATIONS: file }),
    startServer({ PERSISTED_OPERATIONS: file, NODE_ENV: 'production' }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), closed.stop()]);
  rmSync(folder, { recursive: true });
});

test('a hash stands for its document, however a client writes it', async () => {
  // graphql-ws wants a `query` that is a string.
  const ways: Operation[] = [
    { query: '', ...asApollo(hashOf(kept)) },
    { query: '', documentId: hashOf(kept) },
  ];
  for (const server of [open, closed]) {
    for (const [transport, send] of Object.entries(transports)) {
      for (const way of ways) {
        const outcome = await send(server.url, { ...way, variables: { first: 3 } });
        expect(outcome, transport).toMatchObject({ data: { sessions: { totalCount: 0 } } });
        const wrong = await send(server.url, { ...way, variables: { first: 'three' } });
        expect(wrong.errors?.[0]?.message, transport).toMatch('Int cannot represent');
      }
    }
    const extensions = JSON.stringify(asApollo(hashOf(kept)).extensions);
    const byGet = await fetch(`${server.url}/graphql?extensions=${encodeURIComponent(extensions)}`);
    expect(await byGet.json()).toEqual({ data: { sessions: { totalCount: 0 } } });
  }
});

test('an unknown hash is said to be unknown', async () => {
  for (const server of [open, closed]) {
    for (const [transport, send] of Object.entries(transports)) {
      for (const hash of [hashOf(other), '__proto__', 'constructor', '']) {
        const { data, errors } = await send(server.url, { query: '', ...asApollo(hash) });
        expect(data, transport).toBeUndefined();
        expect(errors?.[0]?.extensions?.code, transport).toBe('PERSISTED_QUERY_NOT_FOUND');
      }
    }
  }
});

test('production takes nothing else, development everything', async () => {
  for (const [transport, send] of Object.entries(transports)) {
    const operations: [Operation, code: string][] = [
      [{ query: other }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: kept }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: other, ...asApollo(hashOf(other)) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ];
    for (const [operation, code] of operations) {
      expect((await send(open.url, operation)).errors, transport).toBeUndefined();
      expect((await send(closed.url, operation)).errors?.[0]?.extensions, transport).toEqual({ code });
    }
    // What is kept counts, not what comes along with its hash.
    const smuggled = await send(closed.url, { query: other, ...asApollo(hashOf(kept)) });
    expect(smuggled.data, transport).toEqual({ sessions: { totalCount: 0 } });
  }
});

test('a file that would not serve keeps the server from starting', async () => {
  for (const [content, fault] of [
    ['not JSON', /PERSISTED_OPERATIONS must be a JSON file/],
    [{ a: 1 }, /PERSISTED_OPERATIONS/],
    [{ a: '{ nothingOfTheKind }' }, /a: Cannot query field/],
    [{ a: '{ viewer {' }, /Syntax Error/],
  ] as const) {
    expect(() => openWith(write('faulty.json', content))).toThrow(fault);
  }
  expect(() => openWith(join(folder, 'missing.json'))).toThrow(/ENOENT/);
  expect(() =>
    parseEnv({
      NODE_ENV: 'production',
      JWT_SECRET: 'a secret of tests, long enough for the check',
      GRAPHIQL: 'true',
      PERSISTED_OPERATIONS: 'any.json',
    }),
  ).toThrow('GRAPHIQL must be off');
});

function openWith(path: string) {
  return openPersistedOperations({ PERSISTED_OPERATIONS: path, isProduction: false }, schema);
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
