import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { type Asset, createAsset } from './assets.ts';

/** GraphiQL's page without its style and script, which are assets that a browser fetches once. */
export interface GraphiqlPage {
  /** The page up to the place of a first script of ours, and the rest. */
  start: string;
  end: string;
  assets: Asset[];
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
// A higher level would take seconds at the first visit and save little.
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Splits the page of the package, which carries GraphiQL with its fonts and editor workers. Fails where an update of the
 * package has changed the page, instead of serving one without our script.
 */
export async function loadGraphiql(under: string, title: string): Promise<GraphiqlPage> {
  const call = 'YogaGraphiQL.renderYogaGraphiQL(';
  const charset = '<meta charset="utf-8" />';
  const html = renderGraphiQL({
    title,
    defaultQuery: '', // or else Yoga adds a tab with its welcome text
    shouldPersistHeaders: true,
    // Server-sent events go through fetch, so subscriptions carry the token like any other request;
    // a WebSocket would take it from connectionParams, which are fixed when the page is made.
    subscriptionsProtocol: 'SSE',
    // Without this subscriptions go out as GET, and their variables end up in access logs.
    method: 'POST',
  });
  // Browsers look for the charset in the first 1024 bytes only.
  const [beforeCharset, afterCharset] = cut(html, html.indexOf(charset), charset.length);
  const [beforeStyle, styleAndMore] = cut(afterCharset, afterCharset.indexOf('<style>'), '<style>'.length);
  const [style, afterStyle] = cut(styleAndMore, styleAndMore.indexOf('</style>'), '</style>'.length);
  const [beforeScript, scriptAndMore] = cut(afterStyle, afterStyle.indexOf('<script>'), '<script>'.length);
  const [script, afterScript] = cut(scriptAndMore, scriptAndMore.lastIndexOf('</script>'), '</script>'.length);
  const [bundle, render] = cut(script, script.lastIndexOf(call));
  const [css, js] = await Promise.all([
    makeAsset(under, 'css', 'text/css; charset=utf-8', style),
    makeAsset(under, 'js', 'text/javascript; charset=utf-8', bundle),
  ]);
  return {
    start: `${beforeCharset}${charset}`,
    end: `${withoutIcon(beforeStyle)}<link rel="stylesheet" href="${css.path}">${beforeScript}<script src="${js.path}"></script><script>${render}</script>${afterScript}`,
    assets: [css, js],
  };
}

async function makeAsset(under: string, extension: string, type: string, text: string): Promise<Asset> {
  const identity = Buffer.from(text);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 12);
  const [br, gzip] = await Promise.all([brotli(identity, options), gzipped(identity)]);
  return createAsset(`${under}/graphiql-${hash}.${extension}`, type, { br, gzip, identity });
}

/** The icon is most of the page that is left; `/favicon.ico` takes its place. */
function withoutIcon(html: string): string {
  return html.replace(/<link rel="icon"[^>]*>/, '');
}

/** Cuts a text in two, and drops `length` characters in between. */
function cut(text: string, at: number, length = 0): [string, string] {
  if (at < 0) throw new Error('The page of @graphql-yoga/render-graphiql has changed');
  return [text.slice(0, at), text.slice(at + length)];
}
