import { afterAll, beforeAll, expect, test } from 'vitest';
import { LoginDocument } from '../generated/documents.ts';
import { startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { password, people } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a refused token is told by a status, a header and a code, in JSON as in a stream', async () => {
  for (const authorization of ['Bearer nonsense', 'Bearer', 'nonsense', 'Basic dXNlcjpwYXNz', 'Token abc']) {
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json', 'text/event-stream']) {
      for (const query of ['{ viewer { id } }', 'subscription { deviceSessionChanged { id } }']) {
        const response = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Accept: accept, Authorization: authorization },
          body: JSON.stringify({ query }),
        });
        const text = await response.text();
        if (query.startsWith('{') || accept === 'text/event-stream')
          expect(text, `${authorization} ${accept} ${query}`).toContain('"code":"UNAUTHENTICATED"');
        if (query.startsWith('{') && accept !== 'text/event-stream') {
          expect(response.status, accept).toBe(401);
          expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
        }
      }
    }
  }
  const visitor = await server.visitor.ask('{ viewer { id } }', {}, { Authorization: '' });
  expect(visitor).toEqual({ status: 200, data: { viewer: null } });
});

test('people sign in, refresh and follow links whatever old token is sent along', async () => {
  const [person] = await people(server, ['forgetful']);
  const old = server.as('expired');
  const input = { login: 'forgetful', password };
  expect(await old.run(LoginDocument, { input })).toMatchObject({ accountLogin: { __typename: 'AuthPayload' } });
  const { data } = await old.ask(
    `mutation ($token: String!) {
      accountRefresh(refreshToken: $token) { __typename }
      accountRequestPasswordReset(login: "nobody") { __typename }
      accountResetPassword(token: "none", newPassword: "correct horse battery") { __typename }
      ...More
    }
    fragment More on Mutation { accountVerifyEmail(token: "none") { __typename } }`,
    { token: person.refreshToken },
  );
  expect(data).toEqual({
    accountRefresh: { __typename: 'AuthPayload' },
    accountRequestPasswordReset: { __typename: 'PasswordResetRequestPayload' },
    accountResetPassword: { __typename: 'InvalidLinkError' },
    accountVerifyEmail: { __typename: 'InvalidLinkError' },
  });
  // One that needs a person refuses the operation, so that nothing of it is done twice.
  const mixed = 'mutation { accountRequestPasswordReset(login: "nobody") { __typename } accountLogout { __typename } }';
  expect(await old.ask(mixed)).toMatchObject(tokenRefused);
});
