import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExportAccountDocument } from '../generated/documents.ts';
import { logged } from '../support/practice.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { person } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ RATE_LIMITS: 'on', MAX_ANSWER_BYTES: '65536' });
});
afterAll(() => server.stop());

function fetchFile({ accessToken }: Pick<Client, 'accessToken'>) {
  const headers: Record<string, string> = accessToken ? { Authorization: `Bearer ${accessToken}` } : {};
  return fetch(`${server.url}/export/account.json`, { headers });
}

test('with more practice than an answer may have a person still takes everything along, as a file', async () => {
  const ada = await person(server, 'ada');
  await logged(ada, { notes: 'The first.' });
  const small = (await ada.run(ExportAccountDocument)).accountExport;
  expect(await (await fetchFile(ada)).json()).toEqual(small);

  await server.database.prisma.$executeRaw`
    INSERT INTO "PracticeSession" ("id", "accountId", "source", "status", "startedAt", "completedAt", "durationSeconds", "localDate", "notes")
    SELECT gen_random_uuid(), ${ada.id}::uuid, 'LOGGED', 'COMPLETED', day, day, 1200, day::date, repeat('What I felt today. ', 100)
    FROM generate_series(now() - interval '250 days', now() - interval '1 day', interval '1 day') day`;
  expect((await ada.ask(ExportAccountDocument)).errors).toMatchObject([{ extensions: { code: 'ANSWER_TOO_LARGE' } }]);
  const response = await fetchFile(ada);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="shala.json"');
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const file = (await response.json()) as { account: object; practiceSessions: { notes: string }[]; votes: object[] };
  expect(Object.keys(file)).toEqual(Object.keys(small as object));
  expect(file).toMatchObject({ account: { username: 'ada' }, votes: [] });
  expect(file.practiceSessions).toHaveLength(251);
  expect(file.practiceSessions.at(-1)?.notes).toBe('The first.');
});

test('the file is the person’s own to have, and not without end', async () => {
  const bea = await person(server, 'bea');
  const visitor = await fetchFile(server.visitor);
  expect([visitor.status, await visitor.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
  for (let time = 1; time <= 5; time += 1) expect((await fetchFile(bea)).status).toBe(200);
  const sixth = await fetchFile(bea);
  expect([sixth.status, await sixth.json()]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
});
