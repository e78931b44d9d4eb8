import { readFileSync } from 'node:fs';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signAccessToken } from '../../src/accounts/authentication/tokens.ts';
import {
  DeviceSessionChangedDocument,
  LoginDocument,
  LogoutDocument,
  RefreshDocument,
  RevokeAllDeviceSessionsDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer } from '../support/server.ts';

interface Recipe {
  client: { dispose(): void | Promise<void> };
  subscribe(payload: object, sink: object): () => void;
}

/** The code of docs/authentication.md, as an app uses it. */
function recipe(url: string, tokens: object): Recipe {
  const docs = readFileSync(new URL('../../docs/authentication.md', import.meta.url), 'utf8');
  const [, sample = ''] = /```js\n([\s\S]*?)```/.exec(docs) ?? [];
  const code = sample
    .replace(/^import .*$/m, '')
    .replace(/^export /gm, '')
    .replace("'wss://studio.example.org/graphql'", 'url');
  const build = new Function('createClient', 'url', 'tokens', `${code}\nreturn { client, subscribe };`);
  const create = (options: object) => createClient({ ...options, webSocketImpl: WebSocket } as never);
  return build(create, `${url.replace('http', 'ws')}/graphql`, tokens);
}

test('a front end that follows the documentation outlives its token, but not its device session', async () => {
  const server = await startServer();
  const person = await server.register('reader');
  const claims = {
    accountId: localId(person.accountId),
    deviceSessionId: localId(person.deviceSessionId),
  };
  const short = signAccessToken({ ...server.app.env, ACCESS_TOKEN_TTL: 1_000 }, claims);
  let refreshed = () => {};
  const refreshing = new Promise<void>((resolve) => {
    refreshed = resolve;
  });
  let forgotten = () => {};
  const forgetting = new Promise<void>((resolve) => {
    forgotten = resolve;
  });
  const tokens = {
    accessToken: short.token,
    refreshToken: person.refreshToken,
    // On a device whose clock is slow, only the server can tell that the token has expired.
    expiresAt: new Date(Date.now() + 3_600_000),
    async refresh() {
      const { accountRefresh } = await server.visitor.run(RefreshDocument, { refreshToken: tokens.refreshToken });
      const payload = expectType(accountRefresh, 'AuthPayload');
      Object.assign(tokens, { accessToken: payload.accessToken, refreshToken: payload.refreshToken });
      refreshed();
    },
    forget: () => forgotten(),
  };
  const { client, subscribe } = recipe(server.url, tokens);
  let heard = (_event: unknown) => {};
  const hearing = new Promise((resolve) => {
    heard = resolve;
  });
  const failed = new Promise((resolve) => {
    const sink = { next: heard, error: resolve, complete: () => {} };
    subscribe({ query: print(DeviceSessionChangedDocument) }, sink);
  });

  await refreshing;
  // It connects again by now; whichever of these sign-ins comes after that is heard of.
  let isHeard = false;
  void hearing.then(() => {
    isHeard = true;
  });
  while (!isHeard) {
    await server.visitor.run(LoginDocument, { input: { login: 'reader', password: 'correct horse battery' } });
    // Or else they would evict the reader.
    await server.as(tokens.accessToken).run(RevokeAllDeviceSessionsDocument, {});
  }
  expect(await hearing).toMatchObject({ data: { deviceSessionChanged: { deviceName: expect.any(String) } } });

  await server.as(tokens.accessToken).run(LogoutDocument);
  await forgetting;
  expect(await failed).toMatchObject({ code: 4403 });
  await client.dispose();
  await server.stop();
});
