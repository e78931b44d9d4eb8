import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { openSocket } from '../support/socket.ts';

const friend = 'https://app.example.org';
const otherFriend = 'https://studio.example.org';
const foe = 'https://evil.example.org';
const localOrigins = ['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:8080', 'https://localhost'];

let server: TestServer;
/** With pages elsewhere, and in production. */
let strict: TestServer;
beforeAll(async () => {
  [server, strict] = await Promise.all([
    startServer(),
    startServer({ CORS_ORIGINS: `${friend}, ${otherFriend}`, NODE_ENV: 'production' }),
  ]);
});
afterAll(() => Promise.all([server.stop(), strict.stop()]));

test('only pages of this server and of the listed origins may open sockets', async () => {
  const opens = async (url: string, origin?: string) => {
    const socket = openSocket(url, origin === undefined ? {} : { headers: { Origin: origin } });
    const opened = await socket.opened.then(
      () => true,
      (error: Error) => error.message,
    );
    await socket.close();
    return opened;
  };
  const refused = 'Unexpected server response: 403';
  expect(await opens(server.url)).toBe(true);
  expect(await opens(server.url, server.url)).toBe(true);
  expect(await opens(strict.url, friend)).toBe(true);
  expect(await opens(server.url, friend)).toBe(refused);
  for (const origin of [foe, `${friend}.evil.example`, 'null', 'http://localhost.evil.example', 'http://localhost:x']) {
    expect(await opens(server.url, origin), origin).toBe(refused);
  }
  for (const origin of localOrigins) {
    expect(await opens(server.url, origin), origin).toBe(true);
    expect(await opens(strict.url, origin), origin).toBe(refused);
  }
});

test('only pages of the listed origins may read answers', async () => {
  const allowedFor = async (url: string, origin: string, method = 'POST') => {
    const response = await fetch(`${url}/graphql`, {
      method,
      headers: {
        Origin: origin,
        ...(method === 'OPTIONS'
          ? { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type' }
          : { 'Content-Type': 'application/json' }),
      },
      ...(method === 'POST' && { body: '{"query":"{__typename}"}' }),
    });
    await response.text();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-allow')));
  };
  for (const origin of [friend, otherFriend]) {
    expect(await allowedFor(strict.url, origin)).toMatchObject({ 'access-control-allow-origin': origin });
    expect(await allowedFor(strict.url, origin, 'OPTIONS')).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization,content-type',
    });
  }
  for (const method of ['POST', 'OPTIONS']) {
    for (const origin of localOrigins) {
      expect(await allowedFor(server.url, origin, method)).toMatchObject({ 'access-control-allow-origin': origin });
      expect(await allowedFor(strict.url, origin, method)).toEqual({});
    }
    expect(await allowedFor(strict.url, foe, method)).toEqual({});
    expect(await allowedFor(strict.url, 'null', method)).toEqual({});
    expect(await allowedFor(server.url, friend, method)).toEqual({});
  }
});
