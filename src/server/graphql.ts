import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentNode, ExecutionArgs, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import * as graphql from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createContext } from '../accounts/authentication/viewer.ts';
import type { App, OperationParams, RequestContext } from '../context.ts';
import type { GraphiqlTab } from '../feature.ts';
import { features } from '../features.ts';
import { maskError, maskRefusal, withoutHttp } from '../http/error-masking.ts';
import { acceptedClientHints, originOf } from '../http/origin.ts';
import { allowOrigin, answerPreflight } from '../http/route.ts';
import type { Tracing } from '../operations/tracing.ts';
import { refuseBadTokens, refuseBadTokensOfStreams } from './execution/authenticate.ts';
import { coalesceQueries } from './execution/coalesce.ts';
import { compileExecution } from './execution/compile.ts';
import { createDocumentCache, keepWithinLimits, limitCost } from './execution/document-limits.ts';
import type { Execute } from './execution/execute.ts';
import { maskResults } from './execution/mask.ts';
import { observeExecution, observeOperations } from './execution/observe.ts';
import { openPersistedOperations, operationIdNames } from './execution/persisted-operations.ts';
import { serveSubscriptions } from './execution/subscribe.ts';
import { createTurns, executeInTurns } from './execution/turns.ts';
import { createFastPost } from './fast-post.ts';
import { graphiqlRoute } from './graphiql.ts';
import { schema } from './schema.ts';

export const path = '/graphql';

const maxBodyBytes = 256 * 1024;

export type GraphQLServer = ReturnType<typeof createGraphQLServer>;

interface Initial {
  req?: IncomingMessage;
  res?: ServerResponse;
  prepared?: RequestContext;
  params?: OperationParams;
}

/** Serves GraphQL over HTTP and SSE, and gives WebSocket the same parsing, validation and execution. */
export function createGraphQLServer(
  app: App,
  tracing: Tracing | null,
  /** How often a query is executed before it is compiled. */
  executionsBefore = 3,
) {
  const { env, log } = app;
  const findDocument = openPersistedOperations(env, schema);
  const suggestions = { hideSuggestions: !env.GRAPHIQL };
  const caches = createDocumentCache();
  const contextOf = async (
    request: IncomingMessage,
    response: ServerResponse,
    params?: OperationParams,
  ): Promise<RequestContext> => {
    const origin = originOf(request, env);
    try {
      return await createContext(app, origin, request.headers.authorization, { response, ...(params && { params }) });
    } catch (error) {
      throw maskRefusal(log, error, origin);
    }
  };
  const reference = (args: ExecutionArgs) => graphql.execute({ ...args, ...suggestions } as ExecutionArgs);
  const compiled = compileExecution(schema, reference as Execute, executionsBefore);
  const turns = createTurns();
  const execute = observeExecution(
    app.metrics,
    tracing,
    maskResults(log, limitCost(refuseBadTokens(coalesceQueries(executeInTurns(turns, compiled))))),
  );
  const yoga = createYoga<Initial, RequestContext>({
    schema,
    graphqlEndpoint: path,
    landingPage: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: maxBodyBytes,
    parserAndValidationCache: caches,
    extraParamNames: operationIdNames,
    // See handle().
    cors: false,
    // See graphiqlRoute().
    graphiql: false,
    maskedErrors: { maskError: (error) => maskError(log, error, undefined) },
    plugins: [
      executeWith(execute),
      ...(env.GRAPHIQL ? [] : [hideSchema]),
      serveSubscriptions(app, turns),
      observeOperations(app.metrics, tracing),
      keepWithinLimits(app),
      refuseBadTokensOfStreams,
      jsonAlone,
      { onParams: ({ params, setParams }) => setParams({ ...params, query: findDocument(params as OperationParams) }) },
    ],
    context: ({ req, res, prepared }) => prepared ?? contextOf(req as IncomingMessage, res as ServerResponse),
  });

  /** Turns an error that an execution throws into a result: it would close the socket with all its operations. */
  const withFaults = async <Result>(
    { contextValue }: ExecutionArgs,
    execution: () => Result | Promise<Result>,
  ): Promise<Result | graphql.ExecutionResult> => {
    try {
      return await execution();
    } catch (error) {
      const { origin } = contextValue as RequestContext;
      return { errors: [withoutHttp(maskError(log, error, origin) as GraphQLError)] };
    }
  };

  const enter = createFastPost(
    {
      ...{ path, maxBodyBytes, moreParams: operationIdNames, yoga, execute, schema, findDocument, contextOf },
      documents: caches.documentCache,
      mask: (error) => maskError(log, error, undefined),
    },
    (request, response) => void yoga(request, response),
  );

  const graphiql = graphiqlRoute(app, path, () => tabsOf(app));

  return {
    path,
    handle(request: IncomingMessage, response: ServerResponse): void {
      // Browsers remember it for the pages of this origin.
      if (request.method === 'GET') response.setHeader('Accept-CH', acceptedClientHints);
      if (graphiql(request, response)) return;
      const isAllowed = allowOrigin(app, request, response);
      if (isAllowed && request.method === 'OPTIONS') {
        const { 'access-control-request-headers': headers } = request.headers;
        answerPreflight(response, ['GET', 'POST', 'OPTIONS'], headers);
      } else enter(request, response);
    },
    execute: (args: ExecutionArgs) => withFaults(args, () => enveloped(args).execute(args)),
    subscribe: (args: ExecutionArgs) => withFaults(args, () => enveloped(args).subscribe(args)),
    /** Prepares an operation of a socket for execution; returns its errors where it cannot be executed. */
    async prepare(context: RequestContext, params: OperationParams): Promise<ExecutionArgs | readonly GraphQLError[]> {
      const {
        parse,
        validate,
        contextFactory,
        schema: schemaNow,
        execute,
        subscribe,
      } = yoga.getEnveloped({
        prepared: context,
        params,
      } as Parameters<typeof yoga.getEnveloped>[0]);
      try {
        const document = parse(findDocument(params));
        const faults: readonly GraphQLError[] = validate(schemaNow, document);
        if (faults.length > 0) return faults.map(withoutHttp);
        if (!graphql.getOperationAST(document, params.operationName)) return [unknownOperation()];
        return {
          schema: schemaNow,
          document,
          operationName: params.operationName,
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
      } catch (error) {
        // A throw here would close the socket with 4500, and clients do not reconnect after that.
        return [withoutHttp(maskError(log, error, context.origin) as GraphQLError)];
      }
    },
  };
}

function unknownOperation(): GraphQLError {
  return new graphql.GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}

async function tabsOf(app: App): Promise<GraphiqlTab[]> {
  const tabs = await Promise.all(features.map((feature) => feature.graphiqlTabs?.(app) ?? []));
  return tabs.flat();
}

/** The functions that prepare() put into rootValue: graphql-ws passes only these arguments on to the execution. */
function enveloped(args: ExecutionArgs) {
  return args.rootValue as {
    execute: (args: ExecutionArgs) => ReturnType<typeof import('graphql').execute>;
    subscribe: (args: ExecutionArgs) => ReturnType<typeof import('graphql').subscribe>;
  };
}

/** Replaces Yoga's executor, which returns fields in the order in which they resolve instead of the selected order. */
const executeWith = (execute: Execute): Plugin => ({ onExecute: ({ setExecuteFn }) => setExecuteFn(execute) });

/** Refuses introspection, and suggests no similar names in errors. */
const hideSchema: Plugin = {
  onValidate: ({ addValidationRule, setValidationFn }) => {
    addValidationRule(graphql.NoSchemaIntrospectionCustomRule);
    setValidationFn((schemaNow: GraphQLSchema, document: DocumentNode, rules: ValidationRule[]) =>
      graphql.validate(schemaNow, document, rules, { hideSuggestions: true }),
    );
  },
};

/** Refuses bodies other than JSON with 415: any page may send a form to any server without a preflight request. */
const jsonAlone: Plugin = {
  onRequestParse: ({ request: { method, headers }, requestParser, setRequestParser }) => {
    const isJson = /^application\/(graphql\+)?json\s*(;|$)/i.test(headers.get('content-type') ?? '');
    if (method === 'POST' && (!isJson || headers.has('content-encoding'))) setRequestParser(undefined as never);
    if (method === 'GET' && requestParser) {
      setRequestParser((request) => {
        try {
          const { searchParams } = new URL(request.url);
          const ids = operationIdNames.filter((name) => searchParams.has(name));
          const more = Object.fromEntries(ids.map((name) => [name, searchParams.get(name)]));
          return { ...(requestParser(request) as object), ...more } as never;
        } catch {
          throw new graphql.GraphQLError('`variables` and `extensions` must be JSON.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        }
      });
    }
  },
};
