import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  OwnSecondFactorsDocument,
  PasskeyBeginDocument,
  ResetSecondFactorsDocument,
  SecondFactorsOfDocument,
  SuspendDocument,
  TotpDisableDocument,
  ViewerDocument,
} from '../generated/documents.ts';
import { lastMailTo } from '../support/mails.ts';
import { expectType, startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { password, people, person, schedule } from '../support/studio.ts';
import { answer, challengeOf, codeOf, enrol } from '../support/totp.ts';

let server: TestServer;
let relaxed: TestServer;
beforeAll(async () => {
  [server, relaxed] = await Promise.all([startServer({ REQUIRE_ADMIN_TOTP: 'true' }), startServer()]);
});
afterAll(async () => {
  await Promise.all([server.stop(), relaxed.stop()]);
});

const required = { extensions: { code: 'ADMIN_TOTP_REQUIRED' } };

test('under REQUIRE_ADMIN_TOTP an admin does nothing as one until an app is set up, and cannot switch it off', async () => {
  const [root] = await people(server, ['root'], { role: 'ADMIN' });
  const ada = await person(server, 'ada');
  // They are told what they are, and what they need.
  expect((await root.run(OwnSecondFactorsDocument)).viewer).toMatchObject({
    role: 'ADMIN',
    isTotpRequired: true,
    totpEnabledAt: null,
  });
  const id = ada.accountId;
  expect((await root.ask(SecondFactorsOfDocument, { id })).errors).toMatchObject([required]);
  expect((await root.ask('{ adminOverview { accounts } }')).errors).toMatchObject([required]);
  expect((await root.ask(SuspendDocument, { id, reason: 'spam' })).errors).toMatchObject([required]);
  const revoke = 'mutation ($id: ID!) { deviceSessionRevoke(id: $id, reason: "lost") { __typename } }';
  expect((await root.ask(revoke, { id: ada.deviceSessionId })).errors).toMatchObject([required]);
  const host = await person(server, 'host', 'CREATOR');
  const session = await schedule(host);
  const cancel = 'mutation ($id: ID!) { sessionCancel(id: $id, reason: "rain") { __typename } }';
  expect((await root.ask(cancel, { id: session.id })).errors).toMatchObject([required]);
  expect((await root.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).data).toEqual({ node: null });
  const file = await fetch(`${server.url}/export/accounts.csv?reason=audit`, {
    headers: { Authorization: `Bearer ${root.accessToken}` },
  });
  expect(await file.json()).toMatchObject({ code: 'ADMIN_TOTP_REQUIRED' });
  const refusals = await server.database.prisma.auditEvent.findMany({
    where: { actorId: root.id, refusal: { not: null } },
  });
  expect(refusals.map(({ action, refusal }) => [action, refusal])).toContainEqual([
    'account.suspend_refused',
    'ADMIN_TOTP_REQUIRED',
  ]);
  const stream = root.subscribe('subscription { studioEvents { cursor } }', {});
  expect(await stream.end()).toMatchObject([required]);
  await stream.close();
  expect((await ada.run(ViewerDocument)).viewer?.user.username).toBe('ada');

  const { secret, codes } = await enrol(server, root);
  expect((await root.run(SecondFactorsOfDocument, { id })).account).toMatchObject({
    totpEnabledAt: null,
    recoveryCodesLeft: 0,
    passkeys: [],
    isTotpRequired: false,
  });
  expect((await root.run(TotpDisableDocument, { password, code: codeOf(secret) })).totpDisable).toMatchObject({
    __typename: 'AdminTotpRequiredError',
  });
  // They sign in elsewhere with a code, as admins at once.
  const { challenge } = await challengeOf(server, root);
  const signed = expectType(await answer(server, challenge, codes[0] ?? ''), 'AuthPayload');
  expect(signed.account.role).toBe('ADMIN');
  expect((await server.as(signed.accessToken).ask('{ adminOverview { accounts } }')).errors).toBeUndefined();
});

test('an admin resets the second factors of a person, with a reason; the person is told and signed out', async () => {
  const [root, bea, cleo] = await people(server, ['chief', 'bea', 'cleo']);
  await server.database.prisma.account.update({ where: { id: root.id }, data: { role: 'ADMIN' } });
  await enrol(server, root);
  await enrol(server, bea);
  const reset = (who: typeof root, id: string, reason = 'the phone is lost') =>
    who.ask(ResetSecondFactorsDocument, { id, reason });
  expect((await reset(cleo, bea.accountId)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await reset(root, bea.accountId, ' ')).data?.accountResetSecondFactors).toMatchObject({
    issues: [{ path: ['reason'] }],
  });
  expect((await reset(root, root.accountId)).data?.accountResetSecondFactors).toMatchObject({
    issues: [{ path: ['id'] }],
  });
  expect((await reset(root, cleo.accountId)).data?.accountResetSecondFactors).toMatchObject({
    issues: [{ path: ['id'] }],
  });
  const { challenge } = await challengeOf(server, bea);
  expect((await reset(root, bea.accountId)).data?.accountResetSecondFactors).toMatchObject({
    __typename: 'Account',
    totpEnabledAt: null,
    recoveryCodesLeft: 0,
  });
  expect(await bea.ask(ViewerDocument)).toMatchObject(tokenRefused);
  expect(await answer(server, challenge, '123456')).toMatchObject({ code: 'INVALID_CHALLENGE' });
  const mail = await lastMailTo(server, 'bea');
  expect(mail.subject).toBe('Your second factors were reset');
  const [audited] = await server.database.prisma.auditEvent.findMany({
    where: { targetId: bea.id, action: 'account.second_factors_reset' },
  });
  expect(audited).toMatchObject({ actorId: root.id, reason: 'the phone is lost', details: { deviceSessionsEnded: 1 } });
});

test('without the setting nothing is withheld, and an admin switches codes off like anybody', async () => {
  const [root] = await people(relaxed, ['root'], { role: 'ADMIN' });
  expect((await root.ask('{ adminOverview { accounts } }')).errors).toBeUndefined();
  const { secret } = await enrol(relaxed, root);
  expect((await root.run(TotpDisableDocument, { password, code: codeOf(secret) })).totpDisable?.__typename).toBe(
    'Account',
  );
  expect((await root.run(PasskeyBeginDocument, {})).passkeyBegin?.__typename).toBe('PasskeyOptions');
});
