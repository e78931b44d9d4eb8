import { once } from 'node:events';
import { connect } from 'node:net';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeviceSessionChangedDocument, LoginDocument } from '../generated/documents.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { password, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ REQUEST_TIMEOUT: '1s' });
});
afterAll(() => server.stop());

const audits = serverAudits({ url: () => `${server.url}/graphql` });

test('the audits of GraphQL over HTTP are all there', () => {
  expect(audits.length).toBeGreaterThanOrEqual(61);
});

test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
  const result = await audit.fn();
  if ('response' in result && !result.response.bodyUsed) await result.response.text();
  expect(result).toMatchObject({ status: 'ok' });
});

test('every answer says how little a browser may make of it', async () => {
  for (const [path, init] of [
    ['/graphql', { headers: { Accept: 'text/html' } }],
    ['/graphql?query={__typename}', {}],
    ['/graphql', { method: 'POST', body: 'nonsense' }],
    ['/livez', {}],
    ['/nothing', {}],
  ] as const) {
    const response = await fetch(server.url + path, init);
    await response.text();
    expect(Object.fromEntries(response.headers), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(response.headers.get('set-cookie')).toBeNull();
  }
});

test.each([
  ['headers', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n', 'X-More: 1\r\n'],
  [
    'a body',
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
    ' ',
  ],
  [
    'a body in chunks',
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    '1\r\n \r\n',
  ],
])('whoever sends %s by drops is cut off, while streams and others go on', async (_name, beginning, drop) => {
  const [person] = await people(server, [`patient${++patients}`]);
  const stream = person.subscribe(DeviceSessionChangedDocument, {});
  const events = await openEvents(server.url, person.accessToken as string);
  const { hostname, port } = new URL(server.url);
  const slow = connect(Number(port), hostname).on('error', () => {});
  let received = '';
  slow.on('data', (data) => {
    received += String(data);
  });
  slow.write(beginning);
  const trickle = setInterval(() => slow.write(drop), 100);
  const began = performance.now();
  const cutOff = once(slow, 'close');
  expect((await server.visitor.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  await cutOff;
  clearInterval(trickle);
  expect(received).toMatch(/^HTTP\/1.1 408/);
  expect(performance.now() - began).toBeLessThan(5_000);

  // Both were opened before the request that took too long.
  await server.visitor.run(LoginDocument, { input: { login: person.username, password } });
  expect(await stream.next()).toMatchObject({ deviceSessionChanged: { isActive: true } });
  expect(await events.next()).toMatch('deviceSessionChanged');
  await Promise.all([stream.close(), events.close()]);
});

let patients = 0;

/** A subscription over server-sent events. */
async function openEvents(url: string, accessToken: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'text/event-stream',
      Authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({ query: 'subscription { deviceSessionChanged { id } }' }),
  });
  const reader = (response.body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** What comes next but for the pings that keep a connection open. */
    async next(): Promise<string> {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) throw new Error('The stream has ended.');
        if (value.includes('data')) return value;
      }
    },
    close: () => reader.cancel(),
  };
}
