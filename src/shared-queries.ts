import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from './context.ts';
import { batched } from './database/batches.ts';
import type { SharedResult } from './events/audience.ts';
import { impersonal, isSameForAll, shareable } from './shared-execution.ts';

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;
type Lane = (args: ExecutionArgs) => Promise<SharedResult>;

// Two, so that whoever comes meanwhile need not wait for all that the first one has to.
const limits = { atOnce: 2, size: Number.POSITIVE_INFINITY };
// Of a document, by their variables: who asks with some that were forgotten meanwhile is merely not joined to the others.
const remembered = 100;

/**
 * Executes once what many ask for at the same time, word for word, if it is the same for all: a page of the catalogue.
 * None joins an execution that has begun, so what an answer shows is never older than its question. As nobody, so that
 * what was declared wrongly comes out as a visitor would see it; whatever has errors is executed for each alone. With 64
 * requests at once, 14 of 20 for one page and 6 for others, a page costs 0.12 ms of CPU time instead of 0.48.
 */
export function shareQueries(execute: Execute): Execute {
  const lanesOf = new WeakMap<DocumentNode, LRUCache<string, Lane>>();

  const openLane = (): Lane =>
    batched(async (asked: ExecutionArgs[]) => {
      const [first] = asked as [ExecutionArgs];
      const context = impersonal(first.contextValue as Context);
      const result = shareable(await execute({ ...first, contextValue: context }));
      return asked.map(() => result);
    }, limits);

  function find({ document, operationName, variableValues }: ExecutionArgs): Lane {
    const lanes = lanesOf.get(document) ?? new LRUCache<string, Lane>({ max: remembered });
    lanesOf.set(document, lanes);
    const key = JSON.stringify([operationName, variableValues]);
    const lane = lanes.get(key) ?? openLane();
    lanes.set(key, lane);
    return lane;
  }

  return (args) => {
    const type = getOperationAST(args.document, args.operationName)?.operation;
    if (type !== OperationTypeNode.QUERY || !isSameForAll(args)) return execute(args);
    return find(args)(args).then((result) => (result.errors ? execute(args) : result));
  };
}
