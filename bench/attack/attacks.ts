import type { Attack } from './attack.ts';
import { pingFlood } from './ping-flood.ts';
import { pipelining } from './pipelining.ts';
import { unreadEventStreams, unreadPosts, unreadSockets } from './unread-answers.ts';

/** Every attack; `npm run attack` runs them in this order. */
export const attacks: Attack[] = [pingFlood, pipelining, unreadSockets, unreadPosts, unreadEventStreams];
