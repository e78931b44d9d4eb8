import { readFileSync } from 'node:fs';
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { expect, test } from 'vitest';
import { generate } from '../../codegen.ts';
import { schema } from '../../src/server/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('what is generated from the schema is up to date', async () => {
  for (const [path, content] of Object.entries(await generate())) {
    const committed = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(committed === content, `${path} is not what the schema says: run \`npm run generate\` and commit it`).toBe(
      true,
    );
  }
});

test('every element says what it means', () => {
  const elements = [
    ...types.flatMap(elementsOf),
    ...schema
      .getDirectives()
      .filter((directive) => !isSpecifiedDirective(directive))
      .flatMap((directive) => [
        element(`@${directive.name}`, directive),
        ...argumentsOf(`@${directive.name}`, directive.args),
      ]),
  ];
  expect(elements.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Account',
      'Account.email',
      'Account.deviceSessions(includeEnded:)',
      'AccountUpdateInput.displayName',
      'Role.CREATOR',
      'UserError.code',
    ]),
  );
  expect(elements.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
});

test('a mutation that fails nulls none of its siblings', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(5);
  expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
});

test('every mutation returns a union, which has InvalidInputError where an argument may be refused', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect(fields.filter(({ type }) => !isUnionType(type)).map(({ name }) => name)).toEqual([]);
  const members = (type: GraphQLOutputType) => (isUnionType(type) ? type.getTypes().map(({ name }) => name) : []);
  const without = fields.filter(({ args, type }) => args.length > 0 && !members(type).includes('InvalidInputError'));
  // Their one argument is never refused by its form: a token by a type of its own, and a login never, so that nobody
  // learns which accounts exist.
  expect(without.map(({ name }) => name)).toEqual([
    'accountRefresh',
    'accountRequestPasswordReset',
    'accountVerifyEmail',
  ]);
});

test('filters name times alike: `from` and `to`, never like the cursors of pages', () => {
  const inputs = types.filter(isInputObjectType);
  const filters = inputs.filter(({ name }) => name.endsWith('Filter'));
  expect(filters.map(({ name }) => name)).toEqual(expect.arrayContaining(['BookingFilter', 'DeviceSessionFilter']));
  const names = inputs.flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
  expect(names.filter((name) => /(\.a|A)fter$|(\.b|B)efore$/.test(name))).toEqual([]);
  for (const filter of filters) {
    const times = Object.values(filter.getFields()).filter(({ type }) => /^Date(Time)?!?$/.test(String(type)));
    if (times.length > 0) expect(times.map(({ name }) => name).sort(), filter.name).toEqual(['from', 'to']);
  }
});

test('every list that pages is a whole connection', () => {
  const connections = types.filter(isObjectType).filter(({ name }) => name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(0);
  for (const connection of connections) {
    const fields = Object.fromEntries(
      Object.entries(connection.getFields()).map(([name, { type }]) => [name, String(type)]),
    );
    expect(fields, connection.name).toMatchObject({
      nodes: expect.stringMatching(/^\[\w+!\]!$/),
      edges: expect.stringMatching(/^\[\w+Edge!\]!$/),
      pageInfo: 'PageInfo!',
      totalCount: 'Int!',
    });
  }
});

test('names are written and built alike', () => {
  const faults = types.flatMap((type) => {
    const wrong = (rule: RegExp, names: string[]) =>
      names.filter((name) => !rule.test(name)).map((name) => `${type.name}.${name}`);
    const own = /^[A-Z][A-Za-z0-9]*$/.test(type.name) ? [] : [type.name];
    if (isEnumType(type))
      return [
        ...own,
        ...wrong(
          /^[A-Z][A-Z0-9_]*$/,
          type.getValues().map(({ name }) => name),
        ),
      ];
    if (isUnionType(type)) return [...own, ...(hasSuffix(type.name, unionSuffixes) ? [] : [type.name])];
    if (isInputObjectType(type)) {
      const suffix = hasSuffix(type.name, ['Input', 'Filter', 'Order']) ? [] : [type.name];
      return [...own, ...suffix, ...wrong(camelCase, Object.keys(type.getFields()))];
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return own;
    const fields = Object.values(type.getFields());
    return [
      ...own,
      ...wrong(
        camelCase,
        fields.flatMap(({ name, args }) => [name, ...args.map((argument) => argument.name)]),
      ),
    ];
  });
  expect(faults).toEqual([]);
  // Noun first, so that what belongs together stands together; a query is what it returns.
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  expect(
    roots.filter((name) => /^(get|list|find|fetch|create|update|delete|add|remove|set|do)[A-Z]/.test(name)),
  ).toEqual([]);
});

test('pages, nodes and ids are as Relay has them', () => {
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
    );
  for (const { field, name } of fields) {
    const parameters = Object.fromEntries(field.args.map((argument) => [argument.name, String(argument.type)]));
    if (/Connection!?$/.test(String(field.type))) {
      expect(parameters, name).toMatchObject({ first: 'Int', after: 'String', last: 'Int', before: 'String' });
    }
    for (const [parameter, type] of Object.entries(parameters)) {
      if (/(^i|I)ds?$/.test(parameter)) expect(type, `${name}(${parameter}:)`).toMatch(/^\[?ID\b/);
    }
    if (field.name === 'id') expect(String(field.type), name).toBe('ID!');
    if (field.deprecationReason !== undefined) expect(field.deprecationReason, name).not.toBe('No longer supported');
  }
  const shapeOf = (name: string) =>
    Object.fromEntries(
      fields.filter(({ type }) => type.name === name).map(({ field }) => [field.name, String(field.type)]),
    );
  expect(shapeOf('PageInfo')).toEqual({
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  });
  for (const { name } of types.filter((type) => type.name.endsWith('Edge'))) {
    expect(shapeOf(name), name).toMatchObject({ cursor: 'String!', node: expect.stringMatching(/^\w+!$/) });
  }
  const withId = types.filter(isObjectType).filter((type) => 'id' in type.getFields());
  expect(
    withId.filter((type) => !type.getInterfaces().some(({ name }) => name === 'Node')).map(({ name }) => name),
  ).toEqual([]);
});

const camelCase = /^[a-z][A-Za-z0-9]*$/;
// `StoryResult` is what a story came to.
const unionSuffixes = ['Result', 'Event', 'ResultUnion'];

function hasSuffix(name: string, suffixes: string[]): boolean {
  return suffixes.some((suffix) => name.endsWith(suffix));
}

interface Element {
  name: string;
  description: string | null | undefined;
}

function element(name: string, { description }: { description: string | null | undefined }): Element {
  return { name, description };
}

function elementsOf(type: GraphQLNamedType): Element[] {
  const own = element(type.name, type);
  if (isEnumType(type)) return [own, ...type.getValues().map((value) => element(`${type.name}.${value.name}`, value))];
  if (isInputObjectType(type)) {
    return [own, ...Object.values(type.getFields()).map((field) => element(`${type.name}.${field.name}`, field))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      element(`${type.name}.${field.name}`, field),
      ...argumentsOf(`${type.name}.${field.name}`, field.args),
    ]),
  ];
}

function argumentsOf(owner: string, args: readonly GraphQLArgument[]): Element[] {
  return args.map((argument) => element(`${owner}(${argument.name}:)`, argument));
}
