import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unavailability } from '../../database/errors.ts';
import { DomainError } from '../../errors.ts';
import { connectionsOf } from '../../http/connections.ts';
import type { Download } from './service.ts';

/**
 * Sends a file as it is read. It is cut off with what admitted it: a file that is not complete ends in an error, never as if
 * it were. Its texts may throw once the viewer may no longer have it.
 */
export async function streamDownload(
  { context: { app, viewer, origin }, expiresAt }: Pick<Download, 'context' | 'expiresAt'>,
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  texts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(200, headers);
  const forget = connectionsOf(app).watch({ deviceSessionId: viewer.deviceSession.id, expiresAt }, (why) => {
    // A server that stops lets its answers end.
    if (why !== 'stopping') response.destroy();
  });
  const { requestId } = origin;
  try {
    await pipeline(Readable.from(texts, { highWaterMark: 1 }), response);
  } catch (error) {
    if (error instanceof DomainError && !unavailability(error))
      app.log.info({ requestId }, 'an export was cut off with the right to it');
    // That the reader goes away is no fault of the server's.
    else if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      app.log.error({ err: error, requestId }, 'an export broke off');
  } finally {
    forget();
  }
}
