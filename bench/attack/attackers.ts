// A process of its own, so that the attackers' work delays neither the server nor the watch.

import type { AttackOrder, AttackReport } from './attack.ts';
import { attacks } from './attacks.ts';

const report = (message: AttackReport) => process.send?.(message);

process.once('message', ({ attack: name, target }: AttackOrder) => {
  const attack = attacks.find((one) => one.name === name) as (typeof attacks)[number];
  attack.run(target).then(
    (findings) => report({ findings }),
    (error: Error) => report({ failure: error.stack ?? String(error) }),
  );
});
