import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import { SetRoleDocument, SuspendDocument } from '../generated/documents.ts';
import { day, writeSequence } from '../support/practice.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const acts = [
  ['demote', (who: Person, id: string) => who.ask(SetRoleDocument, { id, role: 'USER', reason: 'Coup' })],
  ['suspend', (who: Person, id: string) => who.ask(SuspendDocument, { id, reason: 'Coup' })],
] as const;

test.each(acts)('of two admins who %s each other at the same time one stays', async (name, act) => {
  const { prisma } = server.database;
  for (let round = 0; round < 5; round += 1) {
    const [one, other] = await people(server, [`${name}-a${round}`, `${name}-b${round}`], { role: 'ADMIN' });
    await Promise.all([act(one, other.accountId), act(other, one.accountId)]);
    const both = await prisma.account.findMany({ where: { id: { in: [one.id, other.id] } } });
    expect(both.filter(({ role, status }) => role === 'ADMIN' && status === 'ACTIVE')).toHaveLength(1);
  }
});

test('nobody who cannot sign in becomes an admin', async () => {
  const admin = await person(server, 'keeper', 'ADMIN');
  const [gone, guest] = await people(server, ['gone', 'guest']);
  await server.database.prisma.account.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
  await server.database.prisma.account.update({ where: { id: guest.id }, data: { isGuest: true } });
  const promote = async (id: string) =>
    (await admin.run(SetRoleDocument, { id: globalId('Account', id), role: 'ADMIN', reason: 'Why not' }))
      .accountSetRole;
  expect(await promote(gone.id)).toMatchObject({ __typename: 'NotFoundError' });
  expect(await promote(guest.id)).toMatchObject({ __typename: 'InvalidInputError' });
});

test('what begins while its sequence is deleted begins, or is refused', async () => {
  const author = await person(server, 'author', 'CREATOR');
  const crowd = await people(server, ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  for (const who of crowd) {
    const { id } = await writeSequence(author);
    const input = `$i: ID!`;
    const answers = await Promise.all([
      author.ask('mutation($id: ID!) { sequenceDelete(id: $id) { __typename } }', { id }),
      who.ask(`mutation(${input}) { practiceStart(input: { sequenceId: $i, replaceCurrent: true }) { __typename } }`, {
        i: id,
      }),
      who.ask(
        `mutation(${input}, $d: Date!) { practiceLog(input: { sequenceId: $i, localDate: $d, durationSeconds: 60 }) { __typename } }`,
        { i: id, d: day(0) },
      ),
      author.ask(`mutation(${input}) { sessionCreate(input: { title: "Guided", sequenceId: $i }) { __typename } }`, {
        i: id,
      }),
    ]);
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
  }
});
