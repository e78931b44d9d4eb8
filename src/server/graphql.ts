import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendNodeResponse } from '@whatwg-node/server';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import * as graphql from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createContext } from '../accounts/authentication/viewer.ts';
import type { App, OperationParams, RequestContext } from '../context.ts';
import type { GraphiqlTab } from '../feature.ts';
import { features } from '../features.ts';
import { isExpected, maskError, maskRefusal, withoutHttp } from '../http/error-masking.ts';
import { acceptedClientHints, originOf } from '../http/origin.ts';
import { readersOf } from '../http/readers.ts';
import { allowOrigin, answerFailure, answerJson, answerPreflight } from '../http/route.ts';
import type { Tracing } from '../operations/tracing.ts';
import { limitAnswers, spreadLongAnswers } from './execution/answer-size.ts';
import { refuseBadTokens } from './execution/authenticate.ts';
import { coalesceQueries } from './execution/coalesce.ts';
import { compileExecution } from './execution/compile.ts';
import { createDocumentCache, keepWithinLimits, limitCost, limitCostOfStreams } from './execution/document-limits.ts';
import type { Execute, Subscribe } from './execution/execute.ts';
import { maskRefusals, maskResults } from './execution/mask.ts';
import { observeDocuments, observeExecution, observeSubscriptions } from './execution/observe.ts';
import { openPersistedOperations, operationIdNames } from './execution/persisted-operations.ts';
import { createDocumentReader } from './execution/read-document.ts';
import { serveSubscriptions } from './execution/subscribe.ts';
import { createTurns, executeInTurns } from './execution/turns.ts';
import { createFastPost, type Fail } from './fast-post.ts';
import { graphiqlRoute } from './graphiql.ts';
import { schema } from './schema.ts';

export const path = '/graphql';

const maxBodyBytes = 256 * 1024;

export type GraphQLServer = ReturnType<typeof createGraphQLServer>;

interface Initial {
  req: IncomingMessage;
  res: ServerResponse;
}

/** Serves GraphQL over HTTP and SSE, and gives WebSocket the same parsing, validation and execution. */
export function createGraphQLServer(
  app: App,
  tracing: Tracing | null,
  /** Documents of this server's own pages, by their hashes. */
  ownOperations: Record<string, string>,
  /** How often a query is executed before it is compiled. */
  executionsBefore = 3,
) {
  const { env, log } = app;
  const findDocument = openPersistedOperations(env, schema, ownOperations);
  const suggestions = { hideSuggestions: !env.GRAPHIQL };
  const caches = createDocumentCache();
  /** Rethrows an unexpected error: the server logs it and answers under the request's ID. */
  const maskExpected = (error: unknown) => {
    if (!isExpected(error)) throw error;
    const masked = maskError(log, error, { requestId: '' });
    // Yoga marks whatever fails while a document is parsed as a fault of it, whose status not every client gets.
    const { http } = masked.extensions as { http?: { status?: number; spec?: boolean } };
    if (http?.status === 429) http.spec = false;
    return masked;
  };
  const contextOf = async (
    request: IncomingMessage,
    response: ServerResponse,
    params?: OperationParams,
  ): Promise<RequestContext> => {
    const origin = originOf(request, env);
    try {
      const transport = { response, isGone: () => response.destroyed, ...(params && { params }) };
      return await createContext(app, origin, request.headers.authorization, transport);
    } catch (error) {
      throw maskRefusal(log, error, origin);
    }
  };
  const reference = (args: ExecutionArgs) => graphql.execute({ ...args, ...suggestions } as ExecutionArgs);
  const compiled = compileExecution(schema, reference as Execute, executionsBefore, (error) =>
    log.error({ err: error }, 'could not load the compiler of operations, and executes them without it'),
  );
  const limited = limitAnswers(env.MAX_ANSWER_BYTES, compiled);
  const turns = createTurns();
  const execute = observeExecution(
    app.metrics,
    tracing,
    maskResults(
      log,
      spreadLongAnswers(
        () => readersOf(app).shedUnread(),
        limitCost(refuseBadTokens(coalesceQueries(executeInTurns(turns, limited)))),
      ),
    ),
  );
  const subscribe = observeSubscriptions(
    app.metrics,
    tracing,
    maskRefusals(log, limitCostOfStreams(refuseBadTokens(serveSubscriptions(app, turns)))),
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
    maskedErrors: { maskError: maskExpected },
    plugins: [
      executeWith(execute, subscribe),
      ...(env.GRAPHIQL ? [] : [hideSchema]),
      observeDocuments(app.metrics),
      keepWithinLimits(app, suggestions.hideSuggestions),
      jsonAlone,
      explainRefusals,
      { onParams: ({ params, setParams }) => setParams({ ...params, query: findDocument(params as OperationParams) }) },
    ],
    context: ({ req, res }) => contextOf(req, res),
  });

  const failed: Fail = (request, response, error) =>
    answerFailure(app, request, response, error, (masked) => ({ errors: [masked] }));
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

  const readDocument = createDocumentReader(yoga, schema, caches.documentCache);
  const enter = createFastPost(
    {
      ...{ path, maxBodyBytes, moreParams: operationIdNames, execute, schema, findDocument, readDocument, contextOf },
      mask: maskExpected,
    },
    // By itself Yoga would answer an unexpected error with its stack trace.
    async (request, response) => {
      const answer = await yoga.handleNodeRequestAndResponse(request, response, { req: request, res: response });
      await sendNodeResponse(answer, response, request, true);
    },
    failed,
  );

  const graphiql = graphiqlRoute(app, path, () => tabsOf(app));

  return {
    path,
    /** Answers a request that failed unexpectedly, in the form of GraphQL. */
    failed,
    handle(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
      if (request.method === 'GET') {
        // Browsers remember it for the pages of this origin.
        response.setHeader('Accept-CH', acceptedClientHints);
        // Some caches in front keep for minutes what says nothing about it.
        response.setHeader('Cache-Control', 'no-store');
      }
      const page = graphiql(request, response);
      if (page) return page === true ? undefined : page;
      const [pathname] = (request.url ?? '').split('?', 1);
      // Yoga would also serve `/anything/graphql`.
      if (pathname !== path && pathname !== `${path}/`) return answerJson(response, 404, notFound);
      const isAllowed = allowOrigin(app, request, response);
      if (isAllowed && request.method === 'OPTIONS') {
        const { 'access-control-request-headers': headers } = request.headers;
        answerPreflight(response, ['GET', 'POST', 'OPTIONS'], headers);
      } else enter(request, response);
    },
    execute: (args: ExecutionArgs) => withFaults(args, () => execute(args)),
    subscribe: (args: ExecutionArgs) => withFaults(args, () => subscribe(args)),
    /** Prepares an operation of a socket for execution; returns its errors where it cannot be executed. */
    prepare(contextValue: RequestContext, params: OperationParams): ExecutionArgs | readonly GraphQLError[] {
      const document = readDocument(findDocument(params), { prepared: contextValue, params });
      if (!('kind' in document)) return document.map(withoutHttp);
      const { operationName, variables: variableValues } = params;
      return { schema, document, operationName, variableValues, contextValue, rootValue: undefined };
    },
  };
}

async function tabsOf(app: App): Promise<GraphiqlTab[]> {
  const tabs = await Promise.all(features.map((feature) => feature.graphiqlTabs?.(app) ?? []));
  return tabs.flat();
}

/** Replaces Yoga's executor, which returns fields in the order in which they resolve instead of the selected order. */
const executeWith = (execute: Execute, subscribe: Subscribe): Plugin => ({
  onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
});

/** Refuses introspection. */
const hideSchema: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(graphql.NoSchemaIntrospectionCustomRule),
};

const notFound = { message: 'There is nothing at this address.', code: 'NOT_FOUND' };

const codesOfRefusals: Record<number, string> = {
  406: 'NOT_ACCEPTABLE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Gives the refusals that Yoga sends without a body the form of its others. */
const explainRefusals: Plugin = {
  onResponse({ response, setResponse, fetchAPI }) {
    const code = codesOfRefusals[response.status];
    if (code === undefined || response.body) return;
    const body = JSON.stringify({ errors: [{ message: response.statusText, extensions: { code } }] });
    const headers = { ...Object.fromEntries(response.headers), 'Content-Type': 'application/json; charset=utf-8' };
    setResponse(new fetchAPI.Response(body, { status: response.status, headers }));
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
