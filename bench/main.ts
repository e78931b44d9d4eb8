// npm run bench -- [--quick] [--rounds 5] [--seconds 4] [--only R1,W1] [--servers shala,limit]
// Loads a database, checks that all servers answer the same, measures them in turn, and writes RESULTS.md.

import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scratchDirectory } from '../tests/support/processes.ts';
import { answersOf, checkSeats, compareAnswers, readCursors } from './checks.ts';
import { measureStarts } from './cold-start.ts';
import { fill, sessionId, signIn, sizesOf } from './data.ts';
import { createDatabase } from './database.ts';
import { type Bench, countStatements, measure, startLoad } from './measure.ts';
import type { ServerProcess } from './processes.ts';
import { byWorkload, type Figure, halfLoadTable, medians, tableOf } from './report.ts';
import { writeResults } from './results.ts';
import { compilePeers, servers } from './servers.ts';
import { openStatementCounter } from './statement-counter.ts';
import { measureStreams } from './streams/measure.ts';
import { type Fixture, type Workload, workloads } from './workloads.ts';

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    servers: { type: 'string' },
  },
});
const quick = given.quick;
const rounds = Number(given.rounds ?? (quick ? 1 : 5));
const duration = Number(given.seconds ?? (quick ? 1 : 4)) * 1000;
const streamDuration = quick ? 2_000 : 8_000;
const only = given.only ? new Set(given.only.split(',')) : null;
const chosen = given.servers ? new Set(given.servers.split(',')) : null;

// R4 stands for R4-200 and R4-200k.
const isChosen = ({ name }: Workload) => !only || only.has(name) || only.has(name.split('-')[0] as string);
const chosenWorkloads = workloads.filter(isChosen);
const chosenServers = servers.filter(({ name }) => !chosen || chosen.has(name));
const say = (text: string) => console.error(text);

installPeers();
await compilePeers();
let postgres = '';
const http = chosenWorkloads.length > 0 ? await measureHttp() : { full: [], half: [] };
const streams = await measureStreams({ duration: streamDuration, rounds, only, servers: chosen, say });
const figures = [...http.full, ...streams];
const starts = !only || only.has('C1') ? await measureStarts(chosenServers, quick ? 1 : 3) : [];
for (const [name, found] of byWorkload(figures)) console.log(`\n${name}\n${tableOf(found)}`);
if (http.half.length > 0) console.log(`\nL1\n${halfLoadTable(http.half)}`);
for (const { what, ready, memory } of starts) {
  console.log(`${what}: ready after ${ready.toFixed(0)} ms, ${memory.toFixed(0)} MiB at rest`);
}
// A part says nothing about the rest, and less data nothing about all of it.
if (!quick && !only && !chosen) {
  const command = ['npm run bench', ...process.argv.slice(2)].join(' ').replace('bench --', 'bench -- --');
  writeResults(figures, http.half, starts, { rounds, duration, streamDuration, command, postgres });
}

/** Each server as fast as it goes, then Shala and Mercurius at half of what the slower of them does. */
async function measureHttp(): Promise<{ full: Figure[]; half: Figure[] }> {
  const sizes = sizesOf(quick ? 0.1 : 1);
  const database = await createDatabase(`shala_bench_${process.pid}`);
  const scratch = scratchDirectory();
  const load = startLoad();
  const running: { name: string; process: ServerProcess }[] = [];
  try {
    const shown = await database.client.query<{ server_version: string }>('SHOW server_version');
    postgres = shown.rows[0]?.server_version ?? '';
    say('filling the database');
    await fill(database.client, sizes);
    const fixture: Fixture = {
      sizes,
      people: signIn(sizes),
      sessions: Array.from({ length: sizes.sessions }, (_, index) => sessionId(index + 1)),
      cursors: [],
      toBook: [],
    };
    const bench: Bench = { database, load, fixture, fixturePath: join(scratch.path, 'fixture.json') };
    const statements = await check(bench);

    for (const { name, start } of chosenServers) running.push({ name, process: await start(database.url) });
    const times = { warmUp: Math.min(1000, duration), duration };
    const found: Figure[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const workload of chosenWorkloads) {
        for (const server of running) {
          const figure = await measure(bench, server, workload, times);
          const count = statements.get(`${workload.name} ${server.name}`);
          found.push({ ...figure, ...(count !== undefined && { statements: count }) });
          say(
            `round ${round}  ${workload.name.padEnd(9)} ${server.name.padEnd(12)} ${figure.perSecond.toFixed(0).padStart(7)}/s`,
          );
        }
      }
    }
    const full = medians(found);
    const compared = running.filter(({ name }) => name === 'shala' || name === 'mercurius');
    const half: Figure[] = [];
    for (let round = 1; compared.length === 2 && round <= rounds; round += 1) {
      for (const workload of chosenWorkloads) {
        const most = full.filter(
          (one) => one.workload === workload.name && compared.some(({ name }) => name === one.server),
        );
        const perSecond = Math.min(...most.map((one) => one.perSecond)) / 2;
        // After bookings PostgreSQL has to tidy up, at the cost of whoever comes next.
        const inTurn = round % 2 ? compared : compared.toReversed();
        for (const server of inTurn) half.push(await measure(bench, server, workload, { ...times, perSecond }));
      }
      say(`round ${round}  L1`);
    }
    return { full, half: medians(half) };
  } finally {
    load.stop();
    await Promise.all(running.map(({ process }) => process.stop()));
    await database.drop();
    scratch.remove();
  }
}

/** Makes sure that all answer what Shala answers, and counts the statements that each sends per request. */
async function check(bench: Bench): Promise<Map<string, number>> {
  const { database, fixture } = bench;
  const statements = new Map<string, number>();
  let expected: Map<string, unknown[]> | undefined;
  const inTurn = servers.filter((server) => server === servers[0] || chosenServers.includes(server));
  for (const server of inTurn) {
    say(`checking ${server.name}`);
    const counter = await openStatementCounter(database.url);
    const process = await server.start(counter.url);
    try {
      if (!expected) {
        fixture.cursors = await readCursors(process);
        writeFileSync(bench.fixturePath, JSON.stringify(fixture));
      }
      const answers = await answersOf(process, fixture);
      expected ??= answers;
      compareAnswers(answers, expected);
      await checkSeats(process, database.client, fixture);
      if (!chosenServers.includes(server)) continue;
      for (const workload of chosenWorkloads) {
        const count = await countStatements(bench, process, workload, { warmUp: 0, duration: 500 }, counter.count);
        statements.set(`${workload.name} ${server.name}`, count);
      }
    } finally {
      await process.stop();
      counter.close();
    }
  }
  return statements;
}

/** The peers are no dependencies of the product, so `npm ci` leaves them out. */
function installPeers(): void {
  const directory = fileURLToPath(new URL('.', import.meta.url));
  const changed = (path: string) => statSync(join(directory, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changed('node_modules/.package-lock.json') >= changed('package-lock.json')) return;
  say('installing the peers');
  execFileSync('npm', ['ci', '--prefix', directory, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
