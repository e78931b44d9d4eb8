import type { Attack } from './attack.ts';
import { pingFlood } from './ping-flood.ts';

/** Every attack; `npm run attack` runs them in this order. */
export const attacks: Attack[] = [pingFlood];
