import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { commitMutation, fetchQuery, type GraphQLTaggedNode, requestSubscription } from 'relay-runtime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { errorCodes } from '../../client/error-codes.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book as bookAs, inHours, type Person, password, person, schedule } from '../support/studio.ts';
import * as apollo from './apollo.ts';
import * as relay from './relay.ts';
import { createSocket } from './socket.ts';
import { createTokens } from './tokens.ts';
import * as urql from './urql.ts';

type Variables = Record<string, unknown>;
interface Page {
  viewer: { role: string };
  sessions: { pageInfo: { endCursor: string; hasNextPage: boolean } };
}
interface Booked {
  bookingCreate: { __typename: string; status?: string; code?: string; message?: string };
}
interface Event {
  sessionEvents: { __typename: string; seatsLeft?: number };
}
/** An event of `hostEvents` or `viewerEvents`. */
interface StudioEvent {
  __typename: string;
  booking?: { id: string; status: string };
}
interface Introspected {
  name: string;
  kind: string;
  possibleTypes: { name: string }[] | null;
}
/** What every client library can do, in its own way. */
interface FrontEnd {
  titles(page: Page): string[];
  sessions(variables: Variables): Promise<Page>;
  book(variables: Variables): Promise<Booked>;
  watch(variables: Variables, next: (event: Event) => void): () => void;
  /** Follows `hostEvents` or `viewerEvents`. */
  follow(stream: Stream, variables: Variables, next: (event: StudioEvent) => void): () => void;
}
type Stream = 'hostEvents' | 'viewerEvents';
type Create = (url: string, ...more: [ReturnType<typeof createTokens>, ReturnType<typeof createSocket>]) => FrontEnd;

const titlesOfNodes = ({ sessions }: Page) =>
  (sessions as unknown as { nodes: { title: string }[] }).nodes.map(({ title }) => title);

const frontEnds: Record<string, Create> = {
  'Apollo Client': (url, tokens, socket) => {
    const client = apollo.createApollo(url, tokens, socket);
    return {
      titles: ({ sessions }) =>
        (sessions as unknown as { edges: { node: { title: string } }[] }).edges.map(({ node }) => node.title),
      // A list is one in the cache; more of it is fetched, not queried.
      sessions: async (variables) => {
        const list = client.watchQuery({ query: apollo.sessionsQuery, variables: { first: variables.first } });
        return (variables.after ? await list.fetchMore({ variables }) : await list.refetch()).data as Page;
      },
      book: async (variables) => (await client.mutate({ mutation: apollo.bookMutation, variables })).data as Booked,
      watch: (variables, next) => {
        const watching = client.subscribe({ query: apollo.eventsSubscription, variables });
        const subscription = watching.subscribe(({ data }) => next(data as Event));
        return () => subscription.unsubscribe();
      },
      follow: (stream, variables, next) => {
        const query = stream === 'hostEvents' ? apollo.hostSubscription : apollo.viewerSubscription;
        const following = client.subscribe<Record<Stream, StudioEvent>>({ query, variables });
        const subscription = following.subscribe(({ data }) => data && next(data[stream]));
        return () => subscription.unsubscribe();
      },
    };
  },
  urql: (url, tokens, socket) => {
    const client = urql.createUrql(url, tokens, socket);
    return {
      titles: titlesOfNodes,
      sessions: async (variables) => (await client.query(urql.sessionsQuery, variables)).data as Page,
      book: async (variables) => (await client.mutation(urql.bookMutation, variables)).data as Booked,
      watch: (variables, next) =>
        client.subscription(urql.eventsSubscription, variables).subscribe(({ data }) => next(data as Event))
          .unsubscribe,
      follow: (stream, variables, next) => {
        const document = stream === 'hostEvents' ? urql.hostSubscription : urql.viewerSubscription;
        return client.subscription(document, variables).subscribe(({ data }) => data && next(data[stream])).unsubscribe;
      },
    };
  },
  Relay: (url, tokens, socket) => {
    const environment = relay.createRelay(url, tokens, socket);
    const read = (query: GraphQLTaggedNode, variables: Variables) =>
      fetchQuery(environment, query, variables).toPromise() as Promise<unknown>;
    return {
      titles: titlesOfNodes,
      sessions: (variables) => read(relay.sessionsQuery, variables) as Promise<Page>,
      book: (variables) =>
        new Promise((resolve, reject) => {
          const done = { onCompleted: (data: unknown) => resolve(data as Booked), onError: reject };
          commitMutation(environment, { mutation: relay.bookMutation, variables, ...done });
        }),
      watch: (variables, next) => {
        const config = { subscription: relay.eventsSubscription, variables };
        return requestSubscription(environment, { ...config, onNext: (data) => next(data as Event) }).dispose;
      },
      follow: (stream, variables, next) => {
        const subscription = stream === 'hostEvents' ? relay.hostSubscription : relay.viewerSubscription;
        const onNext = (data: unknown) => next((data as Record<Stream, StudioEvent>)[stream]);
        return requestSubscription(environment, { subscription, variables, onNext }).dispose;
      },
    };
  },
};

let server: TestServer;
let host: Person;
beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  for (let index = 1; index <= 3; index += 1) {
    await schedule(host, {
      title: `Class ${index}`,
      visibility: 'LISTED',
      startsAt: inHours(index),
      maxParticipants: 9,
    });
  }
});
afterAll(() => server.stop());

test.each(Object.entries(frontEnds))(
  '%s signs in, pages, books, and outlives its token and its socket',
  async (name, create) => {
    const username = name.split(' ')[0]?.toLowerCase() as string;
    await person(server, username);
    const url = `${server.url}/graphql`;
    const tokens = createTokens(url);
    const sockets: WebSocket[] = [];
    class Observed extends WebSocket {
      constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
        super(...parameters);
        sockets.push(this);
      }
    }
    const socket = createSocket(url.replace('http', 'ws'), tokens, { webSocketImpl: Observed });
    const frontEnd = create(url, tokens, socket);
    // A visitor.
    expect(frontEnd.titles(await frontEnd.sessions({ first: 1 }))).toEqual(['Class 1']);

    await expect(tokens.signIn(username, 'not the password')).rejects.toThrow();
    await tokens.signIn(username, password);

    // Pages.
    const first = await frontEnd.sessions({ first: 2 });
    expect(frontEnd.titles(first)).toEqual(['Class 1', 'Class 2']);
    const { endCursor } = first.sessions.pageInfo;
    const second = await frontEnd.sessions({ first: 2, after: endCursor });
    expect(frontEnd.titles(second)).toContain('Class 3');
    expect(second.sessions.pageInfo.hasNextPage).toBe(false);

    // A mutation after the token expired, which is refreshed; then one that is refused.
    const { id: sessionId } = await schedule(host, { title: `Room of ${name}`, maxParticipants: 9 });
    tokens.expire();
    expect((await frontEnd.book({ input: { sessionId } })).bookingCreate).toMatchObject({ status: 'CONFIRMED' });
    expect(tokens.access).not.toBe('expired');
    expect((await frontEnd.book({ input: { sessionId } })).bookingCreate).toMatchObject({
      __typename: 'AlreadyBookedError',
      code: errorCodes.AlreadyBookedError,
      message: expect.any(String),
    });

    // Events: a socket that is lost is opened again, with a token that is good, and nothing is missed or repeated.
    const events: unknown[] = [];
    const stop = frontEnd.watch({ sessionId }, ({ sessionEvents: { __typename, seatsLeft } }) =>
      events.push(__typename === 'SeatsChanged' ? seatsLeft : __typename),
    );
    await vi.waitFor(() => expect(events).toEqual(['SessionSnapshot']), 10_000);
    const others = await Promise.all(['one', 'two'].map((other) => person(server, `${username}-${other}`)));
    await bookAs(others[0] as Person, sessionId);
    await vi.waitFor(() => expect(events).toContain(7), 10_000);
    tokens.expire();
    sockets.at(-1)?.terminate();
    await bookAs(others[1] as Person, sessionId);
    await vi.waitFor(() => expect(events).toContain(6), 20_000);
    expect(sockets.length).toBeGreaterThan(1);
    expect(events.filter((event) => event === 'SessionSnapshot' || typeof event === 'number')).toEqual([
      'SessionSnapshot',
      7,
      6,
    ]);
    stop();
    await socket.dispose();
  },
);

test.each(Object.entries(frontEnds))(
  '%s follows a host’s day and a person’s own bookings, also after the socket or the page was lost',
  async (name, create) => {
    const username = `${name.split(' ')[0]?.toLowerCase()}-host`;
    const owner = await person(server, username, 'CREATOR');
    const guest = await person(server, `${username}-guest`);
    const url = `${server.url}/graphql`;
    const sockets: WebSocket[] = [];
    class Observed extends WebSocket {
      constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
        super(...parameters);
        sockets.push(this);
      }
    }
    const open = async (who: string) => {
      const tokens = createTokens(url);
      await tokens.signIn(who, password);
      const socket = createSocket(url.replace('http', 'ws'), tokens, { webSocketImpl: Observed });
      return { socket, frontEnd: create(url, tokens, socket) };
    };
    // A sign-in of the moment before may be told after the snapshot.
    const told = (events: StudioEvent[]) =>
      events
        .map(({ __typename, booking }) => booking?.status ?? __typename)
        .filter((name) => name !== 'DeviceSessionUpdate');
    const day = await open(username);
    const own = await open(`${username}-guest`);
    const hostsEvents: StudioEvent[] = [];
    const guestsEvents: StudioEvent[] = [];
    const stops = [
      day.frontEnd.follow('hostEvents', {}, (event) => hostsEvents.push(event)),
      own.frontEnd.follow('viewerEvents', {}, (event) => guestsEvents.push(event)),
    ];
    await vi.waitFor(() => expect(told(hostsEvents)).toEqual(['HostSnapshot']), 10_000);
    await vi.waitFor(() => expect(told(guestsEvents)).toEqual(['ViewerSnapshot']), 10_000);

    // A session that was created meanwhile is followed without subscribing anew.
    const { id: sessionId } = await schedule(owner, { title: 'Later', maxParticipants: 1 });
    await bookAs(guest, sessionId);
    const waiting = await person(server, `${username}-waiting`);
    await vi.waitFor(() => expect(told(hostsEvents)).toEqual(['HostSnapshot', 'SessionCreation', 'CONFIRMED']), 10_000);
    await vi.waitFor(() => expect(told(guestsEvents)).toEqual(['ViewerSnapshot', 'CONFIRMED']), 10_000);

    for (const one of sockets.splice(0)) one.terminate();
    await bookAs(waiting, sessionId);
    await vi.waitFor(() => expect(told(hostsEvents).slice(3)).toEqual(['WAITLISTED']), 20_000);
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(1), 20_000);
    for (const stop of stops) stop();
    for (const { socket } of [day, own]) await socket.dispose();

    // A page that is opened again goes on after the event that it has kept.
    const [kept] = hostsEvents.filter(({ booking }) => booking?.status === 'CONFIRMED') as (StudioEvent & {
      cursor: string;
    })[];
    const back = await open(username);
    const missed: StudioEvent[] = [];
    const stop = back.frontEnd.follow('hostEvents', { after: kept?.cursor }, (event) => missed.push(event));
    await vi.waitFor(() => expect(told(missed)).toEqual(['WAITLISTED']), 10_000);
    stop();
    await back.socket.dispose();
  },
);

test('the kit has every type and every scalar of the schema', async () => {
  const read = (name: string) => JSON.parse(readFileSync(new URL(`../../client/${name}`, import.meta.url), 'utf8'));
  const answer = await server.visitor.ask<{ __schema: { types: Introspected[] } }>(
    '{ __schema { types { name kind possibleTypes { name } } } }',
  );
  const types = answer.data?.__schema.types ?? [];
  const abstract = types.filter(({ possibleTypes }) => possibleTypes);
  const possibleTypes = abstract.map((type) => [type.name, type.possibleTypes?.map(({ name }) => name).sort()]);
  expect(read('possible-types.json')).toEqual(Object.fromEntries(possibleTypes));
  expect(Object.keys(errorCodes)).toEqual(read('possible-types.json').UserError);
  const own = types.filter(
    ({ name, kind }) => kind === 'SCALAR' && !['String', 'Int', 'Float', 'Boolean'].includes(name),
  );
  expect(Object.keys(read('scalars.json')).sort()).toEqual(own.map(({ name }) => name).sort());
  expect(read('codegen.json').generates['src/graphql.ts'].config.scalars).toEqual(read('scalars.json'));
});

test('the guide shows the code that is tested', () => {
  const guide = readFileSync(new URL('../../docs/front-ends.md', import.meta.url), 'utf8');
  const shown = [...guide.matchAll(/<!-- (tests\/front-ends\/\w+\.ts) -->\n```ts\n([\s\S]*?)```/g)];
  expect(shown.map(([, path]) => path)).toEqual(
    ['tokens', 'socket', 'apollo', 'urql', 'relay'].map((name) => `tests/front-ends/${name}.ts`),
  );
  for (const [, path, code] of shown) {
    expect(code, `npm run generate writes ${path} into the guide`).toBe(
      readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
    );
  }
});

test('what Relay’s compiler made is made of what the code says', () => {
  const code = readFileSync(new URL('./relay.ts', import.meta.url), 'utf8');
  const documents = [...code.matchAll(/graphql`([^`]*)`/g)].map(([, text]) => text as string);
  expect(documents).toHaveLength(5);
  for (const document of documents) {
    const [, name] = /^\s*\w+ (\w+)/.exec(document) ?? [];
    const made = readFileSync(new URL(`../generated/relay/${name}.graphql.ts`, import.meta.url), 'utf8');
    const hash = createHash('md5')
      .update(print(parse(document)))
      .digest('hex');
    expect(made, 'npx relay-compiler@21 tests/front-ends/relay.config.json').toContain(`"${hash}"`);
  }
});
