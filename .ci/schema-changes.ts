import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

const file = 'schema.graphql';
const listFile = '.ci/breaking-changes.json';

const git = (...parameters: string[]) =>
  execFileSync('git', ['-c', 'safe.directory=*', ...parameters], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const attempt = (...parameters: string[]): string | null => {
  try {
    return git(...parameters).trim();
  } catch {
    return null;
  }
};

/** Where this work left main; on main itself the last commit with another schema, where the history goes so far. */
function findBase(schema: string): string | undefined {
  const head = attempt('rev-parse', 'HEAD');
  const fork = attempt('merge-base', 'origin/main', 'HEAD') ?? attempt('merge-base', 'main', 'HEAD');
  if (fork && fork !== head) return fork;
  const commits = attempt('log', '--first-parent', '-2', '--format=%H', '--', file)?.split('\n').filter(Boolean) ?? [];
  return commits.find((commit) => attempt('show', `${commit}:${file}`) !== schema.trim());
}

const schema = readFileSync(file, 'utf8');
const base = findBase(schema);
const before = base ? attempt('show', `${base}:${file}`) : null;
if (before === null) {
  process.stdout.write(`SKIPPED: this clone has no other ${file} to compare with\n`);
} else {
  const reasons: Record<string, string> = JSON.parse(readFileSync(listFile, 'utf8'));
  const changes = findBreakingChanges(buildSchema(before), buildSchema(schema)).map(({ description }) => description);
  const unexplained = changes.filter((change) => !reasons[change]?.trim());
  process.stdout.write(`since ${base?.slice(0, 9)}: ${changes.length} breaking changes\n`);
  for (const change of changes) process.stdout.write(`  ${change} ${reasons[change] ? `(${reasons[change]})` : ''}\n`);
  if (unexplained.length > 0) {
    process.stdout.write(`Clients break on these. Undo them, or give each its reason in ${listFile}:\n`);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(unexplained.map((change) => [change, ''])), null, 2)}\n`);
    process.exitCode = 1;
  }
}
