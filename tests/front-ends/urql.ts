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

/** A host's day: everything of all sessions that the viewer hosts or co-hosts. */
export const hostSubscription = gql`
  subscription HostEvents($after: StudioCursor) {
    hostEvents(after: $after, kinds: [SESSIONS, BOOKINGS, SEATS, PARTICIPANTS]) {
      __typename
      cursor
      ... on HostSnapshot { sessions { id title status seatsTaken } }
      ... on BookingUpdate { booking { id status user { displayName } session { id seatsTaken } } }
      ... on SessionUpdate { session { id status seatsTaken participantCount } }
      ... on SessionCreation { session { id title status } }
      ... on SessionDeletion { sessionId }
    }
  }
`;

/** What concerns the viewer, on every device: bookings, promotions from the waitlist, devices. */
export const viewerSubscription = gql`
  subscription ViewerEvents($after: StudioCursor) {
    viewerEvents(after: $after, kinds: [BOOKINGS, DEVICES]) {
      __typename
      cursor
      ... on ViewerSnapshot { account { id nextBooking { id status } } }
      ... on BookingUpdate { booking { id status waitlistPosition holdExpiresAt session { id title } } }
      ... on DeviceSessionUpdate { deviceSession { id deviceName isActive } }
    }
  }
`;
