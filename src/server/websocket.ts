import type { IncomingMessage, Server } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { handleProtocols, MessageType, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { authenticate, createContext } from '../accounts/authentication/viewer.ts';
import type { App, TokenRefusal } from '../context.ts';
import type { Env } from '../env.ts';
import type { Subscriber } from '../events/broadcast.ts';
import { closeAtOnce } from '../events/watch.ts';
import { connectionsOf, type Ending } from '../http/connections.ts';
import { originOf } from '../http/origin.ts';
import { readersOf } from '../http/readers.ts';
import { isAllowedOrigin } from '../http/route.ts';
import type { GraphQLServer } from './graphql.ts';
import { watchLiveness } from './liveness.ts';
import { handleMessages } from './socket-messages.ts';

/** 4400: `connectionParams` have the wrong form. 4401: reconnect with a new access token. 4403: sign in again. 4413: reconnect, read faster and ping less. 1001: reconnect. */
const closings: Record<Ending | TokenRefusal | 'slow' | 'flooding', [code: number, reason: string]> = {
  malformed: [4400, 'connectionParams must be {"Authorization": "Bearer <access token>"}'],
  invalid: [4401, 'Unauthorized'],
  expired: [4401, 'Unauthorized'],
  ended: [4403, 'Forbidden'],
  slow: [4413, 'Reads too slowly'],
  flooding: [4413, 'Too many pings'],
  stopping: [1001, 'Going away'],
};

// Milliseconds that a client may take to acknowledge the close before its connection is cut.
const closingTimeout = 5_000;
const maximumOperations = 100;
// Messages of a socket that are not done: those of its operations, and some more, by which it ends them.
const maximumInHand = maximumOperations + 20;
// Bytes that may wait for a client that does not read, before the next answer is added.
const maximumUnread = 8 * 2 ** 20;

/** Milliseconds, for tests to shorten. */
export interface SocketTiming {
  /** Between pings: a peer that did not answer the last ping is disconnected. */
  ping: number;
  /** How long a client may take to send `connection_init`. */
  initialisation: number;
}
const usualTiming: SocketTiming = { ping: 12_000, initialisation: 3_000 };

interface Extra {
  socket: WebSocket;
  request: IncomingMessage;
  /** Resolves when the text was handed to the operating system. */
  send(text: string): Promise<void>;
  /** Sends the results of a broadcast to an operation. */
  sendBroadcast(id: string): Subscriber['send'];
  authorization?: string | null;
  forget?: () => void;
  operations?: number;
}

/** GraphQL over WebSocket (graphql-transport-ws) on the API's own path. */
export function serveWebSockets(http: Server, app: App, graphql: GraphQLServer, timing: SocketTiming = usualTiming) {
  const server = new WebSocketServer({
    server: http,
    path: graphql.path,
    maxPayload: 64 * 1024,
    // Each part of a message takes memory beside its bytes. Some clients send frames of 4 KiB, and packets are smaller.
    ...{ maxFragments: 32, maxBufferedChunks: 256 },
    perMessageDeflate: false,
    // Missing in the types of `ws`.
    ...{ closeTimeout: closingTimeout },
    handleProtocols,
    verifyClient: ({ origin, req }: { origin?: string; req: IncomingMessage }) => mayOpen(app.env, origin, req),
  });
  app.metrics.gauge('shala_sockets_open', 'WebSockets that are open', () => server.clients.size);
  const close = (socket: WebSocket, why: keyof typeof closings) => socket.close(...closings[why]);

  const liveness = watchLiveness(timing.ping, (socket) => {
    app.log.info('cut off a client that sends pings without end');
    close(socket, 'flooding');
    // The rest is not even read.
    socket.pause();
  });

  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: timing.initialisation,
    async onConnect({ connectionParams, extra }) {
      const authorization = authorizationOf(connectionParams);
      const admission = await authenticate(app, authorization);
      if (admission === null) return true;
      if (!admission.viewer) {
        close(extra.socket, admission.refusal);
        return false;
      }
      extra.authorization = authorization;
      // A socket that has closed meanwhile would be watched for ever.
      if (extra.socket.readyState === extra.socket.OPEN) {
        const access = { deviceSessionId: admission.viewer.deviceSession.id, expiresAt: admission.expiresAt };
        extra.forget = connectionsOf(app).watch(access, (why) => close(extra.socket, why));
      }
      return true;
    },
    onClose({ extra }) {
      extra.forget?.();
      app.metrics.socketClosed(extra.operations ?? 0);
    },
    async onSubscribe({ extra, subscriptions }, id, payload) {
      extra.operations = (extra.operations ?? 0) + 1;
      if (Object.keys(subscriptions).length > maximumOperations) return [tooManyOperations()];
      const context = await createContext(app, originOf(extra.request, app.env), extra.authorization, {
        sendBroadcast: extra.sendBroadcast(id),
      });
      return graphql.prepare(context, payload);
    },
    onPing: ({ extra }) => liveness.count(extra.socket),
    onPong: ({ extra }) => liveness.count(extra.socket),
    execute: (args) => graphql.execute(args),
    subscribe: (args) => graphql.subscribe(args),
    onOperation: ({ extra }, id, _payload, _args, result) =>
      Symbol.asyncIterator in result ? sendAll(extra, id, result as AsyncGenerator<ExecutionResult>) : undefined,
    onError: (_connection, _id, _payload, errors) =>
      errors.map((error) => (error instanceof GraphQLError ? error : new GraphQLError(String(error)))),
  });

  /** Sends a text; closes the socket instead where too much is unread. */
  function send(socket: WebSocket, text: string): Promise<void> {
    if (!isReading(socket)) return Promise.resolve();
    return new Promise((resolve) => socket.send(text, () => resolve()));
  }

  function isReading(socket: WebSocket): boolean {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount > maximumUnread) {
      app.log.info('cut off a client that does not read its answers');
      close(socket, 'slow');
    }
    return socket.readyState === socket.OPEN;
  }

  const unfinished = new Set<Promise<void>>();
  /** Tracks work for a socket, which the server finishes before it stops, even when the socket is gone. */
  function finish(work: Promise<void>, failed: (error: unknown) => void): Promise<void> {
    const finished = work.catch(failed).finally(() => unfinished.delete(finished));
    unfinished.add(finished);
    return finished;
  }

  server.on('connection', (socket, request) => {
    const transport = {
      protocol: socket.protocol,
      send: (text: string) => send(socket, text),
      close: (code: number, reason: string) => socket.close(code, reason),
      onMessage(handle: (text: string) => Promise<void>) {
        handleMessages(socket, request.socket, maximumInHand, (message) =>
          finish(handle(message), (error) => {
            app.log.error({ err: error }, 'could not handle a socket’s message');
            socket.close(1011, 'Internal error');
          }),
        );
      },
    };
    const closed = protocol.opened(transport, {
      socket,
      request,
      send: transport.send,
      sendBroadcast(id) {
        const head = headOf(id);
        return (results, taken) => {
          if (!isReading(socket)) return;
          // One write to the operating system, the most expensive step, for all results.
          request.socket.cork();
          for (const [index, { stringify }] of results.entries()) {
            socket.send(`${head}${stringify()}}`, index === results.length - 1 ? taken : undefined);
          }
          request.socket.uncork();
        };
      },
    } satisfies Extra);
    liveness.watch(socket);
    readersOf(app).onCutOff(request.socket, () => close(socket, 'slow'));
    socket.on('error', (error) => app.log.debug({ err: error }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      void finish(closed(code, String(reason)), (error) =>
        app.log.error({ err: error }, 'could not clean up after a socket'),
      );
    });
  });

  return {
    async close() {
      liveness.stop();
      for (const client of server.clients) close(client, 'stopping');
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(unfinished);
    },
  };
}

/** Sends the results of a stream; a broadcast result brings its text, which all its receivers share. */
function sendAll({ send }: Extra, id: string, results: AsyncGenerator<ExecutionResult>) {
  const head = headOf(id);
  let isClosed = false;
  // biome-ignore lint/correctness/useYield: the results go to the socket, their end to the protocol
  const sending = (async function* (): AsyncGenerator<never> {
    try {
      for await (const result of results) if (!isClosed) await send(`${head}${textOf(result)}}`);
    } finally {
      await results.return(undefined);
    }
  })();
  return closeAtOnce(sending, () => {
    isClosed = true;
    void results.return(undefined);
  });
}

/** Returns the beginning of a message up to its result; a closing brace ends the message. */
function headOf(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"${MessageType.Next}","payload":`;
}

function textOf(result: ExecutionResult & { stringify?: () => string }): string {
  return result.stringify?.() ?? JSON.stringify(result);
}

function tooManyOperations(): GraphQLError {
  const message = `A socket may have at most ${maximumOperations} operations at once.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } });
}

/**
 * Returns `Authorization` of `connectionParams`; null where they are missing or empty. Any other form is malformed: a
 * client that sends its token under another name must not be taken for a visitor.
 */
function authorizationOf(parameters: unknown): string | null {
  if (parameters == null) return null;
  const entries = Object.entries(parameters);
  const entry = entries.find(([name]) => name.toLowerCase() === 'authorization');
  if (entry) return typeof entry[1] === 'string' ? entry[1] : entry[1] == null ? null : 'malformed';
  return entries.length === 0 && typeof parameters === 'object' ? null : 'malformed';
}

/** Whether a socket may be opened: by pages of this server or an allowed origin, and by programs, which send no Origin. */
function mayOpen(env: Env, origin: string | undefined, request: IncomingMessage): boolean {
  if (!origin || isAllowedOrigin(env, origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
