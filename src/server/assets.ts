import type { IncomingMessage, ServerResponse } from 'node:http';
import Negotiator from 'negotiator';
import { isHeld, tagOf } from '../http/route.ts';

/** A file of a page. */
export interface Asset {
  path: string;
  type: string;
  /** Weak, since it is the same for all encodings. */
  tag: string;
  /** How browsers keep it. */
  caching: string;
  encodings: { identity: Buffer; br?: Buffer; gzip?: Buffer };
}

/** By default for a file whose path changes with its content. */
const forGood = 'public, max-age=31536000, immutable';

export function createAsset(path: string, type: string, encodings: Asset['encodings'], caching = forGood): Asset {
  return { path, type, tag: `W/${tagOf(encodings.identity)}`, caching, encodings };
}

/** Answers with an asset in an encoding that the client accepts, or with 304 where the client has it. */
export function answerAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const { type, tag, caching, encodings } = asset;
  const common = { ETag: tag, 'Cache-Control': caching, Vary: 'Accept-Encoding' };
  if (isHeld(request, tag)) {
    response.writeHead(304, common).end();
    return;
  }
  const accepted = new Negotiator(request).encodings(['br', 'gzip']);
  const encoding = (['br', 'gzip'] as const).find((one) => encodings[one] && accepted.includes(one));
  const body = encodings[encoding ?? 'identity'] as Buffer;
  response.writeHead(200, {
    ...common,
    'Content-Type': type,
    'Content-Length': body.length,
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
