import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import type { Socket } from './socket.ts';
import type { Tokens } from './tokens.ts';

export function createUrql(url: string, tokens: Tokens, socket: Socket) {
  const authentication = authExchange(async ({ appendHeaders }) => ({
    addAuthToOperation: (operation) => appendHeaders(operation, tokens.headers),
    didAuthError: ({ graphQLErrors }) =>
      tokens.access !== '' && graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED'),
    refreshAuth: () => tokens.refresh(),
  }));
  const overSocket = subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => ({
        unsubscribe: socket.subscribe({ query, variables: variables as Record<string, unknown> }, sink as never),
      }),
    }),
  });
  return new Client({
    url,
    preferGetMethod: false,
    exchanges: [cacheExchange, authentication, fetchExchange, overSocket],
  });
}

export const sessionsQuery = gql`
  query Sessions($first: Int!, $after: String) {
    viewer { role }
    sessions(first: $first, after: $after) {
      nodes { id title seatsLeft }
      pageInfo { endCursor hasNextPage }
    }
  }
`;

export const bookMutation = gql`
  mutation Book($input: BookingCreateInput!) {
    bookingCreate(input: $input) {
      __typename
      ... on Booking { id status session { id seatsLeft } }
      ... on UserError { code message }
    }
  }
`;

export const eventsSubscription = gql`
  subscription Events($sessionId: ID!, $after: EventCursor) {
    sessionEvents(sessionId: $sessionId, after: $after) {
      __typename
      cursor
      ... on SeatsChanged { seatsLeft }
    }
  }
`;
