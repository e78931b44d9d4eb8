import type { Attack } from './attack.ts';
import { largeAnswers } from './large-answers.ts';
import { pingFlood } from './ping-flood.ts';
import { registrationFlood } from './registration-flood.ts';

/** Every attack; `npm run attack` runs them in this order. */
export const attacks: Attack[] = [pingFlood, largeAnswers, registrationFlood];
