import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { escaped } from '../html.ts';

const plainStyle = `body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}
input,button{font:inherit;padding:.5rem}label{display:block;margin:1rem 0}input{display:block;width:100%;box-sizing:border-box}
pre{overflow:auto;background:#eee;color:#222;padding:1rem}`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Answers with a plain page, or with one of another `style`. `content` is HTML; `script` may call this server only. */
export function answerPage(
  response: ServerResponse,
  status: number,
  title: string,
  content: string,
  { script, style = plainStyle }: { script?: string; style?: string } = {},
): void {
  const scripts = script === undefined ? '' : ` script-src ${hashOf(script)}; connect-src 'self';`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src ${hashOf(style)};${scripts} img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}</main>
${script === undefined ? '' : `<script>${script}</script>`}</body></html>
`);
}
