import { GraphQLError, print } from 'graphql';
import { maximumErrors } from '../errors.ts';

// What a client sent is quoted in messages to this many characters.
const quotedLength = 100;
const messageLength = 1_000;

/** Cuts a text that a client sent, for a message that quotes it. */
function shortened(text: string, length = quotedLength): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/**
 * Prints a value of variables as graphql-js does in its messages, but only its beginning: the time does not depend on the
 * size of the value.
 */
export function printedValue(value: unknown): { text: string; isCut: boolean } {
  const text = beginningOf(value, quotedLength);
  if (text.length <= quotedLength) return { text, isCut: false };
  const beginning = text.slice(0, quotedLength);
  const quotes = beginning.match(/\\.|"/g)?.filter((match) => match === '"').length ?? 0;
  return { text: `${beginning}…${quotes % 2 === 1 ? '"' : ''}`, isCut: true };
}

/** Returns the printed value, complete or at least `length` characters of it. */
function beginningOf(value: unknown, length: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, length + 1));
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  let text = '';
  for (const key in value) {
    const prefix = `${text === '' ? '' : ', '}${isList ? '' : `${shortened(key, length)}: `}`;
    text += prefix + beginningOf((value as Record<string, unknown>)[key], length - text.length - prefix.length);
    if (text.length > length) break;
  }
  if (isList) return `[${text}]`;
  return text === '' ? '{}' : `{ ${text} }`;
}

/** Cuts what a client sent in the message of an error, and the positions in its document. */
export function shortenedError(error: GraphQLError): GraphQLError {
  const { nodes, source, positions, path, originalError, extensions } = error;
  const isLong = error.message.length > quotedLength;
  const isSpread = (nodes?.length ?? 0) > maximumErrors;
  if (!isLong && !isSpread) return error;
  return new GraphQLError(isLong ? shortenedMessage(error) : error.message, {
    nodes: nodes?.slice(0, maximumErrors) ?? null,
    source: source ?? null,
    // Those of the nodes where there are nodes.
    positions: (nodes ? null : positions) ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions,
  });
}

const quoted = /"((?:[^"\\]|\\.)*)"/gs;

function shortenedMessage({ message, nodes }: GraphQLError): string {
  let text = message;
  for (const node of nodes ?? []) {
    if (!('value' in node) && !('values' in node) && !('fields' in node)) continue;
    // An invalid literal is quoted as it is printed, and by some scalars without quotation marks.
    const texts = [print(node), ...('value' in node && typeof node.value === 'string' ? [node.value] : [])];
    for (const long of texts.filter(({ length }) => length > quotedLength)) {
      text = text.replaceAll(long, () => shortened(long));
    }
  }
  return shortened(
    text.replace(quoted, (_, inner: string) => `"${shortened(inner)}"`),
    messageLength,
  );
}
