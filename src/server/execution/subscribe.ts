import { collectFields } from '@graphql-tools/utils';
import * as graphql from 'graphql';
import { type ExecutionArgs, type ExecutionResult, type FragmentDefinitionNode, GraphQLError, Kind } from 'graphql';
import { renewed } from '../../accounts/authentication/viewer.ts';
import type { App, RequestContext } from '../../context.ts';
import { onceReachable } from '../../database/outage.ts';
import { UnavailableError } from '../../errors.ts';
import type { BroadcastResult, Subscriber } from '../../events/broadcast.ts';
import { closeAtOnce } from '../../events/watch.ts';
import { connectionsOf, type Ending } from '../../http/connections.ts';
import { limitAnswer } from './answer-size.ts';
import { planExecution } from './broadcast.ts';
import { asksForCost } from './document-limits.ts';
import { eventPrices } from './event-prices.ts';
import type { Results, Subscribe } from './execute.ts';
import { maskResult } from './mask.ts';
import { refusalToPay } from './pay.ts';
import type { Turns } from './turns.ts';

/**
 * Serves subscriptions over HTTP and WebSocket. Each result is made when the one before it was taken, so a reader that
 * stops holds one result; it is cut off later. Where a socket would be closed with a code, an SSE stream ends with a last
 * result that carries an error.
 */
export function serveSubscriptions(app: App, turns: Turns): Subscribe {
  return async (args) => {
    const context = args.contextValue as RequestContext;
    const mask = (result: ExecutionResult) => maskResult(app.log, result, context);
    const limit = (result: ExecutionResult) => limitAnswer(app.env.MAX_ANSWER_BYTES, result);
    const plan = planExecution(args, async (one) => limit(mask(await graphql.execute(one))));
    const fault = faultOfRoot(args);
    if (fault) return { errors: [fault] };
    const isStopping = () => app.stopping.aborted;
    let subscriber: Subscriber | null = null;
    const source = await graphql.createSourceEventStream({
      ...args,
      contextValue: { ...context, broadcastSubscriber: () => subscriber },
      hideSuggestions: !app.env.GRAPHIQL,
    } as ExecutionArgs);
    if (!(Symbol.asyncIterator in source)) return source;
    const events = source as AsyncGenerator<unknown>;
    const connection = openConnection(context, () => void events.return(undefined));
    if (plan.broadcast && context.sendBroadcast && !asksForCost(args)) {
      subscriber = { ...lasting(plan.broadcast, isStopping), send: sendObserved(app, context.sendBroadcast) };
    }
    app.metrics.subscribed();
    let isOpen = true;
    const isOver = () => !isOpen || isStopping();
    const forget = () => {
      if (isOpen) app.metrics.unsubscribed();
      isOpen = false;
      connection.forget();
    };
    const abandon = () => {
      forget();
      void events.return(undefined);
    };

    // The events of a broadcast cost nothing, since they are executed for all subscribers together.
    const priceOf = plan.broadcast || !args.price ? null : eventPrices(args, args.price);
    const subscribed = plan.broadcast ? null : context.viewer;
    const results = (async function* (): Results {
      try {
        let refusal: GraphQLError | null = null;
        for await (const event of events) {
          // An open stream outlives what its viewer may see: a role that was taken, an account that was changed.
          const viewer = subscribed ? await onceReachable(() => renewed(subscribed, app), isOver) : null;
          const price = priceOf?.(event);
          // A subscriber who has spent the budget subscribes again later.
          refusal = price ? refusalToPay(context, price) : null;
          if (subscribed && !viewer) {
            // A socket is closed with a code before it hears anything else.
            await onceReachable(() => connectionsOf(app).endRevoked(), isOver);
            refusal = farewells.ended();
          }
          if (refusal) break;
          const execute = () => plan.execute(event, viewer);
          // Without keeping the turn while the database is away.
          const result = await executed(() => (price ? turns.take(price, execute) : execute()), isOver);
          app.metrics.delivered(1);
          app.metrics.errors(result.errors);
          yield result;
        }
        const farewell = refusal ?? connection.farewell();
        if (farewell) yield mask({ errors: [farewell] });
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
  };
}

/**
 * Returns the error of a subscription that selects not exactly one field. Validation cannot tell where `@skip` or
 * `@include` decide, and graphql-js throws an error that is not the client's for none, and ignores all but the first.
 */
function faultOfRoot({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError | null {
  const operation = graphql.getOperationAST(document, operationName);
  const type = schema.getSubscriptionType();
  if (!operation || !type) return null;
  const [first, ...more] = operation.selectionSet.selections;
  if (first?.kind === Kind.FIELD && !first.directives?.length && more.length === 0) return null;
  const { coerced, errors } = graphql.getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variableValues ?? {},
    { maxErrors: 1 },
  ) as { coerced?: Record<string, unknown>; errors?: readonly GraphQLError[] };
  // The execution reports all errors of the variables.
  if (errors) return null;
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  try {
    const { fields } = collectFields(schema, fragments, coerced ?? {}, type, operation.selectionSet);
    if (fields.size === 1) return null;
  } catch (error) {
    // Of a directive whose variable is null.
    if (error instanceof GraphQLError) return error;
    throw error;
  }
  return new GraphQLError('A subscription must select exactly one field.', {
    nodes: [operation],
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** Executes an operation for an event, and again while the database is away. */
function executed<Result extends ExecutionResult>(
  execute: (attempt: number) => Result | Promise<Result>,
  isOver: () => boolean,
): Promise<Result> {
  return onceReachable(async (attempt) => {
    const result = await execute(attempt);
    if (result.errors?.some(({ extensions }) => extensions.code === 'UNAVAILABLE')) throw new UnavailableError();
    return result;
  }, isOver);
}

/** Executes the events of a broadcast together, so that they share their reads, and again by itself what meets an outage. */
function lasting(
  { key, execute }: Pick<Subscriber, 'key' | 'execute'>,
  isOver: () => boolean,
): Pick<Subscriber, 'key' | 'execute'> {
  return {
    key,
    execute(events) {
      const together = execute(events);
      const again = (event: object) => execute([event])[0];
      return events.map((event, index) =>
        executed((attempt) => (attempt === 1 ? together[index] : again(event)) as Promise<BroadcastResult>, isOver),
      );
    },
  };
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
