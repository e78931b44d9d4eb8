import type { App } from '../context.ts';
import { ownedState } from '../node-state.ts';

/**
 * The node, for what the invented people of the demo do: they have no mailbox. Its state is its own, so that nothing which is
 * kept of this node, like the queue of bookings, serves the requests of real people.
 */
export const quiet = ownedState(
  (app: App): App => ({ ...app, state: new Map(), mail: { ...app.mail, queue: async () => {} } }),
);
