import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import type { OperationParams } from '../context.ts';
import { sendable } from '../http/sendable.ts';
import type { Execute } from './execution/execute.ts';
import type { FindDocument } from './execution/persisted-operations.ts';
import type { ReadDocument } from './execution/read-document.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Fail = (request: IncomingMessage, response: ServerResponse, error: unknown) => void;

interface FastPost {
  path: string;
  maxBodyBytes: number;
  /** Parameters beside those of the specification. */
  moreParams: readonly string[];
  execute: Execute;
  schema: GraphQLSchema;
  findDocument: FindDocument;
  readDocument: ReadDocument;
  contextOf(request: IncomingMessage, response: ServerResponse, params: OperationParams): Promise<object>;
  /** Turns an expected error from before the execution into the one that the client receives; throws any other. */
  mask(error: unknown, request: IncomingMessage): GraphQLError;
}

/**
 * The fast-post path: answers an ordinary request, a POST of one JSON operation, over node:http. It uses Yoga's parser,
 * validation and result format, but not the Request and Response objects that Yoga makes for each request, which cost
 * most of its CPU time. Every other request goes to `handOn` unchanged. `failed` receives unexpected errors.
 */
export function createFastPost(options: FastPost, handOn: Handle, failed: Fail) {
  const allowedParams = new Set(['query', 'variables', 'operationName', 'extensions', ...options.moreParams]);
  const execute = createExecution(options);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const fail = (error: unknown) => failed(request, response, error);
    const pass = () => {
      handOn(request, response).catch(fail);
    };
    const type = request.method === 'POST' && request.url === options.path ? typeOfAnswer(request) : null;
    const length = Number(request.headers['content-length']);
    if (type === null || !(length > 0 && length <= options.maxBodyBytes)) {
      pass();
      return;
    }
    const chunks: Buffer[] = [];
    let missing = length;
    request.on('data', function take(chunk: Buffer) {
      chunks.push(chunk);
      missing -= chunk.length;
      if (missing > 0) return;
      request.off('data', take);
      const body = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      try {
        const params = parseParams(body, allowedParams);
        const answer = params && execute(request, response, params);
        if (answer) return void answer.then((result) => send(response, result, type)).catch(fail);
      } catch (error) {
        return fail(error);
      }
      // Yoga reads the body again.
      request.pause();
      request.unshift(body);
      pass();
    });
  };
}

/** Returns the media type of the answer to an ordinary request; null for a request that Yoga must handle. */
function typeOfAnswer({ headers }: IncomingMessage): string | null {
  const { 'content-type': type = '', 'content-encoding': encoding, accept = '*/*' } = headers;
  if (encoding !== undefined || !/^application\/json(; ?charset=utf-8)?$/i.test(type)) return null;
  const [first = ''] = accept.split(',');
  if (first === '*/*') return 'application/json';
  return first === 'application/json' || first === 'application/graphql-response+json' ? first : null;
}

function parseParams(body: Buffer, allowed: Set<string>): OperationParams | null {
  let params: unknown;
  try {
    params = JSON.parse(body.toString());
  } catch {
    return null;
  }
  if (!isObject(params)) return null;
  const { query, variables, extensions } = params;
  const isOrdinary =
    (query == null || typeof query === 'string') &&
    (variables == null || isObject(variables)) &&
    (extensions == null || isObject(extensions)) &&
    Object.keys(params).every((name) => allowed.has(name));
  return isOrdinary ? (params as OperationParams) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns how to execute an operation; that returns null for a subscription. */
function createExecution({ execute, schema, findDocument, readDocument, contextOf, mask }: FastPost) {
  const refused = (error: unknown, request: IncomingMessage): ExecutionResult => ({ errors: [mask(error, request)] });
  async function executeIn(
    document: DocumentNode,
    request: IncomingMessage,
    response: ServerResponse,
    params: OperationParams,
  ): Promise<ExecutionResult> {
    const { operationName, variables: variableValues } = params;
    try {
      const contextValue = await contextOf(request, response, params);
      return await execute({ schema, document, contextValue, variableValues, operationName });
    } catch (error) {
      return refused(error, request);
    }
  }

  return (request: IncomingMessage, response: ServerResponse, params: OperationParams) => {
    let document: DocumentNode | readonly GraphQLError[];
    try {
      document = readDocument(findDocument(params), { req: request, request, params });
    } catch (error) {
      return Promise.resolve(refused(error, request));
    }
    if (!('kind' in document)) return Promise.resolve({ errors: document });
    const isStream = getOperationAST(document, params.operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
    return isStream ? null : executeIn(document, request, response, params);
  };
}

/** The part of fetch's Response that processRegularResult() uses. */
class Answer {
  readonly body: string;
  readonly init: { status: number; headers: Record<string, string> };
  constructor(body: string, init: Answer['init']) {
    this.body = body;
    this.init = init;
  }
}

function send(response: ServerResponse, result: ExecutionResult, type: string): void {
  const answer = processRegularResult(result as never, { Response: Answer } as never, type) as unknown as Answer;
  const { status, headers } = answer.init;
  const body = sendable(answer.body);
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
