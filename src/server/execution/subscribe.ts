import * as graphql from 'graphql';
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { App, RequestContext } from '../../context.ts';
import type { Subscriber } from '../../events/broadcast.ts';
import { closeAtOnce } from '../../events/watch.ts';
import { connectionsOf, type Ending } from '../../http/connections.ts';
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
    const plan = planExecution(args, async (one) => mask(await graphql.execute(one)));
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
      subscriber = { ...plan.broadcast, send: sendObserved(app, context.sendBroadcast) };
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
          yield result;
        }
        const farewell = connection.farewell();
        if (farewell) yield { errors: [farewell] };
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

/** Counts the results of a broadcast. */
function sendObserved({ metrics }: App, send: Subscriber['send']): Subscriber['send'] {
  return (results, taken) => {
    metrics.delivered(results.length);
    for (const { errors } of results) metrics.errors(errors);
    send(results, taken);
  };
}

/** Calls `end` when the stream's connection or device session ends. */
function openConnection(context: RequestContext, end: () => void) {
  const connections = connectionsOf(context.app);
  const { viewer, accessExpiresAt, response } = context;
  let why: Ending | undefined;
  const forgetAccess =
    response && viewer && accessExpiresAt
      ? connections.watch({ deviceSessionId: viewer.deviceSession.id, expiresAt: accessExpiresAt }, (ending) => {
          why = ending;
          end();
        })
      : () => {};
  response?.once('close', end);
  return {
    farewell: () => why && farewells[why](),
    forget: () => {
      forgetAccess();
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
