import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  Source,
  TokenKind,
  TypeInfo,
  type ValidationRule,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { App, RequestContext } from '../../context.ts';
import { maximumErrors } from '../../errors.ts';
import { shortenedError } from '../../http/shortening.ts';
import { type Execute, isStream, type Price, type Results, type Subscribe, whenExecuted } from './execute.ts';
import { type ParsingContext, payerOf, payForFields, payForOperation, payForParsing } from './pay.ts';
import { faultsOfVariables } from './variables.ts';

/** The limits of a document and its variables. */
const documentLimits = {
  characters: 32 * 1024,
  tokens: 2_000,
  /** Nested brackets: of selections, arguments, lists and objects. */
  nesting: 50,
  /** Characters of a name, which every object of an answer repeats where it is an alias. */
  name: 200,
  directives: 50,
  aliases: 50,
  /** `__schema` and `__type`, whose selections cost nothing. */
  introspections: 3,
  /** Nested fields, with fragments spread. */
  depth: 15,
  /** Fields that may be resolved, with every list at its maximum length. */
  cost: 20_000,
  /** Values in the variables, counting those in lists and objects. */
  values: 2_000,
};

const opening: string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const closing: string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** Parses a document; throws a GraphQLError where it exceeds a limit. */
export function parseWithinLimits(source: string | Source): DocumentNode {
  try {
    return parseCounted(source);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    error.extensions.code ??= 'GRAPHQL_PARSE_FAILED';
    throw shortenedError(error);
  }
}

function parseCounted(source: string | Source): DocumentNode {
  const text = new Source(typeof source === 'string' ? source : source.body);
  refuseAbove('characters', text.body.length);
  const lexer = new Lexer(text);
  const count = { tokens: 0, nesting: 0, directives: 0, aliases: 0, introspections: 0 };
  const add = (limit: keyof typeof count) => {
    count[limit] += 1;
    refuseAbove(limit, count[limit]);
  };
  // Before the parser, which recurses at each bracket and could overflow the stack.
  for (let { kind, start, end } = lexer.advance(); kind !== TokenKind.EOF; { kind, start, end } = lexer.advance()) {
    add('tokens');
    if (opening.includes(kind)) add('nesting');
    if (closing.includes(kind)) count.nesting -= 1;
    if (kind === TokenKind.NAME) refuseAbove('name', end - start);
    if (kind === TokenKind.AT) add('directives');
  }
  const document = parse(text);
  visit(document, {
    Field: ({ alias, name }) => {
      if (alias) add('aliases');
      if (name.value === '__schema' || name.value === '__type') add('introspections');
    },
  });
  return document;
}

/** Applies the limits to the documents of every transport. */
export function keepWithinLimits(app: App, hideSuggestions: boolean): Plugin {
  return {
    onParse: ({ context, setParseFn }) =>
      setParseFn((source: string | Source) => {
        payForParsing(app, typeof source === 'string' ? source : source.body, context as ParsingContext);
        return parseWithinLimits(source);
      }),
    onValidate: ({ setValidationFn }) => {
      // One less, since graphql-js adds an error that tells of the limit.
      const options = { maxErrors: maximumErrors - 1, hideSuggestions };
      const validateShortly = (schema: GraphQLSchema, document: DocumentNode, rules: ValidationRule[]) =>
        validate(schema, document, rules, options).map(shortenedError);
      setValidationFn(validateShortly as never);
    },
  };
}

/**
 * Refuses operations that exceed the limits of depth, cost or values, and those of payers who have spent their budget. A
 * client that sends `extensions: { cost: true }` receives the cost in `extensions.cost`.
 */
export function limitCost(execute: Execute): Execute {
  return (args) => {
    const { price, refusal } = priceWithinLimits(args);
    if (refusal) return refusal;
    if (!price) return execute(args);
    const result = execute({ ...args, price });
    return asksForCost(args) ? whenExecuted(result, (done) => withCost(done, price.cost)) : result;
  };
}

/** Refuses subscriptions as limitCost() does operations. No event costs more than its subscription. */
export function limitCostOfStreams(subscribe: Subscribe): Subscribe {
  return async (args) => {
    const { price, refusal } = priceWithinLimits(args);
    if (refusal) return refusal;
    if (!price) return subscribe(args);
    const opened = await subscribe({ ...args, price });
    if (!asksForCost(args)) return opened;
    const tell = (result: ExecutionResult) => withCost(result, price.cost);
    return isStream(opened) ? (mapAsyncIterator(opened, tell) as Results) : tell(opened);
  };
}

/** Checks the limits and pays; the price is null where the execution will refuse the operation by itself. */
function priceWithinLimits(args: ExecutionArgs): { price: Price | null; refusal?: ExecutionResult } {
  const context = args.contextValue as RequestContext;
  try {
    payForOperation(context, args.document);
    // Before the variables are coerced: each error of coercion would print all values around it.
    refuseManyValues(args.variableValues);
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return { price: null };
    const errors = faultsOfVariables(args, operation);
    if (errors.length > 0) return { price: null, refusal: { errors } };
    const measured = measure(args, operation);
    refuseAbove('depth', measured.depth);
    refuseAbove('cost', measured.complexity);
    payForFields(context, measured.complexity);
    return { price: { cost: measured.complexity, payer: payerOf(context) } };
  } catch (error) {
    // An operation that cannot be measured is refused: a bad argument of one field must not leave the others uncounted.
    if (!(error instanceof GraphQLError)) throw error;
    return { price: null, refusal: { errors: [error] } };
  }
}

/** Whether the client asked for the cost; its results cannot be shared then. */
export function asksForCost({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): boolean {
  const { params } = contextValue as { params?: { extensions?: { cost?: unknown } | null } };
  return params?.extensions?.cost === true;
}

interface Measured {
  complexity: number;
  depth: number;
}

/** What was measured of an operation that measures the same each time; null for one that does not. */
const measuredOnce = new WeakMap<OperationDefinitionNode, Measured | null>();

/** The cost and the depth of an operation. */
export function measure(args: ExecutionArgs, operation: OperationDefinitionNode): Measured {
  const known = measuredOnce.get(operation);
  if (known) return known;
  const { schema, document, variableValues, contextValue } = args;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const whole = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] } satisfies DocumentNode;
  const variables = { ...variableValues };
  const { complexity, depth } = complexityFromQuery(whole, { schema, variables, ctx: contextValue as object });
  const measured = { complexity, depth };
  if (known === undefined) measuredOnce.set(operation, dependsOnVariables(schema, whole) ? null : measured);
  return measured;
}

/** Whether a variable may change the cost of a document: it is an argument of a field whose arguments decide its cost. */
function dependsOnVariables(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let depends = false;
  const Variable = () => {
    depends ||= typeof types.getFieldDef()?.extensions.complexity === 'function';
  };
  visit(document, visitWithTypeInfo(types, { Variable }));
  return depends;
}

function refuseManyValues(variables: unknown): void {
  const rest = [variables];
  let count = 0;
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) {
      count += 1;
      refuseAbove('values', count);
      rest.push(inner);
    }
  }
}

function withCost(result: ExecutionResult, total: number): ExecutionResult {
  return { ...result, extensions: { ...result.extensions, cost: { total, maximum: documentLimits.cost } } };
}

/** Caches parsed and validated documents by their text; the size limit counts tokens. */
export function createDocumentCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      max: 1_000,
      maxSize: 100_000,
      sizeCalculation: countTokens,
    }),
    // Errors are not cached: finding them takes no longer than a look-up.
    errorCache: { get: () => undefined, set: () => {} },
  };
}

function countTokens({ loc }: DocumentNode): number {
  let count = 1;
  for (let token = loc?.startToken; token?.next; token = token.next) count += 1;
  return count;
}

function refuseAbove(limit: keyof typeof documentLimits, value: number): void {
  const maximum = documentLimits[limit];
  if (value <= maximum) return;
  throw new GraphQLError(`The document exceeds the limit of ${maximum} for ${limit}.`, {
    extensions: { code: 'DOCUMENT_LIMIT_EXCEEDED', limit, maximum, http: { status: 400, spec: true } },
  });
}
