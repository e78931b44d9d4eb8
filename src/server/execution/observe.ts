import { type DocumentNode, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Metrics } from '../../operations/metrics.ts';
import type { Tracing } from '../../operations/tracing.ts';
import { type Execute, isStream, type Subscribe, whenExecuted } from './execute.ts';

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

/** Counts, times and traces the openings of streams. */
export function observeSubscriptions(metrics: Metrics, tracing: Tracing | null, subscribe: Subscribe): Subscribe {
  return async (args) => {
    const { name, type } = operationOf(args);
    const began = performance.now();
    const opened = await (tracing ? tracing.operation(name, type, () => subscribe(args)) : subscribe(args));
    metrics.operation(name, type, performance.now() - began);
    if (!isStream(opened)) metrics.errors(opened.errors);
    return opened;
  };
}

/** Counts invalid documents. It precedes the plugins that refuse documents, so that their refusals are counted. */
export function observeDocuments(metrics: Metrics): Plugin {
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
  };
}

function operationOf(args: { document: DocumentNode; operationName?: string | null | undefined }) {
  const operation = getOperationAST(args.document, args.operationName);
  return { name: operation?.name?.value ?? null, type: operation?.operation ?? 'unknown' };
}
