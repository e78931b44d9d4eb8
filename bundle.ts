import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'rolldown';

// Bundles the server into dist/server/: tsx bundle.ts
// A start loads a few files instead of two thousand, and a production install is of what stays outside the bundle alone.

/** What stands under `dependencies`, the rest being bundled: native code, and what reads files beside its own. */
const external = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies);

/** Loaded by few servers, or late. */
const loadedLate = [
  /render-graphiql|opentelemetry|zxcvbn|query_compiler|pino-pretty|nodemailer/,
  // What compiles operations, with what it alone needs.
  /graphql-jit|fast-json-stringify|merge-json-schemas|ajv|fast-uri|json-schema|generate-function|lodash/,
  // What verifies passkeys, with what it alone needs.
  /simplewebauthn|peculiar|asn1js|pvtsutils|pvutils|tiny-cbor|hexagon|reflect-metadata|tsyringe/,
];
const isLibrary = (id: string) => /node_modules/.test(id) && !loadedLate.some((one) => one.test(id));

/** V8 keeps the text of a script, and a text with one letter beyond Latin-1 takes two bytes for each of its letters. */
const inLatin1 = (code: string) =>
  code.replace(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Prisma's compiler of queries is WebAssembly in base64, which would stay in memory twice: as text and as its module's text. */
const compilerAsFile: Plugin = {
  name: 'the compiler of queries as a file',
  async load(id) {
    if (!id.endsWith('.wasm-base64.mjs')) return null;
    const { wasm } = (await import(id)) as { wasm: string };
    this.emitFile({ type: 'asset', fileName: 'query-compiler.wasm', source: Buffer.from(wasm, 'base64') });
    return `import { readFileSync } from 'node:fs';
      export const wasm = readFileSync(new URL('query-compiler.wasm', import.meta.url));`;
  },
};

/**
 * Prisma's client has a thousand objects whose keys are a few numbers below two thousand, and V8 keeps such an object as an
 * array with a place for each number. A number that is far away makes it a table.
 */
const sparseTables: Plugin = {
  name: 'sparse objects as tables',
  transform(code, id) {
    if (!/@prisma\/client\/runtime\/client\.m?js$/.test(id)) return null;
    const parts = code.split(
      /(?<=let \w=this\.#\w\(\),\w=)\{\}(?=;for\(let \w=0;\w<\w;\w\+\+\)\{let \w=this\.#\w\(\),)/,
    );
    if (parts.length !== 3)
      throw new Error('Prisma reads its parameters in another way: see whether it still needs this');
    return { code: parts.join('{1e9:void 0}'), map: null };
  },
};

/**
 * graphql as ES modules, for whoever imports it: bundled as CommonJS, each use of a name of it would go through two getters.
 * All must get the same, since it refuses types of another copy of itself.
 */
const graphqlAsModules: Plugin = {
  name: 'graphql as ES modules',
  async resolveId(source, importer) {
    if (!/^graphql(\/|$)/.test(source)) return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found && { ...found, id: found.id.replace(/\.js$/, '.mjs') };
  },
};

/** Pothos with this project's own module for what is kept of a context; see there. */
const contextCache = join(import.meta.dirname, 'src/graphql/context-cache.ts');
const contextsOfTheirOwn: Plugin = {
  name: 'contexts that hold what is kept of them',
  resolveId: (source, importer = '') =>
    /@pothos\/core\//.test(importer) && /\/context-cache\.js$/.test(source) ? contextCache : null,
  buildEnd() {
    if (![...this.getModuleIds()].includes(contextCache))
      throw new Error('Pothos keeps its contexts in another way: see whether it still needs this');
  },
};

/** A map is read whole at the first error with a stack in its file, which takes long where it is of libraries. */
const withoutLibraryMaps: Plugin = {
  name: 'without maps of libraries',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const sizeOf = (id: string) => chunk.modules[id]?.renderedLength ?? 0;
      const [largest = ''] = chunk.moduleIds.toSorted((one, other) => sizeOf(other) - sizeOf(one));
      if (!/node_modules/.test(largest)) continue;
      delete bundle[`${chunk.fileName}.map`];
      chunk.code = inLatin1(chunk.code.replace(/\n\/\/# sourceMappingURL=.*/, ''));
    }
  },
};

await build({
  input: { main: 'src/main.ts', 'copy-database': 'src/database/copy.ts' },
  platform: 'node',
  external: external.map((name) => new RegExp(`^${name}(/|$)`)),
  plugins: [graphqlAsModules, contextsOfTheirOwn, compilerAsFile, sparseTables, withoutLibraryMaps],
  output: {
    dir: 'dist/server',
    cleanDir: true,
    sourcemap: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [{ name: 'libraries', test: isLibrary }] },
  },
});
