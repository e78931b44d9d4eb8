import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../../src/env.ts';
import { startServer, type TestServer } from '../support/server.ts';

const directory = `${mkdtempSync(join(tmpdir(), 'shala-built-'))}/`;
const script = 'console.log("the studio")';
const document = '{ sessions { totalCount } }';

let server: TestServer;
beforeAll(async () => {
  mkdirSync(`${directory}assets`);
  writeFileSync(
    `${directory}index.html`,
    '<!doctype html><html lang="en"><style nonce="NONCE-OF-THE-ANSWER"></style></html>',
  );
  writeFileSync(`${directory}operations.json`, JSON.stringify({ own: document }));
  writeFileSync(`${directory}assets/index-abc.js`, script);
  writeFileSync(`${directory}assets/index-abc.js.br`, brotliCompressSync(script));
  writeFileSync(`${directory}assets/index-abc.js.gz`, gzipSync(script));
  server = await startServer({ WEB: 'true' }, undefined, directory);
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const open = (path: string, headers: Record<string, string> = { Accept: 'text/html' }) =>
  fetch(server.url + path, { headers });

test('every address that a browser opens is the studio, with a policy of its own', async () => {
  for (const path of ['/', '/sessions/U2Vzc2lvbjox', '/host', '/reset-password?token=x', '/no/such/page']) {
    const response = await open(path);
    expect(response.status, path).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await response.text()).toContain(`nonce="${nonce}"`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
  const [one, other] = await Promise.all(['/', '/'].map(async (path) => (await open(path)).text()));
  expect(one).not.toBe(other);
});

test('files are compressed before they are asked for, and kept for good', async () => {
  for (const [accepted, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0', null],
    ['gzip;q=0', null],
    ['identity', null],
  ] as const) {
    const response = await open('/assets/index-abc.js', { 'Accept-Encoding': accepted });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).toBe(script);
  }
  for (const path of ['/assets/index-old.js', '/assets/../operations.json', '/assets/index-abc.js.br'])
    expect((await open(path, {})).status, path).toBe(404);
});

test('files carry a validator, by which a browser that has them is told so', async () => {
  for (const path of ['/assets/index-abc.js', '/favicon.ico']) {
    const first = await open(path, {});
    const caching = first.headers.get('cache-control');
    const tag = first.headers.get('etag') as string;
    expect(tag, path).toMatch(/^W\/".{43}"$/);
    for (const held of [tag, `"other", ${tag}`, '*']) {
      const again = await fetch(server.url + path, { headers: { 'If-None-Match': held } });
      expect([again.status, again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([
        304,
        tag,
        caching,
      ]);
      expect(await again.text()).toBe('');
    }
    expect((await open(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  }
});

test('other routes keep their addresses, and programs get no page', async () => {
  expect(await (await open('/graphql')).text()).toContain('GraphiQL');
  expect((await open('/livez')).headers.get('content-type')).not.toContain('html');
  const program = await open('/no/such/page', { Accept: 'application/json' });
  expect([program.status, await program.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })]);
  expect((await fetch(`${server.url}/host`, { method: 'POST' })).status).toBe(404);
});

test('its operations are persisted, beside those of PERSISTED_OPERATIONS', async () => {
  const file = join(directory, 'more.json');
  writeFileSync(file, JSON.stringify({ more: '{ viewer { id } }' }));
  const settings = { WEB: 'true', NODE_ENV: 'production', PERSISTED_OPERATIONS: file };
  const closed = await startServer(settings, undefined, directory);
  const ask = async (body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch(`${closed.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const withHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
  expect(await ask(withHash('own'))).toEqual({ data: { sessions: { totalCount: 0 } } });
  expect(await ask(withHash('more'))).toEqual({ data: { viewer: null } });
  expect(await ask({ query: document })).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }],
  });
  await closed.stop();
});

test('WEB=false leaves it out, and so does a front end elsewhere', async () => {
  const without = await startServer({ WEB: 'false' }, undefined, directory);
  expect(await (await fetch(`${without.url}/`)).text()).toContain('GraphQL backend');
  await without.stop();
  const secret = 'a secret of tests, long enough for the check';
  const env = (more: object) => parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, ...more }).WEB;
  expect(env({})).toBe(true);
  expect(env({ APP_URL: 'https://studio.example.org' })).toBe(false);
  expect(env({ APP_URL: 'https://studio.example.org', WEB: 'true' })).toBe(true);
});
