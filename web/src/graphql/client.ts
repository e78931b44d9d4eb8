import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { type Cache, cacheExchange, type UpdateResolver } from '@urql/exchange-graphcache';
import { persistedExchange } from '@urql/exchange-persisted';
import possibleTypes from '../../../client/possible-types.json' with { type: 'json' };
import { embeddedTypes } from '../generated/embedded-types.ts';
import { fetchWithClock } from './clock.ts';
import { errorPlaces } from './error-places.ts';
import { hashOf } from './persisted.ts';
import { createSocket } from './socket.ts';
import { endpoint, tokens } from './tokens.ts';

/** A client of one person: nothing that it keeps is shown to the next one. */
export function createGraphQLClient(): { client: Client; dispose(): void } {
  const socket = createSocket();
  const client = new Client({
    url: endpoint,
    fetch: fetchWithClock,
    preferGetMethod: false,
    // What is known is shown at once, and made current.
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange({
        possibleTypes,
        keys: Object.fromEntries(embeddedTypes.map((name) => [name, () => null])),
        updates: { Mutation: mutations, Subscription: { viewerEvents: forgetLists } },
      }),
      errorPlaces,
      authExchange(async ({ appendHeaders }) => ({
        addAuthToOperation: (operation) => appendHeaders(operation, tokens.headers),
        willAuthError: () => tokens.isExpiring,
        didAuthError: ({ graphQLErrors }) =>
          tokens.access !== '' && graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED'),
        refreshAuth: () => tokens.refresh(),
      })),
      ...(import.meta.env.DEV ? [] : [persisted]),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables, extensions }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              { query, variables: variables as Record<string, unknown>, extensions },
              sink as never,
            ),
          }),
        }),
      }),
    ],
  });
  return { client, dispose: socket.dispose };
}

const persisted = persistedExchange({
  preferGetForPersistedQueries: false,
  enforcePersistedQueries: true,
  enableForMutation: true,
  enableForSubscriptions: true,
  generateHash: async (_query, document) => hashOf(document),
});

/** Lists of the viewer, which an event about one of their items may have changed: they are read again where shown. */
const lists = [
  'bookings',
  'nextBooking',
  'passes',
  'practiceSessions',
  'currentPractice',
  'practiceStats',
  'practiceGoal',
];

function forget(cache: Cache, fields: string[]): void {
  const viewer = cache.resolve('Query', 'viewer') as string | null;
  if (!viewer) return;
  for (const { fieldName, fieldKey } of cache.inspectFields(viewer)) {
    if (fields.includes(fieldName)) cache.invalidate(viewer, fieldKey);
  }
}

const forgetLists: UpdateResolver = (parent, _args, cache) => {
  const event = (parent as { viewerEvents: { __typename: string } | null }).viewerEvents;
  if (event && event.__typename !== 'ViewerSnapshot') forget(cache, lists);
};

const forgets =
  (...fields: string[]): UpdateResolver =>
  (_parent, _args, cache) =>
    forget(cache, fields);

const mutations: Record<string, UpdateResolver> = {
  bookingCreate: forgets('bookings', 'nextBooking'),
  bookingCancel: forgets('bookings', 'nextBooking'),
  passBuy: forgets('passes'),
  bookingUpdate: forgets('bookings', 'nextBooking'),
  guestBookingClaim: forgets('bookings', 'nextBooking'),
  sessionCreate: forgets('hostedSessions'),
  sessionDelete: forgets('hostedSessions'),
  seriesCreate: forgets('hostedSessions', 'hostedSeries'),
  seriesUpdate: forgets('hostedSessions', 'hostedSeries'),
  seriesEnd: forgets('hostedSessions', 'hostedSeries'),
  practiceStart: forgets('currentPractice', 'practiceSessions'),
  practiceComplete: forgets(...lists, 'practiceCalendar'),
  practiceLog: forgets(...lists, 'practiceCalendar'),
  practiceDelete: forgets(...lists, 'practiceCalendar'),
};
