import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The features in their order: each imports only features to its left. */
const features = [
  'accounts',
  'sessions',
  'passes',
  'promotions',
  'bookings',
  'practice',
  'live',
  'lifecycle',
  'webhooks',
  'notifications',
  'privacy',
  'admin',
  'dashboards',
  'demo',
];
/**
 * The layers from the ground up: a file imports only from its own layer and from layers above it in this list. Files of
 * `src/` itself stand for themselves.
 */
const layers = [
  ['src/errors.ts', 'src/html.ts', 'src/node-state.ts'],
  [
    'src/currencies.ts',
    'src/time-zones.ts',
    'src/directories.ts',
    'src/secrets.ts',
    'src/receipt-settings.ts',
    'src/settings.ts',
    'src/env.ts',
    'src/validation.ts',
  ],
  ['src/database/'],
  ['src/operations/', 'src/events/'],
  ['src/context.ts', 'src/request-loader.ts'],
  ['src/graphql/', 'src/http/'],
  ['src/feature.ts'],
  features.map((name) => `src/${name}/`),
  ['src/features.ts'],
  ['src/server/'],
  ['src/start.ts'],
  ['src/main.ts'],
];
/** Files that speak GraphQL, by their names; the demo's journey is written in it. */
const schemaPart = /\/(schema|mutations|subscription|inputs|index)\.ts$|^src\/demo\/journey\.ts$/;
/** Sweeps, which skip rows that another node has locked, lock them where they stand; all other locks have a name. */
const sweeps = [
  'src/accounts/authentication/viewer.ts',
  'src/accounts/challenges/service.ts',
  'src/accounts/links/service.ts',
  'src/bookings/receipts/service.ts',
  'src/events/partitions.ts',
  'src/lifecycle/series/dates.ts',
  'src/operations/notifications/deliveries.ts',
  'src/passes/sweep.ts',
  'src/practice/abandonment.ts',
  'src/sessions/sweep.ts',
  'src/webhooks/deliveries.ts',
];

interface Import {
  from: string;
  /** A path like `src/env.ts`, or the name of a package. */
  to: string;
}

const paths = [...filesIn('src'), ...filesIn('tests'), ...filesIn('web')];
const sources = sourcesIn('src/');
const imports = importsOf(sources);
const webImports = importsOf(sourcesIn('web/src/'));

test('the reader sees every kind of import', () => {
  const source = `
    import './effect.ts';
    import type { A } from './type.ts';
    import {
      b,
      type C,
    } from "../several-lines.ts";
    export { d } from './reexported.ts';
    export * from './all.ts';
    const late = await import('./late.ts');`;
  expect(specifiersOf(source)).toEqual([
    './effect.ts',
    './type.ts',
    '../several-lines.ts',
    './reexported.ts',
    './all.ts',
    './late.ts',
  ]);

  expect(imports).toContainEqual({ from: 'src/start.ts', to: 'src/server/index.ts' });
  expect(imports).toContainEqual({ from: 'src/accounts/index.ts', to: 'src/accounts/schema.ts' });
  expect(imports).toContainEqual({ from: 'src/features.ts', to: 'src/feature.ts' });
  expect(imports).toContainEqual({ from: 'src/graphql/builder.ts', to: 'graphql' });
  expect(imports.length).toBeGreaterThan(150);
  const missing = imports.filter(({ to }) => to.startsWith('src/') && !isGenerated(to) && !paths.includes(to));
  expect(missing).toEqual([]);
});

test('every file has its layer, and no import runs upwards', () => {
  expect(paths.filter((path) => path.startsWith('src/') && layerOf(path) < 0)).toEqual([]);
  const upwards = imports.filter(({ from, to }) => to.startsWith('src/') && layerOf(to) > layerOf(from));
  expect(upwards).toEqual([]);
});

test('a feature imports only the features to its left', () => {
  const backwards = imports.filter(({ from, to }) => rank(from) >= 0 && rank(to) > rank(from));
  expect(backwards).toEqual([]);
});

test('a feature is a folder with an index, and a line in the list of features', () => {
  const listed = readFileSync(join(root, 'src/features.ts'), 'utf8');
  const names = /features: Feature\[\] = \[([^\]]*)\]/
    .exec(listed)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  expect(names).toEqual(features);
  const importers = imports.filter(({ to }) => features.some((name) => to === `src/${name}/index.ts`));
  expect(importers.filter(({ from }) => from !== 'src/features.ts')).toEqual([]);
});

test('the studio in a browser uses the public API alone', () => {
  const reached = webImports.map(({ to }) => to).filter((to) => !to.startsWith('web/src/') && /\/.*\.\w+$/.test(to));
  expect([...new Set(reached)]).toEqual(['client/possible-types.json']);
});

test('only the server and the code generator import the schema', () => {
  const importers = imports.filter(({ to }) => to === 'src/server/schema.ts').map(({ from }) => from);
  expect(importers).toEqual(['src/server/graphql.ts']);
});

test('every row lock has a name in database/locks.ts; sweeps that skip locked rows are listed', () => {
  const locking = sources.filter(({ text }) => /FOR (NO KEY )?UPDATE|FOR (KEY )?SHARE/.test(text));
  expect(locking.map(({ path }) => path).filter((path) => path !== 'src/database/locks.ts')).toEqual(sweeps);
  for (const { path, text } of locking.filter(({ path }) => sweeps.includes(path))) {
    expect(text.match(/FOR (NO KEY )?UPDATE(?! (OF \w+ )?SKIP LOCKED)/), path).toBeNull();
  }
});

test('what a node keeps in memory belongs to its app or its database', () => {
  const keyed = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/new WeakMap<(App|Env|Database|Context)\b/g)].map(([match]) => `${path}: ${match}`),
  );
  expect(keyed).toEqual([]);
});

test('services know no GraphQL', () => {
  const knowing = imports.filter(
    ({ from, to }) =>
      rank(from) >= 0 &&
      !schemaPart.test(from) &&
      (/^src\/graphql\/(builder|broadcastable|reset-loaders)\.ts$/.test(to) ||
        (to.startsWith('src/') ? schemaPart.test(to) : /graphql|pothos/.test(to))),
  );
  expect(knowing).toEqual([]);
});

test('no file imports itself, however long the way', () => {
  const all = [...imports, ...webImports];
  const edges = new Map(paths.map((path) => [path, all.filter(({ from }) => from === path).map(({ to }) => to)]));
  expect(findCycle(edges)).toBeNull();
  expect(findCycle(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] })))).toEqual(['b', 'c', 'b']);
});

test('no file is longer than one can keep in mind', () => {
  const long = paths.map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }));
  expect(long.filter(({ path, lines }) => lines > (path.startsWith('tests/') ? 400 : 300))).toEqual([]);
});

test('every answer of the security model is held by a test that there is', () => {
  const rows = [...readFileSync(join(root, 'docs/security.md'), 'utf8').matchAll(/\| ([\w/-]+): ([^|]+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, file, name] of rows as unknown as [string, string, string][]) {
    const source = readFileSync(join(root, `tests/${file}.test.ts`), 'utf8');
    expect(source.includes(`'${name}'`), `${file}: ${name}`).toBe(true);
  }
});

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll(sep, '/'))
    .filter((path) => /\.tsx?$/.test(path) && !isGenerated(path))
    .sort();
}

function sourcesIn(folder: string) {
  return paths
    .filter((path) => path.startsWith(folder))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function importsOf(from: ReturnType<typeof sourcesIn>): Import[] {
  return from.flatMap(({ path, text }) => specifiersOf(text).map((name) => ({ from: path, to: target(path, name) })));
}

function isGenerated(path: string): boolean {
  return path.includes('/generated/');
}

function specifiersOf(source: string): string[] {
  return [...source.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g)].map((match) => match[2] as string);
}

function target(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(root, join(root, dirname(from), specifier)).replaceAll(sep, '/');
}

/** The number of a file's layer; -1 for a file that has none. */
function layerOf(path: string): number {
  return layers.findIndex((names) =>
    names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name)),
  );
}

/** The place of a file's feature in their order; -1 for shared code and packages. */
function rank(path: string): number {
  return features.indexOf(/^src\/([^/]+?)(\.ts)?(\/|$)/.exec(path)?.[1] ?? '');
}

/** A way from a file back to itself; null where there is none. */
function findCycle(edges: Map<string, string[]>): string[] | null {
  const cleared = new Set<string>();
  const visit = (path: string, way: string[]): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (cleared.has(path)) return null;
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next, [...way, path]);
      if (cycle) return cycle;
    }
    cleared.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}
