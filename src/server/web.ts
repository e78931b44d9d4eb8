import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { App } from '../context.ts';
import { acceptedClientHints } from '../http/origin.ts';
import { answerJson, type Route } from '../http/route.ts';
import { type Asset, answerAsset, createAsset } from './assets.ts';

/** The studio in a browser, as `npm run build` leaves it. */
export interface Web {
  /** `index.html`, whose elements carry `nonce` in place of a nonce. */
  page: string;
  assets: Map<string, Asset>;
  /** The documents of its operations by their hashes. */
  operations: Record<string, string>;
}

const built = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};
/** What vite.config.ts writes in place of the nonce. */
const placeholder = 'NONCE-OF-THE-ANSWER';

/** Reads the built client; null where WEB is off or nothing was built. */
export function openWeb({ env, log }: Pick<App, 'env' | 'log'>, directory = built): Web | null {
  if (!env.WEB) return null;
  if (!existsSync(`${directory}index.html`)) {
    log.warn('there is no studio at /, since it was not built: npm run build does, WEB=false leaves it out');
    return null;
  }
  const read = (name: string) => readFileSync(directory + name);
  const assets = readdirSync(`${directory}assets`)
    .filter((name) => !/\.(br|gz)$/.test(name))
    .map((name) => {
      const file = `assets/${name}`;
      const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return createAsset(`/${file}`, type, { br: read(`${file}.br`), gzip: read(`${file}.gz`), identity: read(file) });
    });
  return {
    page: String(read('index.html')),
    assets: new Map(assets.map((asset) => [asset.path, asset])),
    operations: JSON.parse(String(read('operations.json'))),
  };
}

/** Serves the files of the client, and its page at every address that a browser opens and no other route has. */
export function webRoute({ page, assets }: Web, graphqlPath: string): Route {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path.startsWith('/assets/')) {
      const asset = assets.get(path);
      if (asset) answerAsset(request, response, asset);
      else answerJson(response, 404, { message: 'There is no such file.', code: 'NOT_FOUND' });
      return true;
    }
    if (path === graphqlPath || path.startsWith(`${graphqlPath}/`)) return false;
    if (path !== '/' && !request.headers.accept?.includes('text/html')) return false;
    answerPage(response, page);
    return true;
  };
}

function answerPage(response: ServerResponse, page: string): void {
  const nonce = randomBytes(16).toString('base64');
  response
    .writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policyOf(nonce),
      'Cache-Control': 'no-store',
      'Accept-CH': acceptedClientHints,
    })
    .end(page.replaceAll(placeholder, nonce));
}

/** The page loads nothing from elsewhere, and runs its own files alone. React Aria adds styles of its own by the nonce. */
function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
