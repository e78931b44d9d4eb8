// npm run attack -- [--only ping-flood,…]
// Attacks a built server, one attack at a time, and says whether others notice. The status is 1 where a target is missed.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createDatabase } from '../database.ts';
import { startShala } from '../servers.ts';
import { type Attack, type Finding, hear } from './attack.ts';
import { attacks } from './attacks.ts';
import { watch } from './watch.ts';

const { values: given } = parseArgs({ options: { only: { type: 'string' } } });
const only = given.only ? new Set(given.only.split(',')) : null;

let missed = 0;
for (const attack of attacks.filter(({ name }) => !only || only.has(name))) {
  console.log(`\n${attack.name}: ${attack.about}`);
  for (const { text, holds } of await attackServer(attack)) {
    console.log(`  ${holds ? 'ok    ' : 'MISSED'}  ${text}`);
    if (!holds) missed += 1;
  }
}
console.log(missed === 0 ? '\nEvery target is met.' : `\n${missed} targets are missed.`);
process.exit(missed === 0 ? 0 : 1);

async function attackServer({ name, settings, run: _run, ...targets }: Attack): Promise<Finding[]> {
  const database = await createDatabase(`shala_attack_${process.pid}`);
  const server = await startShala({
    ...{ DATABASE_URL: database.url, DEMO: 'true', RATE_LIMITS: 'on', NODE_OPTIONS: '--max-old-space-size=512' },
    TRUST_PROXY: '1',
    // All attackers come from one address: a budget that is spent would end most attacks at once.
    COST_PER_MINUTE: '1000000000',
    ...settings,
  });
  const attackers = fork(fileURLToPath(new URL('attackers.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  try {
    const target = { url: server.url, databaseUrl: database.url };
    return await watch(server, targets, () => {
      const findings = hear(attackers);
      attackers.send({ attack: name, target });
      return findings;
    });
  } finally {
    attackers.kill();
    await server.stop();
    await database.drop();
  }
}
