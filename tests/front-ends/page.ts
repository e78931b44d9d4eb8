import { createSocket } from './socket.ts';
import { createTokens, type TokenStorage } from './tokens.ts';

/** What a page of a front end does, for tests in a browser. */
const page = globalThis as unknown as { localStorage: TokenStorage; WebSocket: typeof WebSocket; shala: typeof shala };

const events: unknown[] = [];
let attempts = 0;

const shala = {
  createTokens: (url: string) => createTokens(url, page.localStorage),
  /** Watches a session; `events` lists the free seats after each booking, and how the subscription ended. */
  watch(url: string, socketUrl: string, sessionId: string) {
    class Counted extends page.WebSocket {
      constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
        super(...parameters);
        attempts += 1;
      }
    }
    const options = { webSocketImpl: Counted, patience: 1_000 };
    const socket = createSocket(socketUrl, shala.createTokens(url), options);
    const query = `subscription ($sessionId: ID!, $after: EventCursor) {
      sessionEvents(sessionId: $sessionId, after: $after) { __typename cursor ... on SeatsChanged { seatsLeft } }
    }`;
    socket.subscribe<{ sessionEvents: { __typename: string; seatsLeft?: number } }>(
      { query, variables: { sessionId } },
      {
        next: ({ data }) => events.push(data?.sessionEvents.seatsLeft ?? data?.sessionEvents.__typename),
        error: (problem) => events.push(`error ${JSON.stringify(problem)}`),
        complete: () => events.push('complete'),
      },
    );
  },
  events: () => events,
  attempts: () => attempts,
};
page.shala = shala;

export type Shala = typeof shala;
