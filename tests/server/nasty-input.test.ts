import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/server/schema.ts';
import {
  CreateBookingDocument,
  CreateSessionDocument,
  JoinByCodeDocument,
  LiveSessionDocument,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, person } from '../support/studio.ts';

let server: TestServer;
let people: Person[];
let ids: string[];
beforeAll(async () => {
  server = await startServer();
  const host = await person(server, 'host', 'CREATOR');
  const member = await person(server, 'member');
  people = [host, member, await person(server, 'admin', 'ADMIN')];
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const create = async (input: object) => {
    const { sessionCreate } = await host.run(CreateSessionDocument, {
      input: { title: 'Class', visibility: 'LISTED', ...input },
    });
    return expectType(sessionCreate, 'Session').id;
  };
  const [scheduled, live] = [await create({ startsAt }), await create({ admission: 'CODE' })];
  const { bookingCreate } = await member.run(CreateBookingDocument, { input: { sessionId: scheduled } });
  const code = (await host.run(LiveSessionDocument, { id: live })).session?.joinCode as string;
  const { participant } = expectType(
    (await member.run(JoinByCodeDocument, { code })).sessionJoin,
    'SessionJoinPayload',
  );
  const victim = await person(server, 'victim');
  ids = [
    scheduled,
    live,
    expectType(bookingCreate, 'Booking').id,
    participant.id,
    victim.accountId,
    victim.deviceSessionId,
  ];
});
afterAll(() => server.stop());

const strings = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '🧘'.repeat(300),
    'x'.repeat(20_000),
    '%_\\',
    '\'; DROP TABLE "Session"; --',
  ),
  fc.string({ unit: 'binary' }),
);
const instants = [
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  new Date().toISOString(),
  'soon',
];
const days = ['0001-01-01', '9999-12-31', '2024-02-29', '2023-02-29', 'today'];
const scalars: Record<string, fc.Arbitrary<unknown>> = {
  String: strings,
  ID: fc.oneof({ weight: 3, arbitrary: fc.nat(5).map((index) => ids[index]) }, { weight: 1, arbitrary: strings }),
  Int: fc.oneof(fc.constantFrom(0, 1, -1, 2_147_483_647, -2_147_483_648), fc.integer({ min: -200, max: 20_000 })),
  Float: fc.double(),
  Boolean: fc.boolean(),
  DateTime: fc.oneof(
    fc.constantFrom(...instants),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  ),
  Date: fc.constantFrom(...days),
  TimeZone: fc.constantFrom('Pacific/Kiritimati', 'Europe/Lisbon', 'Mars/Phobos', ''),
  URL: fc.oneof(fc.constantFrom('https://example.org/a.png', 'javascript:alert(1)', 'http://'), strings),
  JSON: fc.oneof(
    fc.object(),
    fc.record({
      ...{ id: strings, rawId: strings, type: fc.constant('public-key') },
      response: fc.record({
        clientDataJSON: fc.oneof(strings, fc.constant(Buffer.from('{"challenge":"x"}').toString('base64url'))),
        ...{ attestationObject: strings, authenticatorData: strings, signature: strings },
      }),
    }),
  ),
  EventCursor: fc.oneof(fc.constantFrom(Buffer.from('event:7').toString('base64url')), strings),
};

function valuesOf(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return present(type.ofType);
  return fc.oneof({ weight: 1, arbitrary: fc.constantFrom(null, undefined) }, { weight: 3, arbitrary: present(type) });
}

function present(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(valuesOf(type.ofType), { maxLength: 4 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    return fc.record(
      Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, valuesOf(field.type)])),
    );
  }
  const arbitrary = scalars[String(type)];
  if (!arbitrary) throw new Error(`no values for ${String(type)}`);
  return arbitrary;
}

function documentOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const variables = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const parameters = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return `${kind} Nasty${variables && `(${variables})`} { ${field.name}${parameters && `(${parameters})`} ${selection} }`;
}

// They would sign the very people out who go on asking.
const spared = new Set([
  'accountLogout',
  'deviceSessionRevokeAll',
  'accountSetRole',
  'accountSuspend',
  'accountDelete',
]);
const fields = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
].filter(([, { name }]) => !spared.has(name));

test.each(fields.map(([kind, field]) => [`${kind} ${field.name}`, kind, field] as const))(
  'whatever is sent to %s, it is answered or refused, never an unexpected error',
  async (_name, kind, field) => {
    const variables = fc.record(Object.fromEntries(field.args.map(({ name, type }) => [name, valuesOf(type)])));
    await fc.assert(
      fc.asyncProperty(fc.nat(2), variables, async (index, values) => {
        const answer = await (people[index] as Person).ask(documentOf(kind, field), values as Record<string, unknown>);
        const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code);
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: field.args.length === 0 ? 1 : 15, endOnFailure: false },
    );
  },
);
