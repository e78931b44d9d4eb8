import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How the messages of a subscription are read and checked; `readers.ts` has the rules. */
export type ReaderName = 'session' | 'seats' | 'host';

/** A subscription of one subscriber, over a socket of its own. */
export interface Subscription {
  /** Null for a visitor. */
  token: string | null;
  variables: { sessionId?: string; sessionIds?: string[]; after?: string };
}

/** What the subscribers' process is told. */
export type ClientCommand =
  | { type: 'open'; url: string; path: string; query: string; reader: ReaderName; subscriptions: Subscription[] }
  /** A session's seats have changed: how many are taken since, and when that was. */
  | { type: 'changed'; seatsTaken: number; at: number }
  /** From now on, who loses their connection goes on at this server, after their last event. */
  | { type: 'return'; url: string }
  /** To count from now on. */
  | { type: 'begin' }
  | { type: 'end' }
  /** Nothing more is published. What each subscriber has to have received in the end, as its reader understands it. */
  | { type: 'finish'; expected: number[] };

/** What it tells. */
export type ClientReport =
  /** Every subscription was asked for. */
  | { type: 'asked' }
  /** Every subscriber has what its subscription begins with; not of sessions, which `everywhere` tells. */
  | { type: 'opened' }
  /** Every subscriber has the event of a session. */
  | { type: 'everywhere'; sequence: number }
  /** Everybody who had lost their connection has an event of another server, so many milliseconds after the loss. */
  | { type: 'returned'; faults: number; p50: number; p99: number; most: number }
  | { type: 'counted'; deliveries: number; faults: number; p50: number; p99: number }
  | { type: 'finished'; faults: number };

export type Clients = ReturnType<typeof startClients>;

/** The subscribers, in a process of their own. */
export function startClients() {
  const child: ChildProcess = fork(fileURLToPath(new URL('client-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const tell = (command: ClientCommand) => void child.send(command);
  const listen = (listener: (report: ClientReport) => void) => void child.on('message', listener);
  const hear = <Type extends ClientReport['type']>(type: Type) =>
    new Promise<Extract<ClientReport, { type: Type }>>((resolve, reject) => {
      child.once('exit', () => reject(new Error('The subscribers’ process ended.')));
      listen((report) => {
        if (report.type === type) resolve(report as Extract<ClientReport, { type: Type }>);
      });
    });
  return {
    tell,
    listen,
    hear,
    ask<Type extends ClientReport['type']>(command: ClientCommand, type: Type) {
      const answer = hear(type);
      tell(command);
      return answer;
    },
    stop: () => void child.kill(),
  };
}
