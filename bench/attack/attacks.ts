import type { Attack } from './attack.ts';
import { completeFlood } from './complete-flood.ts';
import { costlyFlood, costlyFloods } from './costly-flood.ts';
import { largeAnswers } from './large-answers.ts';
import { pingFlood } from './ping-flood.ts';
import { pipelining } from './pipelining.ts';
import { registrationFlood } from './registration-flood.ts';
import { unreadEventStreams, unreadPosts, unreadSockets } from './unread-answers.ts';

/** Every attack; `npm run attack` runs them in this order. */
export const attacks: Attack[] = [
  ...[pingFlood, pipelining, unreadSockets, unreadPosts, unreadEventStreams],
  ...[costlyFlood, costlyFloods, completeFlood, largeAnswers, registrationFlood],
];
