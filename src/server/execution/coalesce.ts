import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import type { Context } from '../../context.ts';
import { batched } from '../../database/batch.ts';
import type { BroadcastResult } from '../../events/broadcast.ts';
import { isBroadcastable } from '../../graphql/broadcastable.ts';
import { toBroadcastResult, withoutViewer } from './broadcast.ts';
import type { Execute } from './execute.ts';

/** The requests for one query: how to join them, and how many wait for an answer. */
interface Question {
  join(args: ExecutionArgs): Promise<BroadcastResult>;
  waiting: number;
}

// Two, so that a request that arrives during the first execution starts the second without waiting for its end. Requests
// of different connections reach this point over several turns of the event loop.
const limits = { atOnce: 2, size: Number.POSITIVE_INFINITY, turns: 2 };

/**
 * Coalesces queries: requests for the same broadcastable query that arrive at the same time share one execution. No
 * request joins an execution that has begun, so an answer is never older than its question. The execution has no
 * viewer: a field wrongly declared broadcastable then shows only public data. A result with errors is executed again
 * for each request alone.
 */
export function coalesceQueries(execute: Execute): Execute {
  const questionsOf = new WeakMap<DocumentNode, Map<string, Question>>();

  const newQuestion = (): Question => ({
    join: batched(async (asked: ExecutionArgs[]) => {
      const [first] = asked as [ExecutionArgs];
      const context = withoutViewer(first.contextValue as Context);
      const result = toBroadcastResult(await execute({ ...first, contextValue: context }));
      return asked.map(() => result);
    }, limits),
    waiting: 0,
  });

  async function coalesce(args: ExecutionArgs): Promise<ExecutionResult> {
    const { document, operationName, variableValues } = args;
    const questions = questionsOf.get(document) ?? new Map<string, Question>();
    questionsOf.set(document, questions);
    const key = JSON.stringify([operationName, variableValues]);
    const question = questions.get(key) ?? newQuestion();
    questions.set(key, question);
    question.waiting += 1;
    try {
      const result = await question.join(args);
      return result.errors ? execute(args) : result;
    } finally {
      question.waiting -= 1;
      if (question.waiting === 0) questions.delete(key);
    }
  }

  return (args) => {
    const type = getOperationAST(args.document, args.operationName)?.operation;
    return type === OperationTypeNode.QUERY && isBroadcastable(args) ? coalesce(args) : execute(args);
  };
}
