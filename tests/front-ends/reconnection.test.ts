import { print } from 'graphql';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { signAccessToken } from '../../src/accounts/authentication/tokens.ts';
import {
  DeviceSessionChangedDocument,
  LoginDocument,
  LogoutDocument,
  RevokeAllDeviceSessionsDocument,
  ViewerEventsDocument,
} from '../generated/documents.ts';
import { startGate } from '../support/gate.ts';
import { localId } from '../support/ids.ts';
import { startServer } from '../support/server.ts';
import { password, people } from '../support/studio.ts';
import { createSocket } from './socket.ts';
import { createTokens } from './tokens.ts';

// They wait for timeouts of the front end one after another.
vi.setConfig({ testTimeout: 60_000 });

test('a front end that follows the documentation outlives its token, but not its device session', async () => {
  const server = await startServer();
  const [person] = await people(server, ['reader']);
  const claims = {
    accountId: localId(person.accountId),
    deviceSessionId: localId(person.deviceSessionId),
  };
  const short = signAccessToken({ ...server.app.env, ACCESS_TOKEN_TTL: 1_000 }, claims);
  // On a device whose clock is slow, only the server can tell that the token has expired.
  const stored = new Map([
    ['shala.tokens', JSON.stringify({ accessToken: short.token, refreshToken: person.refreshToken })],
  ]);
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const tokens = createTokens(`${server.url}/graphql`, storage);
  const socket = createSocket(`${server.url.replace('http', 'ws')}/graphql`, tokens, { webSocketImpl: WebSocket });
  let heard = (_event: unknown) => {};
  const hearing = new Promise((resolve) => {
    heard = resolve;
  });
  const failed = new Promise((resolve) => {
    const sink = { next: (event: unknown) => heard(event), error: resolve, complete: () => {} };
    socket.subscribe({ query: print(DeviceSessionChangedDocument) }, sink);
  });

  await vi.waitFor(() => expect(tokens.access).not.toBe(short.token), 20_000);
  // It connects again by now; whichever of these sign-ins comes after that is heard of.
  let isHeard = false;
  void hearing.then(() => {
    isHeard = true;
  });
  while (!isHeard) {
    await server.visitor.run(LoginDocument, { input: { login: 'reader', password } });
    // Or else they would evict the reader.
    await server.as(tokens.access).run(RevokeAllDeviceSessionsDocument, {});
  }
  expect(await hearing).toMatchObject({ data: { deviceSessionChanged: { deviceName: expect.any(String) } } });

  await server.as(tokens.access).run(LogoutDocument);
  expect(await failed).toMatchObject({ code: 4403 });
  await socket.dispose();
  await server.stop();
});

test('a refresh whose answer is lost is tried again, while its token still yields the same successor', async () => {
  const server = await startServer();
  await people(server, ['tunneller']);
  const place = await startGate(server.url);
  const tokens = createTokens(`${place.url}/graphql`);
  await tokens.signIn('tunneller', password);
  tokens.expire();
  const socket = createSocket(`${server.url.replace('http', 'ws')}/graphql`, tokens, { webSocketImpl: WebSocket });
  place.loseAnswers(true);
  const told = new Promise((next, error) => {
    socket.subscribe({ query: print(ViewerEventsDocument) }, { next, error, complete: error as () => void });
  });
  const refreshed = () => server.database.prisma.refreshToken.count({ where: { usedAt: { not: null } } });
  await vi.waitFor(async () => expect(await refreshed()).toBe(1), 10_000);
  place.loseAnswers(false);
  expect(await told).toMatchObject({ data: { viewerEvents: { __typename: 'ViewerSnapshot' } } });
  await socket.dispose();
  await place.close();
  await server.stop();
});

test('a refresh that fails, over a network that is slow, is tried again and ends no subscription', async () => {
  const server = await startServer();
  await people(server, ['commuter']);
  const [network, place] = await Promise.all([startGate(server.url), startGate(server.url)]);
  const tokens = createTokens(`${place.url}/graphql`);
  await tokens.signIn('commuter', password);
  tokens.expire();
  await place.close();
  // Sockets close after the pause before the next attempt.
  network.slow(300);
  const socket = createSocket(`${network.url.replace('http', 'ws')}/graphql`, tokens, { webSocketImpl: WebSocket });
  const told = new Promise((next, error) => {
    socket.subscribe({ query: print(ViewerEventsDocument) }, { next, error, complete: error as () => void });
  });
  await Promise.race([told, vi.waitFor(() => expect(network.connections()).toBeGreaterThan(3), 20_000)]);
  await place.open();
  expect(await told).toMatchObject({ data: { viewerEvents: { __typename: 'ViewerSnapshot' } } });
  await socket.dispose();
  await Promise.all([network.close(), place.close()]);
  await server.stop();
});
