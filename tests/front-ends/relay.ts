import { Environment, type GraphQLResponse, graphql, Network, Observable, RecordSource, Store } from 'relay-runtime';
import type { Socket } from './socket.ts';
import type { Tokens } from './tokens.ts';

export function createRelay(url: string, tokens: Tokens, socket: Socket) {
  async function send(query: string | null | undefined, variables: object, isRetry = false): Promise<GraphQLResponse> {
    const used = tokens.access;
    const headers = { 'Content-Type': 'application/json', ...tokens.headers };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const answer = await response.json();
    const isExpired = answer.errors?.some(
      ({ extensions }: { extensions?: { code?: string } }) => extensions?.code === 'UNAUTHENTICATED',
    );
    if (!isExpired || isRetry || !used) return answer;
    if (tokens.access === used) await tokens.refresh();
    return send(query, variables, true);
  }
  const network = Network.create(
    ({ text }, variables) => send(text, variables),
    ({ text }, variables) =>
      Observable.create<GraphQLResponse>((sink) => socket.subscribe({ query: text ?? '', variables }, sink as never)),
  );
  return new Environment({ network, store: new Store(new RecordSource()) });
}

export const sessionsQuery = graphql`
  query relaySessionsQuery($first: Int!, $after: String) {
    viewer { role }
    sessions(first: $first, after: $after) {
      nodes { id title seatsLeft }
      pageInfo { endCursor hasNextPage }
    }
  }
`;

export const bookMutation = graphql`
  mutation relayBookMutation($input: BookingCreateInput!) {
    bookingCreate(input: $input) {
      __typename
      ... on Booking { id status session { id seatsLeft } }
      ... on UserError { code message }
    }
  }
`;

export const eventsSubscription = graphql`
  subscription relayEventsSubscription($sessionId: ID!, $after: EventCursor) {
    sessionEvents(sessionId: $sessionId, after: $after) {
      __typename
      cursor
      ... on SeatsChanged { seatsLeft }
    }
  }
`;

/** A host's day: everything of all sessions that the viewer hosts or co-hosts. */
export const hostSubscription = graphql`
  subscription relayHostEventsSubscription($after: StudioCursor) {
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
export const viewerSubscription = graphql`
  subscription relayViewerEventsSubscription($after: StudioCursor) {
    viewerEvents(after: $after, kinds: [BOOKINGS, DEVICES]) {
      __typename
      cursor
      ... on ViewerSnapshot { account { id nextBooking { id status } } }
      ... on BookingUpdate { booking { id status waitlistPosition holdExpiresAt session { id title } } }
      ... on DeviceSessionUpdate { deviceSession { id deviceName isActive } }
    }
  }
`;
