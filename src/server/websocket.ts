import type { IncomingMessage, Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { handleProtocols, MessageType, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { authenticate, createContext } from '../accounts/authentication/viewer.ts';
import type { App, OperationParams, TokenRefusal } from '../context.ts';
import { logFailure, unavailability } from '../database/errors.ts';
import type { Subscriber } from '../events/broadcast.ts';
import { closeAtOnce } from '../events/watch.ts';
import { isForVisitors } from '../graphql/ignores-token.ts';
import { connectionsOf, type Ending } from '../http/connections.ts';
import { maskError, maskErrors, withoutHttp } from '../http/error-masking.ts';
import { originOf } from '../http/origin.ts';
import { readersOf } from '../http/readers.ts';
import { sendable } from '../http/sendable.ts';
import { hasValidTarget } from '../http/target.ts';
import { textOf } from './execution/answer-size.ts';
import type { GraphQLServer } from './graphql.ts';
import { watchLiveness } from './liveness.ts';
import { createRotation, maximumOperations, type OperationQueue, queueOperations } from './operation-queue.ts';
import { authorizationOf, gatherSockets, limitSockets, mayOpen, type Seat } from './socket-admission.ts';
import { handleMessages } from './socket-messages.ts';

/** 4400: `connectionParams` have the wrong form. 4401: reconnect with a new access token. 4403: sign in again. 4413: reconnect, read faster and ping less. 1001: reconnect. 1013: reconnect later. */
const closings: Record<Ending | TokenRefusal | 'slow' | 'flooding' | 'many', [code: number, reason: string]> = {
  malformed: [4400, 'connectionParams must be {"Authorization": "Bearer <access token>"}'],
  invalid: [4401, 'Unauthorized'],
  expired: [4401, 'Unauthorized'],
  ended: [4403, 'Forbidden'],
  slow: [4413, 'Reads too slowly'],
  flooding: [4413, 'Too many pings'],
  stopping: [1001, 'Going away'],
  many: [1013, 'Too many sockets of this account'],
};

// Milliseconds that a client may take to acknowledge the close where the server stops.
const stopTimeout = 1_000;
// Seconds after which a client that was refused a socket may try again.
const retryAfter = '10';
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
  /** How long a client may take to acknowledge the close before its connection is cut. */
  closing: number;
}
const usualTiming: SocketTiming = { ping: 12_000, initialisation: 3_000, closing: 5_000 };

type Results = AsyncGenerator<ExecutionResult>;
type Decide = (isAccepted: boolean, status?: number, message?: string, headers?: Record<string, string>) => void;

interface Extra {
  socket: WebSocket;
  request: IncomingMessage;
  seat: Seat;
  /** Whether the connection was acknowledged. */
  isOpen: boolean;
  queue?: OperationQueue;
  /** Resolves when the text was handed to the operating system. */
  send(text: string): Promise<void>;
  /** Sends the results of a broadcast to an operation. */
  sendBroadcast(id: string): Subscriber['send'];
  authorization?: string | null;
  forget?: () => void;
  operations?: number;
}

/** GraphQL over WebSocket (graphql-transport-ws) on the API's own path. */
export function serveWebSockets(http: Server, app: App, graphql: GraphQLServer, shortened: Partial<SocketTiming> = {}) {
  const timing = { ...usualTiming, ...shortened };
  const sockets = limitSockets(app);
  const gathered = gatherSockets();
  const rotation = createRotation();
  const server = new WebSocketServer({
    server: http,
    path: graphql.path,
    maxPayload: 64 * 1024,
    // Each part of a message takes memory beside its bytes. Some clients send frames of 4 KiB, and packets are smaller.
    ...{ maxFragments: 32, maxBufferedChunks: 256 },
    perMessageDeflate: false,
    // At most one message of a socket in a turn of the event loop, however many arrived together.
    allowSynchronousEvents: false,
    // Missing in the types of `ws`.
    ...{ closeTimeout: timing.closing },
    handleProtocols,
    verifyClient({ origin, req }: { origin?: string; req: IncomingMessage }, decide: Decide) {
      if (!hasValidTarget(req)) return decide(false, 400);
      if (!mayOpen(app.env, origin, req)) return decide(false, 403);
      const refusal = sockets.refusalOf(req);
      if (refusal) decide(false, refusal.status, refusal.message, { 'Retry-After': retryAfter });
      else decide(true);
    },
  });
  // Those of `http`, which start() reports.
  server.on('error', () => {});
  app.metrics.gauge('shala_sockets_open', 'WebSockets that are open', () => server.clients.size);
  const unfinished = new Set<Promise<unknown>>();
  /** Queries and mutations, which are answered before their sockets are closed. */
  const executing = new Set<Promise<unknown>>();
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
      await gathered();
      const admission = await authenticate(app, authorization);
      if (admission === null) {
        extra.isOpen = true;
        return true;
      }
      if (!admission.viewer) {
        close(extra.socket, admission.refusal);
        return false;
      }
      if (!extra.seat.signIn(admission.viewer.account.id)) {
        close(extra.socket, 'many');
        return false;
      }
      extra.authorization = authorization;
      // A socket that has closed meanwhile would be watched for ever.
      if (extra.socket.readyState === extra.socket.OPEN) {
        const access = { deviceSessionId: admission.viewer.deviceSession.id, expiresAt: admission.expiresAt };
        extra.forget = connectionsOf(app).watch(access, (why) => close(extra.socket, why));
      }
      extra.isOpen = true;
      return true;
    },
    onClose({ extra }) {
      extra.forget?.();
      app.metrics.socketClosed(extra.operations ?? 0);
    },
    async onSubscribe({ extra }, id, payload) {
      extra.operations = (extra.operations ?? 0) + 1;
      const origin = originOf(extra.request, app.env);
      try {
        await gathered();
        const context = await createContext(app, origin, extra.authorization, {
          isGone: () => extra.socket.readyState !== extra.socket.OPEN,
          params: payload as OperationParams,
          sendBroadcast: extra.sendBroadcast(id),
        });
        const args = graphql.prepare(context, payload);
        // Front ends go by the code of the close; an answer would pass for the end of a subscription.
        const isRefused = context.tokenRefusal && 'document' in args && !isForVisitors(args);
        if (isRefused) close(extra.socket, context.tokenRefusal);
        return args;
      } catch (error) {
        // A throw would close the socket, and clients do not reconnect after that.
        return [withoutHttp(maskError(app.log, error, origin))];
      }
    },
    onPing: ({ extra }) => liveness.count(extra.socket),
    onPong: ({ extra }) => liveness.count(extra.socket),
    execute: (args) => track(executing, Promise.resolve(graphql.execute(args))),
    subscribe: (args) => graphql.subscribe(args),
    onOperation({ extra }, id, _payload, _args, result) {
      extra.queue?.executed(id);
      return sendAll(extra, id, Symbol.asyncIterator in result ? (result as Results) : only(result as ExecutionResult));
    },
    // By itself graphql-ws would send the message of an unexpected error.
    onError: ({ extra }, _id, _payload, errors) => maskErrors(app.log, errors, originOf(extra.request, app.env)),
  });

  /** Sends a text; closes the socket instead where too much is unread. */
  function send(socket: WebSocket, text: string): Promise<void> {
    if (!isReading(socket)) return Promise.resolve();
    return new Promise((resolve) => socket.send(sendable(text), { binary: false }, () => resolve()));
  }

  function isReading(socket: WebSocket): boolean {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount > maximumUnread) {
      app.log.info('cut off a client that does not read its answers');
      close(socket, 'slow');
    }
    return socket.readyState === socket.OPEN;
  }

  /** Tracks work for a socket, which the server finishes before it stops, even when the socket is gone. */
  function finish(work: Promise<void>, failed: (error: unknown) => void): Promise<void> {
    return track(unfinished, work.catch(failed));
  }

  server.on('connection', (socket, request) => {
    const transport = {
      protocol: socket.protocol,
      send: (text: string) => send(socket, text),
      close: (code: number, reason: string) => socket.close(code, reason),
      onMessage(handle: (message: never) => Promise<void>) {
        const queue = queueOperations(rotation, {
          handle: (message) =>
            finish(handle(message as never), (error) => {
              // Clients come back after 1013, and after 1011 never.
              logFailure(app.log, error, 'could not handle a socket’s message');
              if (unavailability(error)) socket.close(1013, 'Try again later');
              else socket.close(1011, 'Internal error');
            }),
          refuse: (id, error) => send(socket, JSON.stringify({ id, type: MessageType.Error, payload: [error] })),
          close: transport.close,
        });
        extra.queue = queue;
        handleMessages(socket, request.socket, maximumInHand, (message) => queue.receive(message, extra.isOpen));
      },
    };
    const extra: Extra = {
      socket,
      request,
      seat: sockets.enter(request),
      isOpen: false,
      send: transport.send,
      sendBroadcast(id) {
        const head = headOf(id);
        return (results, taken) => {
          if (!isReading(socket)) return;
          // One write to the operating system, the most expensive step, for all results.
          request.socket.cork();
          for (const [index, { stringify }] of results.entries()) {
            const isLast = index === results.length - 1;
            socket.send(sendable(`${head}${stringify()}}`), { binary: false }, isLast ? taken : undefined);
          }
          request.socket.uncork();
        };
      },
    };
    const closed = protocol.opened(transport, extra);
    liveness.watch(socket);
    readersOf(app).onCutOff(request.socket, () => close(socket, 'slow'));
    socket.on('error', (error) => app.log.debug({ err: error }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      extra.seat.leave();
      extra.queue?.clear();
      void finish(closed(code, String(reason)), (error) =>
        logFailure(app.log, error, 'could not clean up after a socket'),
      );
    });
  });

  return {
    async close() {
      liveness.stop();
      await Promise.race([Promise.allSettled(executing), wait(stopTimeout)]);
      // The protocol sends the answers after the execution.
      await nextTurn();
      for (const client of server.clients) close(client, 'stopping');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([closed, wait(stopTimeout)]);
      for (const client of server.clients) client.terminate();
      await closed;
      await Promise.all(unfinished);
    },
  };
}

function track<Result>(running: Set<Promise<unknown>>, work: Promise<Result>): Promise<Result> {
  const tracked = work.finally(() => running.delete(tracked));
  running.add(tracked);
  return tracked;
}

/** Sends the results of a stream; a broadcast result brings its text, which all its receivers share. */
function sendAll({ send }: Extra, id: string, results: Results) {
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

async function* only(result: ExecutionResult): Results {
  yield result;
}
