import { isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/server/schema.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Person, people, person as personOf } from '../support/studio.ts';

let server: TestServer;
let person: Person;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  [person] = await people(server, ['traveller'], { role: 'CREATOR' });
  admin = await personOf(server, 'keeper', 'ADMIN');
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

const listsByTime = ['Query', 'Account'].flatMap((parent) => {
  const type = schema.getType(parent);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.flatMap(({ name, args }) => {
    const filter = args.find((arg) => arg.name === 'filter')?.type;
    const members = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
    return members
      .filter(({ type }) => String(type) === 'DateTime')
      .map((member) => [parent, name, member.name] as const);
  });
});

test.each(listsByTime)(
  '%s.%s takes no %s that the database or ISO 8601 has no year for',
  async (parent, list, name) => {
    for (const instant of ['0000-12-31T23:59:59Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00']) {
      const field = `${list}(filter: { ${name}: "${instant}" }) { totalCount }`;
      const { errors } = await admin.ask(parent === 'Query' ? `{ ${field} }` : `{ viewer { ${field} } }`);
      expect(errors).toMatchObject([
        { extensions: { code: 'INVALID_INPUT', issues: [{ path: expect.arrayContaining([name]) }] } },
      ]);
    }
  },
);
