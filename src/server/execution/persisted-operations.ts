import { readFileSync } from 'node:fs';
import { GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { z } from 'zod';
import type { OperationParams } from '../../context.ts';
import { ConfigurationError, type Env } from '../../env.ts';
import { parseWithinLimits } from './document-limits.ts';

/** Parameters beside `query`, `variables`, `operationName` and `extensions`. */
export const operationIdNames = ['documentId', 'doc_id'];

/** Returns the document of an operation; throws a GraphQLError where there is none. */
export type FindDocument = (params: OperationParams) => string;

/**
 * Opens the file of PERSISTED_OPERATIONS: finds the document for the hash that a client sends, as Apollo and urql
 * (`extensions.persistedQuery.sha256Hash`) or Relay (`documentId`, `doc_id`) do. In production with such a file, other
 * documents are refused; `own` are those of this server's pages. Throws ConfigurationError where the file cannot be read or a document in it is invalid.
 */
export function openPersistedOperations(
  { PERSISTED_OPERATIONS: path, isProduction }: Pick<Env, 'PERSISTED_OPERATIONS' | 'isProduction'>,
  schema: GraphQLSchema,
  own: Record<string, string> = {},
): FindDocument {
  const documents = new Map([...Object.entries(own), ...(path === undefined ? [] : read(path, schema))]);
  const isClosed = path !== undefined && isProduction;
  return ({ query, documentId, doc_id, extensions }) => {
    const id =
      documentId ?? doc_id ?? (extensions?.persistedQuery as { sha256Hash?: unknown } | null | undefined)?.sha256Hash;
    if (id === undefined || id === null) {
      if (isClosed) throw refusal('PERSISTED_QUERY_REQUIRED', 'This server executes persisted operations only.');
      if (typeof query !== 'string') throw malformed('`query` must be a document, as a string.');
      return query;
    }
    if (typeof id !== 'string') throw malformed('The hash of a persisted operation must be a string.');
    const document = documents.get(id) ?? (isClosed || typeof query !== 'string' ? undefined : query || undefined);
    // Some clients look for the first word of the message.
    if (document === undefined) {
      throw refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound: no operation has this hash.');
    }
    return document;
  };
}

/** Refuses a well-formed request: for clients that expect GraphQL's errors with 200. */
function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } });
}

function malformed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

function read(path: string, schema: GraphQLSchema): Map<string, string> {
  try {
    const documents = new Map(
      Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')))),
    );
    for (const [hash, document] of documents) {
      const [fault] = validate(schema, parseWithinLimits(document));
      if (fault) throw new Error(`${hash}: ${fault.message}`);
    }
    return documents;
  } catch (error) {
    throw new ConfigurationError([
      `PERSISTED_OPERATIONS must be a JSON file of {"hash": "document"}: ${path}: ${(error as Error).message}`,
    ]);
  }
}
