import { expect, inject, test, vi } from 'vitest';
import {
  CreateSessionDocument,
  JoinByCodeDocument,
  LiveSessionDocument,
  SessionEventsDocument,
} from '../generated/documents.ts';
import { startProcess } from '../support/processes.ts';
import { createTestClient, expectType, startServer } from '../support/server.ts';
import { people } from '../support/studio.ts';

// The embedded database serves one process.
test.runIf(inject('templateUrl'))(
  'a killed node leaves no ghosts, and the people of other nodes alone',
  { timeout: 60_000 },
  async () => {
    const server = await startServer();
    const [host, ben, cleo] = await people(server, ['host', 'ben', 'cleo']);
    const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: 'Standup' } });
    const { id } = expectType(sessionCreate, 'Session');
    const code = (await host.run(LiveSessionDocument, { id })).session?.joinCode as string;
    const joinedAt = Date.now();
    for (const person of [ben, cleo]) await person.run(JoinByCodeDocument, { code });

    const node = await startProcess({
      DATABASE_URL: server.databaseUrl as string,
      JWT_SECRET: server.app.env.JWT_SECRET,
    });
    const bens = createTestClient(node.url, ben.accessToken).subscribe(SessionEventsDocument, { sessionId: id });
    const cleos = cleo.subscribe(SessionEventsDocument, { sessionId: id });
    await Promise.all([bens.next(), cleos.next()]);
    const presences = async () => {
      const { session } = await host.run(LiveSessionDocument, { id });
      return Object.fromEntries(session?.participants?.nodes.map((one) => [one.user.username, one.presence]) ?? []);
    };
    expect(await presences()).toMatchObject({ ben: 'ONLINE', cleo: 'ONLINE' });

    const killedAt = Date.now();
    node.kill('SIGKILL');
    await node.exited;
    expect(await presences()).toMatchObject({ ben: 'ONLINE', cleo: 'ONLINE' });
    // As if the time of a lease had passed; the live node renews its own.
    const { prisma } = server.database;
    const { nodeId } = await prisma.presenceLease.findFirstOrThrow({ where: { accountId: ben.id } });
    await prisma.presenceNode.update({ where: { id: nodeId }, data: { seenAt: new Date(Date.now() - 31_000) } });
    await vi.waitFor(async () => expect(await presences()).toMatchObject({ ben: 'OFFLINE', cleo: 'ONLINE' }), {
      timeout: 20_000,
      interval: 200,
    });
    const { session } = await host.run(LiveSessionDocument, { id });
    const attended = session?.participants?.nodes.find(({ user }) => user.username === 'ben')?.attendedSeconds ?? 0;
    // Attendance ends at the node's last renewal, which is before it was killed, in full seconds.
    expect(attended).toBeLessThanOrEqual(Math.round((killedAt - joinedAt) / 1000));
    const ghosts = await prisma.presenceLease.findMany({ where: { accountId: ben.id } });
    expect(ghosts).toEqual([]);

    await bens.close();
    await cleos.close();
    await server.stop();
  },
);
