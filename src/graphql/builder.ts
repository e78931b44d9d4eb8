import SchemaBuilder, { type ObjectParam } from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import { DateResolver, DateTimeResolver, JSONObjectResolver, SafeIntResolver } from 'graphql-scalars';
import type { Context, SignedIn } from '../context.ts';
import {
  AdminTotpRequiredError,
  type DomainError,
  ForbiddenError,
  type InputIssueCode,
  InvalidInputError,
  inputIssueCodes,
  NotFoundError,
  UnauthenticatedError,
} from '../errors.ts';
import { parseCursor, printCursor, type StudioCursor } from '../events/cursor.ts';
import { parseTimeZone } from '../time-zones.ts';
import { broadcastable } from './broadcastable.ts';
import { parseGlobalId } from './global-ids.ts';
import { ResetLoadersPlugin } from './reset-loaders.ts';

/** The position that an event's cursor encodes. */
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
    StudioCursor: { Input: StudioCursor; Output: StudioCursor };
    JSON: { Input: object; Output: object };
  };
}

const pageArguments = {
  first: 'Number of items from the start, 0 to 100; 20 if neither `first` nor `last` is given.',
  after: 'Returns the items after this cursor.',
  last: 'Number of items from the end, 0 to 100. Not together with `first`.',
  before: 'Returns the items before this cursor.',
};

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, ComplexityPlugin, ScopeAuthPlugin, RelayPlugin, ResetLoadersPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  errors: { defaultTypes: [] },
  // The limits themselves are checked before the execution, in server/execution/document-limits.ts.
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({ signedIn: viewer !== null, admin: viewer?.account.role === 'ADMIN' }),
    unauthorizedError: (_parent, { viewer }) => {
      if (viewer?.isAdminWithheld) return new AdminTotpRequiredError();
      return viewer ? new ForbiddenError('Your role does not allow this.') : new UnauthenticatedError();
    },
  },
  relay: {
    decodeGlobalID: (globalId) => decodeNodeId(globalId),
    nodeTypeOptions: { description: 'An object with an ID that is unique in the whole graph.' },
    nodeQueryOptions: {
      description: 'The object with this ID; null if it does not exist or the viewer may not see it.',
      args: { id: { description: 'A global ID.' } },
    },
    nodesQueryOptions: {
      description:
        'The objects with these IDs, at most 100, in the order of the IDs; null for one that does not exist or that the viewer may not see.',
      complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(ids.length, 1) }),
      args: { ids: { description: 'Global IDs.' } },
      resolve: (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > 100)
          throw new InvalidInputError([{ path: ['ids'], message: 'must be at most 100', code: 'TOO_LONG' }]);
        return resolveNodes(ids);
      },
    },
    idFieldOptions: { description: 'Global ID.', extensions: broadcastable },
    pageInfoTypeOptions: { description: 'The position of a page in its list.' },
    hasNextPageFieldOptions: { description: 'Whether the list has items after this page.', extensions: broadcastable },
    hasPreviousPageFieldOptions: {
      description: 'Whether the list has items before this page.',
      extensions: broadcastable,
    },
    startCursorFieldOptions: {
      description: 'Cursor of the first item; null on an empty page.',
      extensions: broadcastable,
    },
    endCursorFieldOptions: {
      description: 'Cursor of the last item; null on an empty page.',
      extensions: broadcastable,
    },
    cursorFieldOptions: {
      description: 'Pass it as `after` or `before` to continue from this item.',
      extensions: broadcastable,
    },
    nodeFieldOptions: { description: 'The item.', nullable: false, extensions: broadcastable },
    edgesFieldOptions: {
      description: 'The items with their cursors.',
      nullable: { list: false, items: false },
      complexity: { field: 0, multiplier: 1 },
      extensions: broadcastable,
    },
    pageInfoFieldOptions: { description: 'The position of this page in its list.', extensions: broadcastable },
    nodesOnConnection: {
      description: 'The items without their cursors.',
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
    description: 'Number of items on all pages; counted only if selected.',
    extensions: broadcastable,
    resolve: ({ totalCount }) => totalCount(),
  }),
);

builder.queryType({ description: 'Reads; nothing is changed.' });
builder.mutationType({
  description:
    'Changes. An expected refusal is a member of the result’s union. A result is null only after an unexpected error, so that its siblings survive.',
});
builder.subscriptionType({ description: 'Streams of results, over WebSocket or server-sent events.' });
builder.scalarType('DateTime', {
  description: 'An instant as RFC 3339, always in UTC.',
  parseValue: DateTimeResolver.parseValue,
  parseLiteral: DateTimeResolver.parseLiteral,
  // A string: JSON.stringify is slower on a Date.
  serialize: (value) => (DateTimeResolver.serialize(value) as Date).toISOString(),
});
builder.addScalarType('Date', DateResolver, { description: 'A calendar day, YYYY-MM-DD, without a time or a zone.' });
builder.addScalarType('SafeInt', SafeIntResolver, {
  description: 'A whole number of up to 53 bits, which every JSON parser reads exactly.',
});
builder.scalarType('TimeZone', {
  description: 'The name of a time zone in the IANA database, e.g. Europe/Lisbon.',
  serialize: (value) => value,
  parseValue: (value) => {
    const name = typeof value === 'string' ? parseTimeZone(value) : null;
    if (name === null) throw new GraphQLError('TimeZone must be the name of an IANA time zone, like Europe/Lisbon.');
    return name;
  },
});
builder.addScalarType('JSON', JSONObjectResolver, {
  description: 'A JSON object whose fields are not part of the schema.',
});
builder.scalarType('URL', {
  description: 'An absolute http(s) URL of at most 2048 characters, without a user name or a password.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || value.length > 2048 || !/^https?:/i.test(value) || !URL.canParse(value)) {
      throw new GraphQLError('URL must be an absolute http(s) URL of at most 2048 characters.');
    }
    const { username, password, href } = new URL(value);
    if (username || password) throw new GraphQLError('URL must not contain a user name or a password.');
    return href;
  },
});

builder.scalarType('EventCursor', {
  description: 'An opaque position in a session’s event stream.',
  serialize: (value) => {
    const { sessionId, sequence } = value as EventPosition;
    return Buffer.from(`${sequence}@${sessionId}`).toString('base64url');
  },
  parseValue: (value) => {
    const position = Buffer.from(String(value), 'base64url').toString();
    const [, sequence, sessionId] = /^(\d{1,9})@([0-9a-f-]{36})$/.exec(position) ?? [];
    if (!sequence || !sessionId) throw new GraphQLError('EventCursor must be the cursor of an event.');
    return { sessionId, sequence: Number(sequence) };
  },
});

builder.scalarType('StudioCursor', {
  description: 'An opaque position in the log of all events.',
  serialize: (value) => printCursor(value as StudioCursor),
  parseValue: (value) => {
    const cursor = typeof value === 'string' ? parseCursor(value) : null;
    if (!cursor) throw new GraphQLError('StudioCursor must be the cursor of an event.');
    return cursor;
  },
});

export const UserErrorInterface = builder.interfaceRef<DomainError>('UserError').implement({
  description: 'An expected refusal, returned as data.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        'Stable and machine-readable: the name of the type in upper case, without Error, e.g. SESSION_FULL of SessionFullError.',
    }),
    message: t.exposeString('message', { description: 'The refusal in words, in English, to show to people.' }),
  }),
});

const InputIssueCodeType = builder.enumType('InputIssueCode', {
  description: 'The kind of a fault of an input.',
  values: Object.fromEntries(
    Object.entries(inputIssueCodes).map(([code, description]) => [code, { description }]),
  ) as Record<InputIssueCode, { description: string }>,
});

const InputIssueType = builder.objectRef<InvalidInputError['issues'][number]>('InputIssue').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    code: t.expose('code', { type: InputIssueCodeType, description: 'The kind of the fault, for programs.' }),
    path: t.exposeStringList('path', { description: 'The path of the field, from the outermost input inwards.' }),
    message: t.exposeString('message', { description: 'The fault in words, in English.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'The input is not valid; nothing was changed.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    issues: t.field({ type: [InputIssueType], description: 'Every fault found.', resolve: ({ issues }) => issues }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'The object does not exist, or the viewer may not see it; the answer does not tell which.',
  interfaces: [UserErrorInterface],
});

/** The cost of a connection: that of its selection times the number of items that it may return. */
export const pageCost = ({ first, last }: { first?: number | null; last?: number | null }) => ({
  field: 1,
  multiplier: Math.max(first ?? last ?? 20, 1),
});

type ErrorClass = new (...parameters: never[]) => DomainError;

/** The result union of a mutation: its success type, or one of the refusals that its service throws. */
export function resultUnion<Success extends ObjectParam<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>>>(
  name: string,
  success: Success,
  refusals: ErrorClass[],
) {
  return builder.errorUnion(name, {
    description: 'The result, or the reason for the refusal.',
    types: [success, ...(refusals as unknown as Success[])],
    resolveType: () => success as never,
  });
}

/** Unknown type names resolve to a User ID that cannot exist, so the lookup returns null. */
function decodeNodeId(given: string): { typename: string; id: string } {
  const parsed = parseGlobalId(given);
  return nodeTypes.has(parsed.typename) ? parsed : { ...parseGlobalId(''), typename: 'User' };
}

const nodeTypes = new Set<string>();

/** Declares a node type. `load` returns, in any order, the rows that the viewer may see. */
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
    // Rows that a page has read are not read again when another field refers to them.
    cacheResolved: true,
  });
}
