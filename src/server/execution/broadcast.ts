import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type Context, newContext, type Viewer } from '../../context.ts';
import { type BroadcastResult, resultAge, type Subscriber } from '../../events/broadcast.ts';
import { isBroadcastable } from '../../graphql/broadcastable.ts';
import { textOf } from './answer-size.ts';

interface Executed {
  context: Context;
  results: Map<string, Promise<BroadcastResult>>;
  began: number;
}

// Results live as long as the event is kept for subscribers that have yet to read it, and are shared for a moment.
const executedOf = new WeakMap<object, Executed>();

/** How a subscription's operation is executed for its events. */
interface Plan {
  /** Executes it for the viewer as they are now, who plays no part in a broadcast. */
  execute(event: unknown, viewer: Viewer | null): ExecutionResult | Promise<ExecutionResult>;
  /** Null where the operation is executed for this subscriber alone. */
  broadcast: Pick<Subscriber, 'key' | 'execute'> | null;
}

/**
 * Plans the execution of a subscription's operation: once per event for all subscribers with the same operation and
 * variables where the operation is broadcastable, else for this subscriber alone. A broadcast is executed without a
 * viewer, so a field wrongly declared broadcastable then shows only public data.
 */
export function planExecution(
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>,
): Plan {
  const alone: Plan = {
    execute(event, viewer) {
      // Loaders read for the viewer whom they were made for.
      const contextValue = { ...(args.contextValue as Context), viewer, loaders: new Map() };
      return execute({ ...args, rootValue: event, contextValue });
    },
    broadcast: null,
  };
  const operation = getOperationAST(args.document, args.operationName);
  const sessionOf = operation && sessionOfEvent(args.schema, operation);
  if (!operation || !sessionOf || !isBroadcastable(args)) return alone;
  const key = keyOf(args, operation);

  const once = (event: object, context: () => Context): Promise<BroadcastResult> => {
    const known = executedOf.get(event);
    const began = performance.now();
    const isRecent = known && began - known.began < resultAge;
    const executed = isRecent ? known : { context: context(), results: new Map(), began };
    executedOf.set(event, executed);
    const existing = executed.results.get(key);
    if (existing) return existing;
    const result = Promise.resolve(execute({ ...args, rootValue: event, contextValue: executed.context })).then(
      toBroadcastResult,
    );
    executed.results.set(key, result);
    return result;
  };
  const contextFor = (event: unknown) => withoutViewer(args.contextValue as Context, sessionOf(event as never));
  return {
    execute: (event) => once(event as object, () => contextFor(event)),
    broadcast: {
      key,
      execute(events) {
        // Events that are read together share one context, and so their loaders' batches.
        let context: Context | undefined;
        return events.map((event) =>
          once(event, () => {
            context ??= contextFor(event);
            return context;
          }),
        );
      },
    },
  };
}

/** The context of an execution for several requests: nothing in it belongs to the person of the first request. */
export function withoutViewer({ app, origin: { requestId } }: Context, insideOf?: string): Context {
  return newContext(app, { requestId, ipAddress: null, userAgent: null }, null, { ...(insideOf && { insideOf }) });
}

/** Adds the result's text, which is made once for all who receive it. */
export function toBroadcastResult(result: ExecutionResult): BroadcastResult {
  let text: string | undefined;
  const stringify = () => {
    text ??= textOf(result);
    return text;
  };
  // Not enumerable, so that copying or printing the result leaves it out.
  return Object.defineProperty({ ...result }, 'stringify', { value: stringify, enumerable: false }) as BroadcastResult;
}

function sessionOfEvent(schema: GraphQLSchema, { selectionSet }: OperationDefinitionNode) {
  const [root] = selectionSet.selections;
  if (root?.kind !== Kind.FIELD) return undefined;
  const field = schema.getSubscriptionType()?.getFields()[root.name.value];
  return field?.extensions.broadcastInside as ((event: never) => string | undefined) | undefined;
}

interface Known {
  /** Short, unlike the text of the operation: every subscriber has a key. */
  number: number;
  /** The variables that change how an event is shown. Those of the root field only choose the events. */
  variables: string[];
}

const knownOf = new WeakMap<OperationDefinitionNode, Known>();
let operations = 0;

/** Names an operation, which is parsed once, and the values of its variables that change how an event is shown. */
function keyOf({ document, variableValues }: ExecutionArgs, operation: OperationDefinitionNode): string {
  let known = knownOf.get(operation);
  if (!known) {
    operations += 1;
    known = { number: operations, variables: variableNames(document, operation) };
    knownOf.set(operation, known);
  }
  // A missing variable has its default value, unlike null.
  const given = variableValues ?? {};
  const values = known.variables.map((name) => (Object.hasOwn(given, name) ? [name, given[name]] : [name]));
  return JSON.stringify([known.number, values]);
}

function variableNames(document: DocumentNode, { selectionSet }: OperationDefinitionNode): string[] {
  const names = new Set<string>();
  const collect = { Variable: ({ name }: { name: { value: string } }) => void names.add(name.value) };
  for (const root of selectionSet.selections) {
    visit(root.kind === Kind.FIELD ? { ...root, arguments: [] } : root, collect);
  }
  for (const fragment of document.definitions) if (fragment.kind === Kind.FRAGMENT_DEFINITION) visit(fragment, collect);
  return [...names].sort();
}
