import type { IncomingMessage, ServerResponse } from 'node:http';

/** A file of a page, whose path changes with its content. */
export interface Asset {
  path: string;
  type: string;
  encodings: Record<'br' | 'gzip' | 'identity', Buffer>;
}

/** Answers with an asset in the encoding that the client accepts; browsers keep it for good. */
export function answerAsset(request: IncomingMessage, response: ServerResponse, { type, encodings }: Asset): void {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': encodings[encoding].length,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : encodings[encoding]);
}
