import { type DocumentNode, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Metrics } from '../../operations/metrics.ts';
import type { Tracing } from '../../operations/tracing.ts';
import { type Execute, whenExecuted } from './execute.ts';

type Done = { result: ExecutionResult | AsyncIterable<ExecutionResult> };

/** Counts, times and traces executions. `execute` has masked the errors, so their codes are final. */
export function observeExecution(metrics: Metrics, tracing: Tracing | null, execute: Execute): Execute {
  return (args) => {
    const { name, type } = operationOf(args);
    const began = performance.now();
    return whenExecuted(tracing ? tracing.operation(name, type, () => execute(args)) : execute(args), (result) => {
      metrics.operation(name, type, performance.now() - began);
      metrics.errors(result.errors);
      return result;
    });
  };
}

/**
 * Counts, times and traces subscriptions, and counts invalid documents. It precedes the plugins that refuse documents, so
 * that their refusals are counted.
 */
export function observeOperations(metrics: Metrics, tracing: Tracing | null): Plugin {
  const isStream = (result: Done['result']): result is AsyncIterable<ExecutionResult> => Symbol.asyncIterator in result;
  return {
    onParse:
      () =>
      ({ result }) => {
        if (result instanceof Error) metrics.errors([result], 'GRAPHQL_PARSE_FAILED');
      },
    onValidate:
      () =>
      ({ valid, result }) => {
        if (!valid) metrics.errors(result);
      },
    onSubscribe({ args, subscribeFn, setSubscribeFn }) {
      const { name, type } = operationOf(args);
      if (tracing) setSubscribeFn((args) => tracing.operation(name, type, () => subscribeFn(args)));
      const began = performance.now();
      return {
        onSubscribeResult({ result }: Done) {
          metrics.operation(name, type, performance.now() - began);
          if (!isStream(result)) metrics.errors(result.errors);
        },
      };
    },
  };
}

function operationOf(args: { document: DocumentNode; operationName?: string | null | undefined }) {
  const operation = getOperationAST(args.document, args.operationName);
  return { name: operation?.name?.value ?? null, type: operation?.operation ?? 'unknown' };
}
