import type { Key } from '../../operations/limits.ts';
import type { Execute, Price } from './execute.ts';

interface Waiting {
  cost: number;
  start(): void;
}

/** Cost up to which an operation needs no turn: that of an ordinary page. */
const ordinaryCost = 250;
/** Cost of all operations that have their turn at the same time; one that costs more has it alone. */
const costAtOnce = 10_000;

export type Turns = ReturnType<typeof createTurns>;

/**
 * Executes costly operations a few at a time, since each of them blocks the event loop for a while. Payers take turns with
 * one operation each, however many operations one of them has sent.
 */
export function createTurns() {
  // In the order of the payers' turns.
  const queues = new Map<Key, Waiting[]>();
  let underWay = 0;
  let isScheduled = false;

  const hasRoom = (cost: number) => underWay === 0 || underWay + cost <= costAtOnce;

  // The event loop serves others between two turns.
  function schedule(): void {
    if (isScheduled || queues.size === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      startNext();
    });
  }

  function startNext(): void {
    const [[payer, waiting] = []] = queues;
    const [next] = waiting ?? [];
    if (payer === undefined || !waiting || !next || !hasRoom(next.cost)) return;
    waiting.shift();
    queues.delete(payer);
    if (waiting.length > 0) queues.set(payer, waiting);
    underWay += next.cost;
    next.start();
    schedule();
  }

  function turn(payer: Key, cost: number): Promise<void> {
    return new Promise((start) => {
      const waiting = queues.get(payer) ?? [];
      queues.set(payer, waiting);
      waiting.push({ cost, start });
      schedule();
    });
  }

  async function inTurn<Result>(payer: Key, cost: number, work: () => Result | Promise<Result>): Promise<Result> {
    if (queues.size === 0 && hasRoom(cost)) underWay += cost;
    else await turn(payer, cost);
    try {
      return await work();
    } finally {
      underWay -= cost;
      schedule();
    }
  }

  return {
    /** Does the work of an operation when it is its turn, or at once where it needs none. */
    take<Result>({ payer, cost }: Price, work: () => Result | Promise<Result>): Result | Promise<Result> {
      return cost <= ordinaryCost ? work() : inTurn(payer, cost, work);
    },
  };
}

/** Executes operations in turns. */
export function executeInTurns(turns: Turns, execute: Execute): Execute {
  return (args) => (args.price ? turns.take(args.price, () => execute(args)) : execute(args));
}
