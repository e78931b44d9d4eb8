import type { IncomingMessage } from 'node:http';
import { type DocumentNode, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import type { YogaServerInstance } from 'graphql-yoga';
import type { OperationParams } from '../../context.ts';
import type { ParsingContext } from './pay.ts';

/** Where an operation comes from; `request` is how Yoga knows that it came over HTTP. */
type ReadingContext = ParsingContext & { params: OperationParams; request?: IncomingMessage };

/** Returns the valid document of a text, or its faults. Throws what keeps it from being parsed, or names no operation in it. */
export type ReadDocument = (text: string, context: ReadingContext) => DocumentNode | readonly GraphQLError[];

/**
 * Reads documents by Yoga's parser and validation, with the plugins that limit both, and each valid one once: Yoga would
 * make functions for all its steps again for every operation.
 */
export function createDocumentReader(
  { getEnveloped }: Pick<YogaServerInstance<object, object>, 'getEnveloped'>,
  schema: GraphQLSchema,
  /** Parsed documents by their text. */
  documents: { get(text: string): DocumentNode | undefined },
): ReadDocument {
  const valid = new WeakSet<DocumentNode>();

  function read(text: string, context: ReadingContext): DocumentNode | readonly GraphQLError[] {
    const known = documents.get(text);
    if (known && valid.has(known)) return known;
    const { parse, validate } = getEnveloped(context as never);
    const document: DocumentNode = parse(text);
    const faults: readonly GraphQLError[] = validate(schema, document);
    if (faults.length > 0) return faults;
    valid.add(document);
    return document;
  }

  return (text, context) => {
    const document = read(text, context);
    if ('kind' in document && !getOperationAST(document, context.params.operationName)) throw unknownOperation();
    return document;
  };
}

/** The error that Yoga gives a request by itself. */
function unknownOperation(): GraphQLError {
  return new GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });
}
