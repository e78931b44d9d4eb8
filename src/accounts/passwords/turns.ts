import { OverloadedError } from '../../errors.ts';

/**
 * The queues of passwords that wait to be hashed. `RETURNING`: sign-ins from a network that the login was used from
 * before. `LOGIN`: all other sign-ins. `ACCOUNT`: new passwords, and the present password of a person who is signed in.
 */
export const queueNames = ['RETURNING', 'LOGIN', 'ACCOUNT', 'REGISTRATION'] as const;
export type QueueName = (typeof queueNames)[number];

export interface Turn {
  queue: QueueName;
  /** The network or account whose requests share a line; null for a line of all that have none. */
  line: string | null;
  /** Whether nobody waits for the result any more. */
  isGone?: (() => boolean) | undefined;
}

interface Waiting extends Turn {
  start(): void;
  refuse(error: Error): void;
}

const mostAtOnce = 2;
// A flood of registrations leaves the other turn to people who have an account.
const mostAtOnceOf = { RETURNING: 2, LOGIN: 2, ACCOUNT: 2, REGISTRATION: 1 } satisfies Record<QueueName, number>;
// A client gives up what waits longer than a few seconds.
const mostWaiting = 100;

/**
 * Takes turns fairly: among queues, and within a queue among lines, so that neither a flood of one kind nor of one network
 * makes the others wait for all of it.
 */
export function createTurns() {
  const queues = new Map(queueNames.map((name) => [name, { running: 0, lines: new Map<string | null, Waiting[]>() }]));
  // The queue that was served least recently comes first.
  const order = [...queueNames];
  let running = 0;

  const queueOf = (name: QueueName) => queues.get(name) as { running: number; lines: Map<string | null, Waiting[]> };

  function removeGone(name: QueueName): void {
    const { lines } = queueOf(name);
    for (const [line, waiting] of lines) {
      const gone = waiting.filter(({ isGone }) => isGone?.());
      if (gone.length === 0) continue;
      const staying = waiting.filter((one) => !gone.includes(one));
      if (staying.length > 0) lines.set(line, staying);
      else lines.delete(line);
      for (const { refuse } of gone) refuse(new OverloadedError());
    }
  }

  function waitingIn(name: QueueName): number {
    removeGone(name);
    return [...queueOf(name).lines.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Removes and returns the next of a queue: the first of the line that was served least recently. */
  function takeNext(name: QueueName): Waiting | undefined {
    removeGone(name);
    const { lines } = queueOf(name);
    const [first] = lines;
    if (!first) return undefined;
    const [line, [next, ...rest]] = first;
    lines.delete(line);
    if (rest.length > 0) lines.set(line, rest);
    return next;
  }

  function startNext(): void {
    while (running < mostAtOnce) {
      const next = order
        .filter((name) => queueOf(name).running < mostAtOnceOf[name])
        .reduce<Waiting | undefined>((found, name) => found ?? takeNext(name), undefined);
      if (!next) return;
      order.splice(order.indexOf(next.queue), 1);
      order.push(next.queue);
      running += 1;
      queueOf(next.queue).running += 1;
      next.start();
    }
  }

  /** Of a full queue, the longest line gives up its last request for one of a shorter line. */
  function makeRoom({ queue, line }: Turn): void {
    if (waitingIn(queue) < mostWaiting) return;
    const { lines } = queueOf(queue);
    const longest = [...lines.values()].reduce((one, other) => (other.length > one.length ? other : one));
    if (longest.length <= (lines.get(line)?.length ?? 0) + 1) throw new OverloadedError();
    longest.pop()?.refuse(new OverloadedError());
  }

  return {
    /** Runs `work` when its turn comes; throws OverloadedError where too many wait. */
    async take<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
      makeRoom(turn);
      await new Promise<void>((start, refuse) => {
        const { lines } = queueOf(turn.queue);
        const waiting = lines.get(turn.line) ?? [];
        waiting.push({ ...turn, start, refuse });
        lines.set(turn.line, waiting);
        startNext();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        queueOf(turn.queue).running -= 1;
        startNext();
      }
    },
    waitingIn,
    /** Whether a sign-in would have to wait. */
    get areTaken() {
      return running >= mostAtOnce;
    },
  };
}
