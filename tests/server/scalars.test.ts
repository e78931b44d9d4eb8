import { afterAll, beforeAll, expect, test } from 'vitest';
import { localId } from '../support/ids.ts';

import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people } from '../support/studio.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer();
  [person] = await people(server, ['traveller'], { role: 'CREATOR' });
});
afterAll(() => server.stop());

// All that Intl accepts and Temporal does not.
const abbreviations =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' ');

const move = (timeZone: string) =>
  person.ask<{ accountUpdate: object }>(
    `mutation Move($input: AccountUpdateInput!) {
      accountUpdate(input: $input) { __typename ... on Account { timeZone } }
    }`,
    { input: { timeZone } },
  );

const everyDay = `{
  viewer {
    timeZone
    practiceStats { currentStreakDays totalSessions }
    practiceCalendar(from: "2026-01-01", to: "2026-01-31") { date }
    revenue { month }
  }
}`;

test.each([...abbreviations, 'ist', '+01:00', 'GMT+1', 'Mars/Olympus', ''])('%s is no time zone', async (timeZone) => {
  const { data, errors } = await move(timeZone);
  expect(data?.accountUpdate).toBeUndefined();
  expect(errors?.[0]?.message).toContain('must be the name of an IANA time zone');
});

test.each([
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['europe/lisbon', 'Europe/Lisbon'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['UTC', 'UTC'],
  ['EST', 'EST'],
])('%s is taken, and every figure of a day can be read', async (given, kept) => {
  expect((await move(given)).data).toEqual({ accountUpdate: { __typename: 'Account', timeZone: kept } });
  const { data, errors } = await person.ask(everyDay);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ viewer: { timeZone: kept } });
});

test('a stored zone that this Node does not support counts as UTC', async () => {
  await server.database.prisma.account.update({
    where: { id: localId(person.accountId) },
    data: { timeZone: 'Antarctica/Atlantis' },
  });
  const { data, errors } = await person.ask(everyDay);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ viewer: { timeZone: 'Antarctica/Atlantis' } });
  const logged = await person.ask(
    'mutation { practiceLog(input: { localDate: "2999-01-01", durationSeconds: 60 }) { __typename } }',
  );
  expect(logged.data).toEqual({ practiceLog: { __typename: 'InvalidInputError' } });
});
