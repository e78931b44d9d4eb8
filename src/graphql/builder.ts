import SchemaBuilder, { type ObjectParam } from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import { DateResolver, DateTimeResolver, JSONObjectResolver, SafeIntResolver, TimeZoneResolver } from 'graphql-scalars';
import type { Context, SignedIn } from '../context.ts';
import { type DomainError, ForbiddenError, InvalidInputError, NotFoundError, UnauthenticatedError } from '../errors.ts';
import { broadcastable } from './broadcastable.ts';
import { parseGlobalId } from './global-ids.ts';
import { ResetLoadersPlugin } from './reset-loaders.ts';

/** What an event's cursor stands for. */
export interface EventPosition {
  sessionId: string;
  sequence: number;
}

export interface SchemaTypes {
  Context: Context;
  AuthScopes: { signedIn: boolean; admin: boolean };
  AuthContexts: { signedIn: SignedIn; admin: SignedIn };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Connection: { totalCount: () => Promise<number> };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Date: { Input: Date; Output: Date };
    SafeInt: { Input: number; Output: number };
    TimeZone: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    EventCursor: { Input: EventPosition; Output: EventPosition };
    JSON: { Input: object; Output: object };
  };
}

const pageArguments = {
  first: 'How many to return from the start, 0 to 100; 20 where neither `first` nor `last` is given.',
  after: 'Return what follows this cursor.',
  last: 'How many to return from the end, 0 to 100. Not together with `first`.',
  before: 'Return what precedes this cursor.',
};

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, ComplexityPlugin, ScopeAuthPlugin, RelayPlugin, ResetLoadersPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  errors: { defaultTypes: [] },
  // Its limits stand with those of documents, which hold before anything is executed.
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({ signedIn: viewer !== null, admin: viewer?.account.role === 'ADMIN' }),
    unauthorizedError: (_parent, { viewer }) =>
      viewer ? new ForbiddenError('Your role does not allow this.') : new UnauthenticatedError(),
  },
  relay: {
    decodeGlobalID: (globalId) => decodeNodeId(globalId),
    nodeTypeOptions: { description: 'An object with an ID that is unique in the whole graph.' },
    nodeQueryOptions: {
      description: 'The object with this ID; null where it is missing or not the viewer’s to see.',
      args: { id: { description: 'A global ID.' } },
    },
    nodesQueryOptions: {
      description:
        'The objects with these IDs, in their order, at most 100; null where one is missing or not the viewer’s to see.',
      complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(ids.length, 1) }),
      args: { ids: { description: 'Global IDs.' } },
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > 100) throw new InvalidInputError([{ path: ['ids'], message: 'must be at most 100' }]);
        return resolveNodes(ids);
      },
    },
    idFieldOptions: { description: 'Global ID.', extensions: broadcastable },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more follows.', extensions: broadcastable },
    hasPreviousPageFieldOptions: { description: 'Whether something precedes.', extensions: broadcastable },
    startCursorFieldOptions: {
      description: 'Cursor of the first item; null on an empty page.',
      extensions: broadcastable,
    },
    endCursorFieldOptions: {
      description: 'Cursor of the last item; null on an empty page.',
      extensions: broadcastable,
    },
    cursorFieldOptions: {
      description: 'Pass it as `after` or `before` to go on from here.',
      extensions: broadcastable,
    },
    nodeFieldOptions: { description: 'The item.', nullable: false, extensions: broadcastable },
    edgesFieldOptions: {
      description: 'The items with their cursors.',
      nullable: { list: false, items: false },
      complexity: { field: 0, multiplier: 1 },
      extensions: broadcastable,
    },
    pageInfoFieldOptions: { description: 'Where this page lies in its list.', extensions: broadcastable },
    nodesOnConnection: {
      description: 'The items alone.',
      complexity: { field: 0, multiplier: 1 },
      extensions: broadcastable,
    },
    firstArgOptions: { description: pageArguments.first },
    afterArgOptions: { description: pageArguments.after },
    lastArgOptions: { description: pageArguments.last },
    beforeArgOptions: { description: pageArguments.before },
  },
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many there are on all pages; counted only when asked for.',
    extensions: broadcastable,
    resolve: ({ totalCount }) => totalCount(),
  }),
);

builder.queryType({ description: 'Reads.' });
builder.mutationType({
  description: 'Changes. A result is null only where the change failed unexpectedly, so that its siblings survive.',
});
builder.subscriptionType({ description: 'Streams, over WebSocket or server-sent events.' });
builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339, always UTC.',
  parseValue: DateTimeResolver.parseValue,
  parseLiteral: DateTimeResolver.parseLiteral,
  // As text at once: JSON takes three times as long to find out what a date says of itself.
  serialize: (value) => (DateTimeResolver.serialize(value) as Date).toISOString(),
});
builder.addScalarType('Date', DateResolver, { description: 'A calendar day, YYYY-MM-DD, without a time or a zone.' });
builder.addScalarType('SafeInt', SafeIntResolver, {
  description: 'A whole number of up to 53 bits, which any JSON reader keeps exactly.',
});
builder.addScalarType('TimeZone', TimeZoneResolver, { description: 'An IANA time-zone name, e.g. Europe/Lisbon.' });
builder.addScalarType('JSON', JSONObjectResolver, {
  description: 'An object as JSON, whose shape is not part of the schema.',
});
builder.scalarType('URL', {
  description: 'An absolute http(s) URL.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || value.length > 2048 || !/^https?:/i.test(value) || !URL.canParse(value)) {
      throw new GraphQLError('URL must be an absolute http(s) URL of at most 2048 characters.');
    }
    return new URL(value).href;
  },
});

builder.scalarType('EventCursor', {
  description: 'Opaque position in a session’s event stream.',
  serialize: (value) => {
    const { sessionId, sequence } = value as EventPosition;
    return Buffer.from(`${sequence}@${sessionId}`).toString('base64url');
  },
  parseValue: (value) => {
    const position = Buffer.from(String(value), 'base64url').toString();
    const [, sequence, sessionId] = /^(\d{1,9})@([0-9a-f-]{36})$/.exec(position) ?? [];
    if (!sequence || !sessionId) throw new GraphQLError('EventCursor must be a cursor that an event carried.');
    return { sessionId, sequence: Number(sequence) };
  },
});

export const UserErrorInterface = builder.interfaceRef<DomainError>('UserError').implement({
  description: 'An expected refusal, returned as data.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable and machine-readable.' }),
    message: t.exposeString('message', { description: 'For people.' }),
  }),
});

const InputIssueType = builder.objectRef<InvalidInputError['issues'][number]>('InputIssue').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Which field, from the outside in.' }),
    message: t.exposeString('message', { description: 'What is wrong with it.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'The input breaks its rules; nothing was changed.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    issues: t.field({ type: [InputIssueType], description: 'Every fault found.', resolve: ({ issues }) => issues }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'Missing, or not the viewer’s to see: the two look alike on purpose.',
  interfaces: [UserErrorInterface],
});

/** The cost of a connection: its selection, as often as it may return an item. */
export const pageCost = ({ first, last }: { first?: number | null; last?: number | null }) => ({
  field: 1,
  multiplier: Math.max(first ?? last ?? 20, 1),
});

type ErrorClass = new (...parameters: never[]) => DomainError;

/** The union of what a mutation returns: its success type or one of the refusals that its service throws. */
export function resultUnion<Success extends ObjectParam<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>>>(
  name: string,
  success: Success,
  refusals: ErrorClass[],
) {
  return builder.errorUnion(name, {
    description: 'What was asked for, or why not.',
    types: [success, ...(refusals as unknown as Success[])],
    resolveType: () => success as never,
  });
}

/** What is no node is looked for as a User that nobody is, so that it is simply not found. */
function decodeNodeId(given: string): { typename: string; id: string } {
  const parsed = parseGlobalId(given);
  return nodeTypes.has(parsed.typename) ? parsed : { ...parseGlobalId(''), typename: 'User' };
}

const nodeTypes = new Set<string>();

/** A type with an ID of its own. `load` returns, in any order, those of the rows that the viewer may see. */
export function nodeRef<Row extends { id: string }>(
  name: string,
  load: (ids: string[], context: Context) => Promise<(Row | null)[]>,
) {
  nodeTypes.add(name);
  return builder.loadableNodeRef(name, {
    id: { resolve: ({ id }: Row) => id },
    load,
    toKey: ({ id }: Row) => id,
    sort: true,
    // A page's rows need not be read again when something else on it refers to them.
    cacheResolved: true,
  });
}
