import { setTimeout as wait } from 'node:timers/promises';
import type { ServerProcess } from '../processes.ts';
import type { ReaderName, Subscription } from './clients.ts';
import type { Surroundings } from './node.ts';

/** Subscriptions, and what is published to them. */
export interface StreamWorkload {
  name: string;
  query: string;
  reader: ReaderName;
  /** Shala, and those that can do the same. */
  servers(surroundings: Surroundings): StreamServer[];
  /** How the node is lost that everybody is subscribed at: killed, or told to stop. They go on at another one. */
  loss?: 'SIGKILL' | 'SIGTERM';
  /** Publishes until it is told to stop. */
  load(audience: Audience, until: () => boolean): Promise<void>;
}

export interface StreamServer {
  name: string;
  /** Starts it, with all that its subscribers need. */
  open(): Promise<Stage>;
}

export interface Stage extends Play {
  server: ServerProcess;
  path: string;
  /** Starts another node on the same database, where a server can have several. */
  startAnother?(): Promise<ServerProcess>;
  close(): Promise<void>;
}

/** The subscriptions of a workload on one server, and how to publish to them. */
export interface Play {
  subscriptions: Subscription[];
  /** Tells of each change that it makes, where there are any. */
  publish(count: number, changed: (change: Change) => void): Promise<void>;
  /** What each subscriber has to have of all that was published; missing where that is not checked at the end. */
  expected?(): number[];
}

/** A change that subscribers see in what a session shows, and not as an event. */
export interface Change {
  seatsTaken: number;
  at: number;
}

/** Everybody who is subscribed, and how to tell them something. */
export interface Audience {
  publish(count: number): Promise<void>;
  /** How many of the events that were published not everybody has yet. */
  outstanding(): number;
  /** Resolves as there are fewer. */
  progress(): Promise<void>;
}

/** Publishes at a fixed pace: a server that does not keep up gets events at the same pace. */
export const paced =
  (perSecond: number): StreamWorkload['load'] =>
  async ({ publish }, until) => {
    const began = performance.now();
    const published: Promise<void>[] = [];
    for (let count = 1; !until(); count += 1) {
      published.push(publish(1));
      await wait(Math.max(0, began + (count * 1000) / perSecond - performance.now()));
    }
    await Promise.all(published);
  };
