import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLField,
  type GraphQLFieldExtensions,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Context } from '../context.ts';
import type { SharedResult, Sharer } from '../events/broadcast.ts';

type Extensions = GraphQLFieldExtensions<unknown, unknown>;
type FieldRef = { updateConfig(change: (config: { extensions?: Extensions }) => object): void };

/**
 * On a field: it is the same for everybody who may see the object it is of, and an error for everybody else. On none: it
 * depends on the viewer.
 */
export const sameForAll = { sameForAll: true };

/**
 * Declares of fields that each is the same for everybody who may see the object it is of: neither it nor what its
 * loader leaves out depends on who asks, as long as they are inside the session that the object belongs to.
 */
export function forAll<Fields extends object>(fields: Fields): Fields {
  for (const field of Object.values(fields) as FieldRef[]) {
    field.updateConfig((config) => ({ ...config, extensions: { ...config.extensions, ...sameForAll } }));
  }
  return fields;
}

/** On a field of Subscription: the session whose inside an event shows; its subscribers may all see that. */
export const shownInside = (sessionOf: (event: never) => string) => ({ shownInside: sessionOf });

interface Shared {
  context: Context;
  results: Map<string, Promise<SharedResult>>;
}

// What was made of an event lives as long as the event is kept for those who have yet to read it.
const sharedOf = new WeakMap<object, Shared>();

/** How to execute a subscription's operation for its events. */
interface Plan {
  execute(event: unknown): ExecutionResult | Promise<ExecutionResult>;
  /** Null where it is executed for this subscriber alone. */
  shared: Pick<Sharer, 'key' | 'execute'> | null;
}

/**
 * Plans to execute a subscription's operation for this subscriber alone, or, where nothing that it selects depends on
 * the viewer, once for all who asked the same. Then there is no viewer while it is executed: what was declared wrongly
 * comes out as a visitor would see it, never as somebody else does.
 */
export function planExecution(
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>,
): Plan {
  const alone = { execute: (event: unknown) => execute({ ...args, rootValue: event }), shared: null };
  const operation = getOperationAST(args.document, args.operationName);
  const source = args.document.loc?.source.body;
  const sessionOf = operation && sessionOfEvent(args.schema, operation);
  if (!operation || !source || !sessionOf || !isSameForAll(args)) return alone;
  const key = JSON.stringify([source, args.operationName, variablesOf(args, operation)]);

  const once = (event: object, context: () => Context): Promise<SharedResult> => {
    const shared = sharedOf.get(event) ?? { context: context(), results: new Map() };
    sharedOf.set(event, shared);
    const known = shared.results.get(key);
    if (known) return known;
    const result = Promise.resolve(execute({ ...args, rootValue: event, contextValue: shared.context })).then(
      shareable,
    );
    shared.results.set(key, result);
    return result;
  };
  const contextFor = (event: unknown) => impersonal(args.contextValue as Context, sessionOf(event as never));
  return {
    execute: (event) => once(event as object, () => contextFor(event)),
    shared: {
      key,
      execute(events) {
        // One for all of them, since what is loaded for each is loaded now.
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

/** The doors, and nothing of whoever happened to be the first. */
export function impersonal(
  { env, database, events, mail, limits, log, metrics, locate, requestId }: Context,
  insideOf?: string,
): Context {
  const app = { env, database, events, mail, limits, log, metrics, locate };
  return { ...app, requestId, ipAddress: null, userAgent: null, viewer: null, ...(insideOf && { insideOf }) };
}

export function shareable(result: ExecutionResult): SharedResult {
  let text: string | undefined;
  const stringify = () => {
    text ??= JSON.stringify(result);
    return text;
  };
  // Not to be seen by whoever copies or prints the result.
  return Object.defineProperty({ ...result }, 'stringify', { value: stringify }) as SharedResult;
}

function sessionOfEvent(schema: GraphQLSchema, { selectionSet }: OperationDefinitionNode) {
  const [root] = selectionSet.selections;
  if (root?.kind !== Kind.FIELD) return undefined;
  const field = schema.getSubscriptionType()?.getFields()[root.name.value];
  return field?.extensions.shownInside as ((event: never) => string) | undefined;
}

const decisions = new WeakMap<object, boolean>();

/**
 * Whether nothing that is selected depends on the viewer, beside the choice of a subscription's events. Of a whole
 * document: another operation in it, or a fragment, may keep one from being shared that could be.
 */
export function isSameForAll({ schema, document }: ExecutionArgs): boolean {
  const decided = decisions.get(document);
  if (decided !== undefined) return decided;
  let isSame = true;
  const types = new TypeInfo(schema);
  const check = () => {
    const field = types.getFieldDef();
    if (types.getParentType() !== schema.getSubscriptionType() && !(field && isDeclared(field))) isSame = false;
  };
  visit(document, visitWithTypeInfo(types, { Field: check }));
  decisions.set(document, isSame);
  return isSame;
}

const isDeclared = ({ name, extensions }: GraphQLField<unknown, unknown>) =>
  name === '__typename' || extensions.sameForAll === true;

/** Those that have a say in what an event looks like: the root field's own decide only which events come. */
function variablesOf({ document, variableValues }: ExecutionArgs, { selectionSet }: OperationDefinitionNode) {
  const names = new Set<string>();
  const collect = { Variable: ({ name }: { name: { value: string } }) => void names.add(name.value) };
  for (const root of selectionSet.selections) {
    visit(root.kind === Kind.FIELD ? { ...root, arguments: [] } : root, collect);
  }
  for (const fragment of document.definitions) if (fragment.kind === Kind.FRAGMENT_DEFINITION) visit(fragment, collect);
  return [...names].sort().map((name) => [name, variableValues?.[name]]);
}
