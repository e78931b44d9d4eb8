import { type DocumentNode, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Metrics } from './metrics.ts';
import type { Tracing } from './tracing.ts';

type Done = { result: ExecutionResult | AsyncIterable<ExecutionResult> };

/**
 * Counts, times and traces operations, however they came; stands after what masks errors, so that codes are the final
 * ones, and before what refuses operations, so that these count too.
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
    onExecute({ args, executeFn, setExecuteFn }) {
      const { name, type } = operationOf(args);
      if (tracing) setExecuteFn((args) => tracing.operation(name, type, () => executeFn(args)));
      const began = performance.now();
      return {
        onExecuteDone({ result }: Done) {
          metrics.operation(name, type, performance.now() - began);
          if (!isStream(result)) metrics.errors(result.errors);
        },
      };
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
