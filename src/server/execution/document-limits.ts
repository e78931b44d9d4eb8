import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { type Execute, whenExecuted } from './execute.ts';

/** What a document may be at most, with its variables. */
export const documentLimits = {
  characters: 32 * 1024,
  tokens: 2_000,
  /** Brackets in brackets: selections, arguments, lists and objects alike. */
  nesting: 50,
  directives: 50,
  aliases: 50,
  /** `__schema` and `__type`, whose selections cost nothing. */
  introspections: 3,
  /** Fields in fields, fragments spread. */
  depth: 15,
  /** Fields that may have to be resolved, with lists as long as they may be. */
  cost: 20_000,
  /** In its variables, those in lists and objects counted. */
  values: 2_000,
};

const opening: string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const closing: string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** Reads a document that keeps within the limits; throws a GraphQLError where it does not. */
export function parseWithinLimits(source: string | Source): DocumentNode {
  const text = new Source(typeof source === 'string' ? source : source.body);
  refuseAbove('characters', text.body.length);
  const lexer = new Lexer(text);
  const count = { tokens: 0, nesting: 0, directives: 0, aliases: 0, introspections: 0 };
  const add = (limit: keyof typeof count) => {
    count[limit] += 1;
    refuseAbove(limit, count[limit]);
  };
  // Before the parser, which calls itself for each bracket and would run out of stack.
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    add('tokens');
    if (opening.includes(kind)) add('nesting');
    if (closing.includes(kind)) count.nesting -= 1;
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

/** Documents and subscriptions within their limits, whichever way they come. */
export const keepWithinLimits: Plugin = {
  onParse: ({ setParseFn }) => setParseFn(parseWithinLimits),
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const { cost, refusal } = costWithinLimits(args);
    if (refusal) return setResultAndStopExecution(refusal);
    if (cost === null) return;
    const tell = ({ result, setResult }: { result: ExecutionResult; setResult(result: ExecutionResult): void }) =>
      setResult(withCost(result, cost));
    return { onSubscribeResult: (done) => handleStreamOrSingleExecutionResult(done as never, tell) };
  },
};

/**
 * No more cost than allowed. Who sends `extensions: { cost: true }` with an operation, or a subscription, is told its
 * cost in `extensions.cost`.
 */
export function limitCost(execute: Execute): Execute {
  return (args) => {
    const { cost, refusal } = costWithinLimits(args);
    if (refusal) return refusal;
    const result = execute(args);
    return cost === null ? result : whenExecuted(result, (done) => withCost(done, cost));
  };
}

/** The cost, where it is asked for; null where nothing is to be told. */
function costWithinLimits(args: ExecutionArgs): { cost: number | null; refusal?: ExecutionResult } {
  try {
    // Before they are read: each fault in them is described with all that is around it.
    refuseManyValues(args.variableValues);
    const measured = measure(args);
    if (!measured) return { cost: null };
    refuseAbove('depth', measured.depth);
    refuseAbove('cost', measured.complexity);
    return { cost: asksForCost(args) ? measured.complexity : null };
  } catch (error) {
    // What cannot be measured is not executed either: one field's bad argument must not let the others go uncounted.
    if (!(error instanceof GraphQLError)) throw error;
    return { cost: null, refusal: { errors: [error] } };
  }
}

/** Whether each result has to tell the cost, which makes it this client's own. */
export function asksForCost({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): boolean {
  const { params } = contextValue as { params?: { extensions?: { cost?: unknown } | null } };
  return params?.extensions?.cost === true;
}

function measure({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs) {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const variables = variableValues ?? {};
  // The execution finds the same fault, and more of them.
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (errors) return null;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return complexityFromQuery(
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
    { schema, variables: { ...variables }, ctx: contextValue as object },
  );
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

/** What was parsed and validated, kept by its text: so many tokens in all, at about half a kilobyte each. */
export function createDocumentCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      max: 1_000,
      maxSize: 100_000,
      sizeCalculation: countTokens,
    }),
    // What is wrong is found as fast as it would be remembered.
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
  throw new GraphQLError(`The document exceeds the limit of its ${limit}, which is ${maximum}.`, {
    extensions: { code: 'DOCUMENT_LIMIT_EXCEEDED', limit, maximum, http: { status: 400, spec: true } },
  });
}
