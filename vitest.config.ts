import { defineConfig, type Plugin } from 'vitest/config';

/** As Relay's Babel plugin does it: what is tagged as `graphql` becomes what the compiler made of it. */
const relay: Plugin = {
  name: 'relay',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/front-ends/relay.ts')) return null;
    const tagged = /graphql`\s*\w+ (\w+)[^`]*`/g;
    const imports = [...code.matchAll(tagged)].map(
      ([, name]) => `import ${name} from '../generated/relay/${name}.graphql.ts';`,
    );
    return imports.join('') + code.replace(tagged, '$1');
  },
};

export default defineConfig({
  plugins: [relay],
  // Node takes graphql's CommonJS build, Vite its ES modules: two copies, whose errors are not `instanceof` each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/template.ts'],
    pool: 'forks',
    // More than processors: tests wait about half of their time, for timeouts, other processes and the network.
    maxWorkers: 3,
    // Each file has a server and a database of its own; to load the code anew for each takes longer than most tests.
    isolate: false,
    // For what hangs. A slow machine takes several times as long as others for a hundred passwords or 100,000 rows.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
