import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Adds the compressed forms of each file, and the operations for the server to take as persisted. */
const forTheServer: Plugin = {
  name: 'for the server',
  apply: 'build',
  // What is written is what is served: other plugins change a bundle up to its end.
  async writeBundle({ dir = '' }, bundle) {
    await copyFile(join(import.meta.dirname, 'src/generated/operations.json'), join(dir, 'operations.json'));
    const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
    await Promise.all(names.map((name) => compress(join(dir, name))));
  },
};

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  const [br, gz] = await Promise.all([
    brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzipped(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

const server = process.env.SHALA_URL ?? 'http://localhost:4000';

export default defineConfig(({ command }) => {
  // A shell in which it is set otherwise must not build React's slow version.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return config;
});

const config: UserConfig = {
  root: import.meta.dirname,
  plugins: [react(), forTheServer],
  // src/server/web.ts replaces it in each answer.
  html: { cspNonce: 'NONCE-OF-THE-ANSWER' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // `npx vite web` serves the client with changes at once, and hands the rest on to a server that runs.
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/checkout': server,
      '/export': server,
      '/import': server,
      '/receipts': server,
    },
  },
};
