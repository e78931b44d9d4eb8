import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';

// Low levels: an answer is compressed once for one client, and most of the size is saved by the first levels.
const compress = compression({
  threshold: 1024,
  level: 4,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } },
  // An event stream must not wait for a compressed block to fill.
  filter: (request, response) =>
    !String(response.getHeader('Content-Type')).startsWith('text/event-stream') &&
    compression.filter(request, response),
});

/** Compresses text answers over 1 KB by brotli or gzip, for clients that accept it. */
export function compressAnswers(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  if (request.headers['accept-encoding'] === undefined) next();
  else compress(request, response, next);
}
