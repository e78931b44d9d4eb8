import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemo } from '../../src/demo/studio.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { LoginDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO: 'true', PAYMENT_PROVIDER: 'demo' });
});
afterAll(() => server.stop());

const signIn = async (login: string) => {
  const { accountLogin } = await server.visitor.run(LoginDocument, { input: { login, password: publishedPassword } });
  return expectType(accountLogin, 'AuthPayload');
};

test('a start that is broken off while it fills the demo leaves none of it, and the next one makes it whole', async () => {
  const { prisma } = server.database;
  // The stories come late.
  await prisma.$executeRaw`
    CREATE FUNCTION "breakOff"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken off'; END $$`;
  await prisma.$executeRaw`CREATE TRIGGER "Story_broken" BEFORE INSERT ON "Story" FOR EACH ROW EXECUTE FUNCTION "breakOff"()`;
  await expect(fillDemo(server.app)).rejects.toThrow('broken off');
  expect(await prisma.account.count()).toBe(0);
  await prisma.$executeRaw`DROP TRIGGER "Story_broken" ON "Story"`;

  expect(await fillDemo(server.app)).toBe(true);
  for (const name of ['mira', 'noor', 'admin']) await signIn(name);
  expect(await fillDemo(server.app)).toBe(false);
});
