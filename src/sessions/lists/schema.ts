import { Account, User } from '../../accounts/schema.ts';
import { broadcastable } from '../../graphql/broadcastable.ts';
import { builder, pageCost } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { allSessions, catalogue, listedSessionsByHost, sessionsByHost } from '../loaders.ts';
import { Session, SessionStatus } from '../schema.ts';

export const SessionConnection = builder.connectionObject(
  { type: Session, name: 'SessionConnection', description: 'A page of sessions.' },
  { name: 'SessionEdge', description: 'A session in a list.' },
);

export const SessionFilter = builder.inputType('SessionFilter', {
  description: 'Selects the sessions that meet all given conditions.',
  fields: (t) => ({
    search: t.string({
      description:
        'Full-text search in title, description, tags and host, at most 200 characters. Finds words by their stem or beginning, ignoring case and accents. Supports "quoted phrases", `or` and `-excluded`.',
    }),
    status: t.field({ type: [SessionStatus], description: 'With one of these statuses.' }),
    hostId: t.id({ description: 'Hosted by the User with this ID.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
    from: t.field({ type: 'DateTime', description: 'Planned to start then or later.' }),
    to: t.field({ type: 'DateTime', description: 'Planned to start earlier.' }),
    maxPriceMinor: t.int({ description: 'With a price of at most this many minor units, regardless of the currency.' }),
    hasSeatsLeft: t.boolean({ description: 'True for sessions with a free seat, false for full ones.' }),
    archived: t.boolean({
      description:
        'True for archived sessions of any status, false for the others. If omitted, false; in `joinedSessions` and `adminSessions` both.',
    }),
  }),
});

const SessionOrderField = builder.enumType('SessionOrderField', {
  description: 'The sort key of a list of sessions.',
  values: {
    STARTS_AT: { description: 'The planned start.' },
    CREATED_AT: { description: 'When the session was created.' },
    PRICE: { description: 'The price in minor units, regardless of the currency.' },
    RELEVANCE: {
      description: 'How well the session matches the search, best first with ASC. Requires `filter.search`.',
    },
  } as const,
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of an order.',
  values: {
    ASC: { description: 'Smallest or earliest first.' },
    DESC: { description: 'Largest or latest first.' },
  } as const,
});

const SessionOrder = builder.inputType('SessionOrder', {
  description: 'The order of a list of sessions.',
  fields: (t) => ({
    field: t.field({ type: SessionOrderField, required: true, description: 'The sort key.' }),
    direction: t.field({ type: OrderDirection, defaultValue: 'ASC', description: 'The direction.' }),
  }),
});

/** The filter with database IDs instead of global IDs. */
export function localFilter(filter: typeof SessionFilter.$inferInput | null | undefined) {
  return { ...filter, hostId: filter?.hostId == null ? null : localId('User', filter.hostId, 'filter', 'hostId') };
}

builder.queryFields((t) => ({
  sessions: t.field({
    type: SessionConnection,
    description:
      'The catalogue of listed sessions. Without `filter.status` or `filter.archived` only upcoming and live ones.',
    extensions: broadcastable,
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }),
      orderBy: t.arg({ type: SessionOrder, description: 'By default by planned start, or by relevance in a search.' }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      catalogue(context, localFilter(filter), orderBy ?? null, page),
  }),
  adminSessions: t.field({
    type: SessionConnection,
    description: 'All sessions, drafts, unlisted and archived ones included. For admins.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }),
      orderBy: t.arg({
        type: SessionOrder,
        description: 'By default by planned start, or by relevance in a search.',
      }),
    },
    resolve: (_root, { filter, orderBy, ...page }, context) =>
      allSessions(context, localFilter(filter), orderBy ?? null, page),
  }),
}));

builder.objectField(User, 'sessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description: 'The listed sessions of this host, by planned start.',
    extensions: broadcastable,
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: (hostIds: string[], context, page) => listedSessionsByHost(hostIds, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.objectField(Account, 'hostedSessions', (t) =>
  t.loadable({
    type: SessionConnection,
    byPath: true,
    description:
      'The sessions of this host by planned start, drafts and unlisted ones included; archived ones only where `filter.archived` asks for them. Visible to the host and admins.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'The conditions to meet.' }) },
    load: async (hostIds: string[], context, { filter, ...page }) =>
      sessionsByHost(hostIds, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
);
