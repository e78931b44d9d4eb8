import * as graphql from 'graphql';
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { App, RequestContext } from '../../context.ts';
import type { BroadcastResult, Subscriber } from '../../events/broadcast.ts';
import { closeAtOnce } from '../../events/watch.ts';
import { connectionsOf, type Ending } from '../../http/connections.ts';
import { limitAnswer } from './answer-size.ts';
import { planExecution } from './broadcast.ts';
import { asksForCost } from './document-limits.ts';
import { maskResult } from './mask.ts';

type Results = AsyncGenerator<ExecutionResult>;

/**
 * Serves subscriptions over HTTP and WebSocket. Each result is made when the one before it was taken, so a reader that
 * stops holds one result; it is cut off later. Where a socket would be closed with a code, an SSE stream ends with a last
 * result that carries an error.
 */
export function serveSubscriptions(app: App): Plugin<RequestContext> {
  async function subscribe(args: ExecutionArgs): Promise<ExecutionResult | Results> {
    const context = args.contextValue as RequestContext;
    const mask = (result: ExecutionResult) => maskResult(app.log, result, context);
    const limit = (result: ExecutionResult) => limitAnswer(app.env.MAX_ANSWER_BYTES, result);
    const plan = planExecution(args, async (one) => limit(mask(await graphql.execute(one))));
    let subscriber: Subscriber | null = null;
    const source = await graphql.createSourceEventStream({
      ...args,
      contextValue: { ...context, broadcastSubscriber: () => subscriber },
      hideSuggestions: !app.env.GRAPHIQL,
    } as ExecutionArgs);
    if (!(Symbol.asyncIterator in source)) return mask(source);
    const events = source as AsyncGenerator<unknown>;
    const connection = openConnection(context, () => void events.return(undefined));
    if (plan.broadcast && context.sendBroadcast && !asksForCost(args)) {
      subscriber = { ...plan.broadcast, send: sendObserved(app, connection.reader, context.sendBroadcast) };
    }
    app.metrics.subscribed();
    let isOpen = true;
    const forget = () => {
      if (isOpen) app.metrics.unsubscribed();
      isOpen = false;
      connection.forget();
    };
    const abandon = () => {
      forget();
      void events.return(undefined);
    };

    const results = (async function* () {
      try {
        for await (const event of events) {
          const result = await plan.execute(event);
          app.metrics.delivered(1);
          app.metrics.errors(result.errors);
          connection.reader.isTaking(false);
          yield result;
          connection.reader.isTaking(true);
        }
        const farewell = connection.farewell();
        if (farewell) yield { errors: [farewell] };
      } catch (error) {
        // Other operations of the same socket go on.
        yield mask({ errors: [error as GraphQLError] });
      } finally {
        forget();
      }
    })();
    // The client went away before the stream began, so nothing else would end the stream.
    if (context.response?.closed) abandon();
    return closeAtOnce(results, abandon);
  }
  return { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe as never) };
}

/** Counts the results of a broadcast and notes when the reader has taken them. */
function sendObserved({ metrics }: App, reader: { isTaking(isTaking: boolean): void }, send: Subscriber['send']) {
  return (results: BroadcastResult[], taken: () => void) => {
    metrics.delivered(results.length);
    for (const { errors } of results) metrics.errors(errors);
    reader.isTaking(false);
    send(results, () => {
      reader.isTaking(true);
      taken();
    });
  };
}

/** Calls `end` when the stream's connection or device session ends. */
function openConnection(context: RequestContext, end: () => void) {
  const connections = connectionsOf(context.app);
  const { viewer, accessExpiresAt, endSocket, response } = context;
  let why: Ending | undefined;
  const access =
    viewer && accessExpiresAt ? { deviceSessionId: viewer.deviceSession.id, expiresAt: accessExpiresAt } : null;
  // A socket is watched as a whole.
  const forgetAccess = response
    ? connections.watch(access, (ending) => {
        why = ending;
        end();
      })
    : () => {};
  response?.once('close', end);
  const reader = connections.watchReader(endSocket ?? (() => response?.destroy()));
  return {
    reader,
    farewell: () => why && farewells[why](),
    forget: () => {
      forgetAccess();
      reader.forget();
      response?.off('close', end);
    },
  };
}

const error = (message: string, code: string) => () => new GraphQLError(message, { extensions: { code } });

const farewells: Record<Ending, () => GraphQLError> = {
  expired: error('The access token has expired.', 'UNAUTHENTICATED'),
  ended: error('The device session has ended.', 'UNAUTHENTICATED'),
  stopping: error('The server is restarting: subscribe again.', 'GOING_AWAY'),
};
