import { afterAll, beforeAll, expect, test } from 'vitest';
import { RevokeDeviceSessionDocument, ViewerDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer, tokenRefused } from '../support/server.ts';
import { openSocket, type Socket } from '../support/socket.ts';
import { people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a token that is no good is refused over every transport, before anything is executed', async () => {
  const [person] = await people(server, ['tess']);
  expect(await person.run(ViewerDocument)).toMatchObject({ viewer: { user: { username: 'tess' } } });
  const [header, payload] = (person.accessToken as string).split('.');
  for (const token of ['nonsense', 'null', `${header}.${payload}.c2lnbmF0dXJl`, `${header}.${payload}.`]) {
    const refused = await server.as(token).ask(ViewerDocument);
    expect(refused).toMatchObject(tokenRefused);
    expect(refused).not.toHaveProperty('data');
    const socket = openSocket(server.url, { connectionParams: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  }
  await person.run(RevokeDeviceSessionDocument, { id: person.deviceSessionId });
  const message = 'The device session of the access token has ended: sign in again.';
  expect(await person.ask('{ __typename }')).toMatchObject({ ...tokenRefused, errors: [{ message }] });
});

test('a socket is told of connectionParams in a form that the server does not read', async () => {
  const { accessToken } = await person(server, 'formal');
  const wrong = { code: 4400, reason: 'connectionParams must be {"Authorization": "Bearer <access token>"}' };
  for (const connectionParams of [
    { headers: { Authorization: `Bearer ${accessToken}` } },
    { authorization: accessToken },
    { token: accessToken },
    { Authorization: { token: accessToken } },
    { Authorization: 1 },
    { Authorization: 'Bearer' },
  ]) {
    expect(await openSocket(server.url, { connectionParams }).closed, JSON.stringify(connectionParams)).toEqual(wrong);
  }
  for (const connectionParams of [undefined, {}, { Authorization: null }, { authorization: '' }]) {
    const socket = openSocket(server.url, connectionParams && { connectionParams });
    expect(await socket.ask('{ viewer { id } }')).toEqual({ data: { viewer: null } });
    await socket.close();
  }
  const named = { AUTHORIZATION: `bearer ${accessToken}`, client: 'web' };
  const socket = openSocket(server.url, { connectionParams: named });
  expect(await socket.ask('{ viewer { __typename } }')).toEqual({ data: { viewer: { __typename: 'Account' } } });
  await socket.close();
});

test('an operation on a socket whose admission has just ended closes it, and is not answered', async () => {
  for (const query of ['{ viewer { id } }', 'subscription { deviceSessionChanged { id } }']) {
    const { accessToken, deviceSessionId } = await person(server, `latecomer${query.length}`);
    const socket = openSocket(server.url, { connectionParams: { Authorization: `Bearer ${accessToken}` } });
    await socket.opened;
    // As another node does it, of which this one learns a moment later.
    await server.database.prisma.deviceSession.update({
      where: { id: localId(deviceSessionId) },
      data: { endedAt: new Date(), endedBy: 'REVOKED' },
    });
    await expect(socket.ask(query)).rejects.toThrow('4403');
  }
});

test('a socket closes when its device session is ended elsewhere', async () => {
  const [person] = await people(server, ['nomad']);
  const [bystander] = await people(server, ['stay']);
  const sockets = [person, bystander].map(({ accessToken }) =>
    openSocket(server.url, { connectionParams: { Authorization: `Bearer ${accessToken}` } }),
  );
  const [lost, kept] = sockets as [Socket, Socket];
  for (const socket of sockets) expect(await socket.ask('{ viewer { __typename } }')).toMatchObject({ data: {} });

  const began = performance.now();
  await person.run(RevokeDeviceSessionDocument, { id: person.deviceSessionId });
  expect(await lost.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(await kept.ask('{ viewer { __typename } }')).toEqual({ data: { viewer: { __typename: 'Account' } } });
  await kept.close();
});
