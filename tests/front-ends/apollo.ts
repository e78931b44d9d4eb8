import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { from, switchMap } from 'rxjs';
import possibleTypes from '../../client/possible-types.json' with { type: 'json' };
import type { Socket } from './socket.ts';
import type { Tokens } from './tokens.ts';

export function createApollo(url: string, tokens: Tokens, socket: Socket) {
  const authorise = new SetContextLink(({ headers }) => ({
    headers: { ...headers, ...tokens.headers },
  }));
  const refresh = new ErrorLink(({ error, operation, forward }) => {
    const isExpired =
      CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
    return isExpired && tokens.access ? from(tokens.refresh()).pipe(switchMap(() => forward(operation))) : undefined;
  });
  const overHttp = ApolloLink.from([refresh, authorise, new HttpLink({ uri: url })]);
  const isSubscription = ({ operationType }: ApolloLink.Operation) => operationType === 'subscription';
  return new ApolloClient({
    link: ApolloLink.split(isSubscription, new GraphQLWsLink(socket as never), overHttp),
    cache: new InMemoryCache({
      typePolicies: {
        // One list a filter, to which `fetchMore` adds pages.
        Query: { fields: { sessions: relayStylePagination(['filter']) } },
        // Each event is itself, not news of the last one.
        Subscription: {
          fields: { hostEvents: { merge: false }, viewerEvents: { merge: false }, sessionEvents: { merge: false } },
        },
      },
      possibleTypes,
    }),
  });
}

export const sessionsQuery = gql`
  query Sessions($first: Int!, $after: String) {
    viewer { role }
    sessions(first: $first, after: $after) {
      edges { node { id title seatsLeft } }
      pageInfo { endCursor hasNextPage }
    }
  }
`;

export const bookMutation = gql`
  mutation Book($input: BookingCreateInput!) {
    bookingCreate(input: $input) {
      ... on Booking { id status session { id seatsLeft } }
      ... on UserError { code message }
    }
  }
`;

export const eventsSubscription = gql`
  subscription Events($sessionId: ID!, $after: EventCursor) {
    sessionEvents(sessionId: $sessionId, after: $after) {
      cursor
      ... on SessionSnapshot { session { id status } }
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
