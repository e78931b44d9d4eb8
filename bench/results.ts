import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Start } from './cold-start.ts';
import { byWorkload, type Figure, halfLoadTable, tableOf } from './report.ts';
import { servers } from './servers.ts';
import { workloads } from './workloads.ts';

/** How many times as much as Mercurius, and as the limit, Shala should do in a second. */
const targets: Record<string, { mercurius: number; limit?: number }> = {
  R0: { mercurius: 1, limit: 0.5 },
  R1: { mercurius: 2, limit: 0.8 },
  R2: { mercurius: 2.5, limit: 0.8 },
  R3: { mercurius: 2.5, limit: 0.8 },
  'R4-200': { mercurius: 1.5, limit: 0.8 },
  'R4-200k': { mercurius: 1.5, limit: 0.8 },
  'W1-hot': { mercurius: 3, limit: 1.5 },
  'W1-spread': { mercurius: 2.5, limit: 1.5 },
  M1: { mercurius: 2 },
  S1: { mercurius: 4, limit: 1.5 },
};

export interface Run {
  rounds: number;
  /** Milliseconds that each server was asked under each workload and in each round. */
  duration: number;
  /** Milliseconds for which each server's streams were measured. */
  streamDuration: number;
  command: string;
  postgres: string;
}

/** Writes what a whole run has found to RESULTS.md. */
export function writeResults(figures: Figure[], half: Figure[], starts: Start[], run: Run): void {
  const titles = new Map(workloads.map(({ name, title }) => [name, title]));
  const tables = byWorkload(figures).map(
    ([name, found]) => `### ${[name, titles.get(name)].filter(Boolean).join(': ')}\n\n${tableOf(found)}`,
  );
  const text = `# Results

Written by \`${run.command}\` on ${new Date().toISOString().slice(0, 10)}; nothing in here is written by hand.

- Machine: ${cpus()[0]?.model}, ${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${process.arch}; load at the end ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')} over 1, 5 and 15 minutes, of the benchmark and of whoever shares the machine
- Versions: Node ${process.version}, PostgreSQL ${run.postgres}, ${versions()}
- ${run.rounds} rounds; in each, under each workload, each server in turn for ${run.duration / 1000} s after a warm-up of one second, over 64 connections that are kept alive. Figures are medians of the rounds.

${servers.map(({ name, title }) => `- \`${name}\`: ${title}`).join('\n')}

CPU is what the server process used per request, in all its threads; DB CPU what PostgreSQL's backends did. Both are
fairer than requests per second where the servers, PostgreSQL and the sender of requests share processors with others.
SQL counts what the server executed per request, BEGIN and COMMIT included, in a run of its own behind a proxy that
counts. Before anything is measured all servers must give the same answers, and sell no seat twice; after each run of
bookings each that was answered is looked for in the database. Everybody was active within the last minute, so that
Shala does not note it, which no peer does. While reads are measured nothing else changes: Shala, which asks PostgreSQL
each time whether what it read before is still so, then seldom has to read it again; and of R1's requests, for seven
pages in all, it executes at once what several ask word for word.

Streams (S1 to S6) are measured for ${run.streamDuration / 1000} s, and changed by another node over PostgreSQL and Redis; the peers of S1 and S2 publish
in their own process, and let everybody subscribe; \`mercurius-admitting\` asks PostgreSQL who may, when somebody connects and
when they subscribe, as Shala does, which also makes them present. Milliseconds count from an event to its arrival; CPU is per delivery. \`open s\` is the time from the
first connection until every subscription has begun: has its first event (S1, S2), each of its sessions (S3), its snapshot (S4).
S3 sends a session at most once a second, so not each change: its milliseconds count from the last change that a message
shows. S4 delivers each event to one host; CPU includes the new figures of the day, which follow events at most once a
second a host and are not counted as deliveries. Nobody may miss an event, receive one twice or, under S3, lack the last state.

## Targets

${targetsTable(figures)}

## Figures

${tables.join('\n\n')}

### L1: latency at half load

Both get the same requests at the same times, half as many as the slower of them answers at most. A request that waits for
one of the 64 connections waits for its answer, too.

${halfLoadTable(half)}

### C1: start and memory at rest

| | ready after ms | MiB |
| --- | --: | --: |
${starts.map(({ what, ready, memory }) => `| ${what} | ${ready.toFixed(0)} | ${memory.toFixed(0)} |`).join('\n')}
`;
  writeFileSync(fileURLToPath(new URL('RESULTS.md', import.meta.url)), text);
}

/** Where Shala stands: ahead of its target, or behind, in requests per second; and by processor time beside it. */
function targetsTable(figures: Figure[]): string {
  const rows: string[] = [];
  for (const [workload, wanted] of Object.entries(targets)) {
    const of = (server: string) =>
      figures.find((one) => one.workload.split(' ')[0] === workload && one.server === server);
    const shala = of('shala');
    for (const [peer, target] of Object.entries(wanted)) {
      const other = of(peer);
      if (!shala || !other) continue;
      const ratio = shala.perSecond / other.perSecond;
      const verdict = ratio >= target ? 'met' : '**behind**';
      const byCpu = (other.cpu / shala.cpu).toFixed(2);
      rows.push(`| ${workload} | ${peer} | ≥ ${target} × | ${ratio.toFixed(2)} × | ${verdict} | ${byCpu} × |`);
    }
  }
  const statistics = (name: string) => figures.find((one) => one.workload === name && one.server === 'shala');
  const [few, many] = [statistics('R4-200'), statistics('R4-200k')];
  if (few && many) {
    const ratio = many.perSecond / few.perSecond;
    const verdict = ratio >= 0.9 ? 'met' : '**behind**';
    rows.push(
      `| R4-200k | R4-200 | same cost | ${ratio.toFixed(2)} × | ${verdict} | ${(few.cpu / many.cpu).toFixed(2)} × |`,
    );
  }
  // The less the better.
  const compareS2 = (title: string, peer: string, target: number, wanted: string, measure: 'p99' | 'opening') => {
    const of = (server: string) =>
      figures.find((one) => one.workload.startsWith('S2') && one.server === server)?.[measure];
    const [own, theirs] = [of('shala'), of(peer)];
    if (own === undefined || theirs === undefined) return;
    const verdict = own <= theirs * target ? 'met' : '**behind**';
    rows.push(`| ${title} | ${peer} | ${wanted} | ${(own / theirs).toFixed(2)} × | ${verdict} | |`);
  };
  compareS2('S2', 'mercurius', 0.25, 'p99 ≤ 0.25 ×', 'p99');
  compareS2('S2 open', 'mercurius', 1, '≤ 1 × time', 'opening');
  compareS2('S2 open', 'mercurius-admitting', 1, '≤ 1 × time', 'opening');
  const opened = (workload: string) =>
    figures.find((one) => one.workload.startsWith(workload) && one.server === 'shala')?.opening;
  const open = opened('S2');
  for (const row of ['S5', 'S6']) {
    const back = opened(row);
    if (open === undefined || back === undefined) continue;
    const verdict = back <= 2 * open ? 'met' : '**behind**';
    rows.push(`| ${row} | S2 open | ≤ 2 × time | ${(back / open).toFixed(2)} × | ${verdict} | |`);
  }
  const head = '| | against | target | found | | by CPU per request |\n| --- | --- | --: | --: | --- | --: |';
  return [head, ...rows].join('\n');
}

function versions(): string {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const versionOf = (name: string) => {
    const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  return Object.keys(dependencies)
    .map((name) => `${name} ${versionOf(name)}`)
    .join(', ');
}
