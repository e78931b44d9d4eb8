import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateSessionDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;
/** In production, with its front end elsewhere. */
let production: TestServer;
beforeAll(async () => {
  [server, production] = await Promise.all([
    startServer(),
    startServer({ NODE_ENV: 'production', APP_URL: 'https://studio.example.org' }),
  ]);
});
afterAll(() => Promise.all([server.stop(), production.stop()]));

const browser = { Accept: 'text/html,application/xhtml+xml' };
const visit = async (at: TestServer, path: string) => {
  const response = await fetch(at.url + path, { headers: browser });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

test('every address that a link of this server leads to is a page of its own', async () => {
  for (const path of ['/', '/reset-password?token=x', '/verify-email?token=x', '/sessions/U2Vzc2lvbjox']) {
    const { status, headers, html } = await visit(server, path);
    expect(status, path).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toMatch(/<html lang="en">[\s\S]*<h1>/);
    // The browser runs the page's script, and no other.
    const policy = headers.get('content-security-policy') ?? '';
    for (const [, script = ''] of html.matchAll(/<script>([\s\S]*?)<\/script>/g)) {
      expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
      expect(() => new Function(script)).not.toThrow();
    }
    expect(policy).not.toContain('unsafe');
  }
  const icon = await fetch(`${server.url}/favicon.ico`);
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect(await icon.text()).toContain('<svg');
});

test('where the front end is elsewhere, its pages are not here', async () => {
  for (const path of ['/reset-password?token=x', '/verify-email', '/sessions/x'])
    expect((await visit(production, path)).status, path).toBe(404);
  expect((await visit(production, '/')).html).not.toContain('GraphiQL');
  expect((await visit(server, '/')).html).toContain('<a href="/graphql">GraphiQL</a>');
});

test('a browser is told why there is no GraphiQL', async () => {
  const { status, html } = await visit(production, '/graphql');
  expect(status).toBe(406);
  expect(html).toContain('GRAPHIQL=true');
});

test('GraphiQL is small, and its parts are compressed and kept by the browser', async () => {
  const { status, headers, html } = await visit(server, '/graphql');
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(html.length).toBeLessThan(60_000);
  expect(html.indexOf('<meta charset')).toBeLessThan(200);
  for (const [, script = ''] of html.matchAll(/<script>([\s\S]*?)<\/script>/g))
    expect(() => new Function(script)).not.toThrow();
  const paths = [...html.matchAll(/(?:src|href)="(\/graphql\/[^"]+)"/g)].map(([, path]) => path as string);
  expect(paths.map((path) => path.split('.').pop())).toEqual(['css', 'js']);
  let bytes = 0;
  for (const path of paths) {
    const plain = await get(path);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const br = await get(path, 'gzip, br');
    expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: expect.stringContaining('Accept-Encoding') });
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    const gzip = await get(path, 'gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    bytes += br.body.length;
  }
  expect(bytes).toBeLessThan(2_200_000);
  expect((await get('/graphql/graphiql-none.js')).status).toBe(404);
}, 60_000);

test('answers over 1 KB are compressed, of GraphQL as of routes; short ones and streams are not', async () => {
  const host = await person(server, 'wordy', 'CREATOR');
  const description = 'Breathe in, breathe out. '.repeat(100);
  const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Long', description } });
  const { id } = expectType(sessionCreate, 'Session');
  const ask = (query: string, encoding?: string, accept = 'application/json') =>
    get('/graphql', encoding, { query, accept, token: host.accessToken as string });
  const long = `{ session(id: "${id}") { description } }`;
  const plain = await ask(long);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.length).toBeGreaterThan(1024);
  for (const accept of ['application/json', 'application/graphql-response+json, application/json;q=0.9']) {
    const br = await ask(long, 'gzip, deflate, br', accept);
    expect(br.headers['content-encoding'], accept).toBe('br');
    expect(JSON.parse(String(brotliDecompressSync(br.body)))).toEqual(JSON.parse(String(plain.body)));
  }
  const gzip = await ask(long, 'gzip');
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gzip.headers.vary).toMatch(/Accept-Encoding/i);
  expect(String(gunzipSync(gzip.body))).toBe(String(plain.body));
  expect((await ask('{ __typename }', 'gzip, br')).headers['content-encoding']).toBeUndefined();
  expect((await ask(long, 'gzip, br', 'text/event-stream')).headers['content-encoding']).toBe('none');
  expect((await get('/', 'gzip')).headers['content-encoding']).toBe('gzip');
});

test('GET takes the hash of a document as POST does', async () => {
  const url = `${server.url}/graphql?documentId=nothing`;
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
});

test('no cache keeps an answer to GET', async () => {
  for (const query of ['{__typename}', '{sessions{totalCount}}', '{nothing}', '']) {
    const response = await fetch(`${server.url}/graphql?query=${query}`, { headers: { Accept: 'application/json' } });
    await response.text();
    expect(response.headers.get('cache-control'), query).toBe('no-store');
  }
  const stream = await fetch(`${server.url}/graphql?query={__typename}`, { headers: { Accept: 'text/event-stream' } });
  expect(await stream.text()).toContain('event: complete');
  expect(stream.headers.get('cache-control')).toMatch(/no-cache|no-store/);
});

test('the schema describes itself', async () => {
  const { data } = await server.visitor.ask<{ __schema: { description: string } }>('{ __schema { description } }');
  expect(data?.__schema.description).toContain('Authorization: Bearer');
});

/** A request whose answer is not decompressed. */
function get(path: string, encoding?: string, post?: { query: string; accept: string; token: string }) {
  type Raw = { status: number | undefined; headers: Record<string, unknown>; body: Buffer };
  return new Promise<Raw>((resolve, reject) => {
    const headers = {
      ...(encoding && { 'Accept-Encoding': encoding }),
      ...(post && { 'Content-Type': 'application/json', Accept: post.accept, Authorization: `Bearer ${post.token}` }),
    };
    const body = post && JSON.stringify({ query: post.query });
    const sent = request(server.url + path, { method: post ? 'POST' : 'GET', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
