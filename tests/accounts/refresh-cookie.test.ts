import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { password, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const selection = '{ __typename ... on AuthPayload { accessToken refreshToken } ... on UserError { code } }';
const signIn = `mutation ($input: AccountLoginInput!) { result: accountLogin(input: $input) ${selection} }`;
const refresh = `mutation { result: accountRefresh ${selection} }`;

/** Sends an operation as a page would; returns its result and the cookies that it set. */
async function send(query: string, variables: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as { data: { result: Record<string, unknown> } };
  return { result: data?.result, cookies: response.headers.getSetCookie() };
}

const ownPage = () => ({ Origin: server.url, 'Sec-Fetch-Site': 'same-origin' });
const pairOf = (cookie: string | undefined) => cookie?.split(';', 1)[0] ?? '';

test('a page of this server keeps the refresh token in a cookie that no script reads', async () => {
  await people(server, ['cookie']);
  const input = { login: 'cookie', password, refreshTokenInCookie: true };
  const { result, cookies } = await send(signIn, { input }, ownPage());
  expect(result).toMatchObject({ __typename: 'AuthPayload', refreshToken: '' });
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/^shala_refresh_\d+=[\w-]{40,}; .*Path=\/graphql; .*HttpOnly; .*SameSite=Strict$/);
  expect(cookies[0]).not.toContain('Secure');

  // Each refresh replaces the cookie; a retry gets the same successor.
  const first = pairOf(cookies[0]);
  const [once, again] = [
    await send(refresh, {}, { ...ownPage(), Cookie: first }),
    await send(refresh, {}, { ...ownPage(), Cookie: first }),
  ];
  expect(once.result).toMatchObject({ __typename: 'AuthPayload', refreshToken: '' });
  expect(pairOf(once.cookies[0])).not.toBe(first);
  expect(pairOf(again.cookies[0])).toBe(pairOf(once.cookies[0]));

  // Signing out deletes it, and so does a refresh that is refused.
  const Authorization = `Bearer ${once.result?.accessToken}`;
  const Cookie = pairOf(once.cookies[0]);
  const out = await send(
    'mutation { result: accountLogout { __typename } }',
    {},
    { ...ownPage(), Authorization, Cookie },
  );
  expect(out.cookies[0]).toMatch(/^shala_refresh_\d+=; .*Expires=Thu, 01 Jan 1970/);
  const refused = await send(refresh, {}, { ...ownPage(), Cookie });
  expect(refused.result).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  expect(refused.cookies[0]).toMatch(/^shala_refresh_\d+=;/);
});

test('a page of another origin gets no cookie, and the cookie does nothing for it', async () => {
  await people(server, ['stranger']);
  const input = { login: 'stranger', password, refreshTokenInCookie: true };
  for (const headers of [
    { Origin: 'http://localhost:5173' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { ...ownPage(), 'Sec-Fetch-Site': 'same-site' },
  ]) {
    const { result, cookies } = await send(signIn, { input }, headers);
    expect(result, JSON.stringify(headers)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(cookies).toEqual([]);
  }
  const { cookies } = await send(signIn, { input }, ownPage());
  const Cookie = pairOf(cookies[0]);
  for (const headers of [{ Origin: 'http://localhost:5173' }, { ...ownPage(), 'Sec-Fetch-Site': 'cross-site' }]) {
    const forged = await send(refresh, {}, { ...headers, Cookie });
    expect(forged.result).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(forged.cookies).toEqual([]);
  }
  // The cookie is not used up by them.
  expect((await send(refresh, {}, { ...ownPage(), Cookie })).result).toMatchObject({ __typename: 'AuthPayload' });
});

test('without the choice the refresh token is in the result, as ever', async () => {
  await people(server, ['program']);
  const { result, cookies } = await send(signIn, { input: { login: 'program', password } });
  expect(result?.refreshToken).toMatch(/^.{40,}$/);
  expect(cookies).toEqual([]);
  expect((await send(refresh, {})).result).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
});

test('behind HTTPS the cookie is sent over HTTPS alone', async () => {
  const secure = await startServer({ PUBLIC_URL: 'https://studio.example.org' });
  await people(secure, ['careful']);
  const response = await fetch(`${secure.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      query: signIn,
      variables: { input: { login: 'careful', password, refreshTokenInCookie: true } },
    }),
  });
  expect(response.headers.getSetCookie()[0]).toMatch(/^shala_refresh=.*Secure/);
  await secure.stop();
});
