import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** In their order: each knows only what is to its left. */
const features = ['accounts', 'sessions', 'bookings', 'practice', 'live', 'privacy', 'admin', 'demo'];
const sharedFolders = ['database', 'events', 'operations'];
/** Files that wire the features together and so may know them. */
const wiring = ['schema.ts', 'server.ts', 'main.ts', 'graphql.ts', 'sockets.ts', 'viewer.ts'].map(inSource);
/** Files that speak GraphQL, by their names; the demo's journey is written in it. */
const schemaPart = /(^|[/-])(schema|mutations|subscriptions|queries)\.ts$|^src\/demo\/journey\.ts$/;

interface Import {
  from: string;
  /** A path like `src/env.ts`, or the name of a package. */
  to: string;
}

const paths = [...filesIn('src'), ...filesIn('tests')];
const imports: Import[] = paths
  .filter((path) => path.startsWith('src/'))
  .flatMap((from) =>
    specifiersOf(readFileSync(join(root, from), 'utf8')).map((name) => ({ from, to: target(from, name) })),
  );

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

  expect(imports).toContainEqual({ from: 'src/main.ts', to: 'src/server.ts' });
  expect(imports).toContainEqual({ from: 'src/schema.ts', to: 'src/accounts/schema.ts' });
  expect(imports).toContainEqual({ from: 'src/viewer.ts', to: 'src/accounts/tokens.ts' });
  expect(imports).toContainEqual({ from: 'src/builder.ts', to: 'graphql' });
  expect(imports.length).toBeGreaterThan(150);
  const missing = imports.filter(({ to }) => to.startsWith('src/') && !isGenerated(to) && !paths.includes(to));
  expect(missing).toEqual([]);
});

test('every folder has its place: a feature, or shared', () => {
  const folders = new Set(paths.flatMap((path) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []));
  expect([...folders].filter((folder) => !features.includes(folder) && !sharedFolders.includes(folder))).toEqual([]);
});

test('a feature imports only the features to its left', () => {
  const backwards = imports.filter(({ from, to }) => rank(from) >= 0 && rank(to) > rank(from));
  expect(backwards).toEqual([]);
});

test('shared code knows no feature', () => {
  const leaning = imports.filter(({ from, to }) => rank(from) < 0 && rank(to) >= 0 && !wiring.includes(from));
  expect(leaning).toEqual([]);
  const ofContext = imports.filter(({ from, to }) => from === 'src/viewer.ts' && rank(to) >= 0);
  expect(ofContext.map(({ to }) => to)).toEqual(['src/accounts/tokens.ts']);
});

test('only the server imports the schema', () => {
  const importers = imports.filter(({ to }) => to === 'src/schema.ts').map(({ from }) => from);
  expect(importers.filter((from) => from !== 'src/graphql.ts' && from !== 'src/server.ts')).toEqual([]);
});

test('services know no GraphQL', () => {
  const knowing = imports.filter(
    ({ from, to }) =>
      rank(from) >= 0 &&
      !schemaPart.test(from) &&
      (to === 'src/builder.ts' || (to.startsWith('src/') ? schemaPart.test(to) : /graphql|pothos/.test(to))),
  );
  expect(knowing).toEqual([]);
});

test('no file imports itself, however long the way', () => {
  const edges = new Map(paths.map((path) => [path, imports.filter(({ from }) => from === path).map(({ to }) => to)]));
  expect(findCycle(edges)).toBeNull();
  expect(findCycle(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] })))).toEqual(['b', 'c', 'b']);
});

test('no file is longer than one can keep in mind', () => {
  const long = paths.map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }));
  expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
});

test('every answer of the security model is held by a test that there is', () => {
  const rows = [...readFileSync(join(root, 'docs/security.md'), 'utf8').matchAll(/\| ([\w-]+): ([^|]+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, file, name] of rows as unknown as [string, string, string][]) {
    const source = readFileSync(join(root, `tests/${file}.test.ts`), 'utf8');
    expect(source.includes(`'${name}'`), `${file}: ${name}`).toBe(true);
  }
});

function inSource(name: string): string {
  return `src/${name}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll(sep, '/'))
    .filter((path) => path.endsWith('.ts') && !isGenerated(path))
    .sort();
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
