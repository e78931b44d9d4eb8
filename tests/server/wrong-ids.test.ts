import { randomUUID } from 'node:crypto';
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import { schema } from '../../src/server/schema.ts';
import { CreateSeriesDocument } from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { type Person, person, schedule } from '../support/studio.ts';
import { register } from '../support/webhooks.ts';

let server: TestServer;
let admin: Person;
/** How to reach an object of each type that has fields with filters. */
let wayTo: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  admin = await person(server, 'admin', 'ADMIN');
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const { seriesCreate } = await admin.run(CreateSeriesDocument, {
    input: { title: 'Weekly flow', startsAt, timeZone: 'UTC', rule: 'FREQ=WEEKLY' },
  });
  const endpoint = await register(admin, 'https://hooks.example.org/', ['STORIES']);
  wayTo = {
    Query: '',
    Mutation: '',
    Account: 'viewer',
    Session: `session(id: "${(await schedule(admin)).id}")`,
    Series: `series(id: "${expectType(seriesCreate, 'Series').id}")`,
    WebhookEndpoint: `node(id: "${endpoint.id}") { ... on WebhookEndpoint`,
  };
});
afterAll(() => server.stop());

/** Where a field takes IDs: the names on the way from its arguments, which is the path in a refusal but for "input". */
function idsOf(args: readonly { name: string; type: GraphQLInputType }[]): string[][] {
  return args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (named.name === 'ID') return [[name]];
    if (!isInputObjectType(named)) return [];
    return idsOf(Object.values(named.getFields())).map((rest) => [name, ...rest]);
  });
}

const samples: Record<string, unknown> = {
  String: 'Text',
  Int: 1,
  Float: 1,
  Boolean: true,
  DateTime: new Date(Date.now() + 86_400_000).toISOString(),
  Date: '2026-11-01',
  TimeZone: 'UTC',
  URL: 'https://example.org/',
};

/** A value of a type, with all that is required and the given IDs. */
function sampleOf(type: GraphQLInputType, ids: Map<string, string>, path: string[]): unknown {
  const given = ids.get(path.join('.'));
  if (isListType(type)) return [sampleOf(type.ofType, ids, path)];
  if (isNonNullType(type)) return sampleOf(type.ofType, ids, path);
  if (given !== undefined) return given;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return samples[type.name];
  return variablesOf(Object.values(type.getFields()), ids, path);
}

function variablesOf(
  args: readonly { name: string; type: GraphQLInputType }[],
  ids: Map<string, string>,
  path: string[] = [],
): Record<string, unknown> {
  const isNeeded = ({ name, type }: (typeof args)[number]) =>
    isNonNullType(type) || [...ids.keys()].some((id) => `${id}.`.startsWith(`${[...path, name].join('.')}.`));
  return Object.fromEntries(
    args.filter(isNeeded).map((arg) => [arg.name, sampleOf(arg.type, ids, [...path, arg.name])]),
  );
}

interface Issue {
  path: string[];
  message: string;
}

/** Asks with these IDs; returns the issues of the refusal, which is data of a result union, and else an error. */
async function issuesOf(parent: string, field: GraphQLField<unknown, unknown>, ids: Map<string, string>) {
  const variables = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const refusal = isUnionType(getNullableType(field.type))
    ? '... on InvalidInputError { issues { path message } }'
    : '';
  const selection = `${field.name}(${given}) { __typename ${refusal} }`;
  const way = wayTo[parent] as string;
  const closing = '}'.repeat(way.split('{').length);
  const document = `${parent === 'Mutation' ? 'mutation' : 'query'} (${variables}) { ${way ? `${way} { ${selection} ${closing}` : selection} }`;
  const { data, errors } = await admin.ask<Record<string, { issues?: Issue[] }>>(
    document,
    variablesOf(field.args, ids),
  );
  if (!errors) return data?.[field.name]?.issues;
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  return errors[0]?.extensions?.issues as Issue[] | undefined;
}

// Relay has them take any ID, and answer null.
const takesAnyId = new Set(['Query.node', 'Query.nodes']);
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__') && name !== 'Subscription')
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ parent: type.name, field })))
  .map(({ parent, field }) => ({ parent, field, name: `${parent}.${field.name}`, paths: idsOf(field.args) }))
  .filter(({ name, paths }) => paths.length > 0 && !takesAnyId.has(name));

test('the fields that take IDs are found', () => {
  expect(fields.map(({ name, paths }) => `${name} ${paths.map((path) => path.join('.')).sort()}`)).toEqual(
    expect.arrayContaining([
      'Query.bookings filter.sessionId,filter.userId',
      'Account.practiceSessions filter.sequenceId',
      'Mutation.seriesUpdate from,id,input.sequenceId',
    ]),
  );
});

test.each(fields)('$name refuses an ID of another type, and text that is no ID, with the path', async (one) => {
  for (const wrong of [globalId('Nothing', randomUUID()), '74']) {
    const ids = new Map(one.paths.map((path) => [path.join('.'), wrong]));
    // An audit event is about an object of any type.
    if (one.name === 'Query.auditEvents' && wrong !== '74') ids.delete('filter.targetId');
    const refused = new Set<string>();
    const expected = [...ids.keys()];
    // Each refusal says which type is asked for. With an ID of it the next wrong one is refused.
    for (const _ of expected) {
      const [issue] = (await issuesOf(one.parent, one.field, ids)) ?? [];
      const path = issue?.path.join('.') ?? '';
      const key = expected.find((id) => id.replace(/^input\./, '') === path) ?? path;
      refused.add(key);
      const [, typename] = /^must be the ID of an? (\w+)$/.exec(issue?.message ?? '') ?? [];
      if (typename) ids.set(key, globalId(typename, randomUUID()));
      else ids.delete(key);
    }
    expect([...refused].sort()).toEqual(expected.sort());
  }
});
