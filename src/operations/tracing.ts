import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { StatementListener } from '../database/statements.ts';

/** Spans of requests, operations and SQL statements; each is a child of the span that caused it. */
export interface Tracing {
  /** Handles a request within the trace of its `traceparent`. `route` is read after the answer. */
  request(request: IncomingMessage, response: ServerResponse, route: () => string, handle: () => void): void;
  operation<Result>(name: string | null, type: string, work: () => Result): Result;
  readonly statement: StatementListener;
  /** Sends the remaining spans. */
  stop(): Promise<void>;
}

/** Starts tracing. Sampling and batches follow the `OTEL_…` variables of the specification. */
export function startTracing(endpoint: string): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME ?? 'shala' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
  });
  provider.register();
  const tracer = trace.getTracer('shala');

  return {
    request(request, response, route, handle) {
      const parent = propagation.extract(context.active(), request.headers);
      const method = request.method ?? '';
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER }, parent);
      response.once('close', () => {
        span.updateName(`${method} ${route()}`);
        span.setAttributes({
          ...{ 'http.request.method': method, 'http.route': route() },
          ...{ 'http.response.status_code': response.statusCode, 'request.id': request.headers['x-request-id'] },
        });
        if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      });
      context.with(trace.setSpan(parent, span), handle);
    },
    operation(name, type, work) {
      const attributes = { 'graphql.operation.type': type, ...(name !== null && { 'graphql.operation.name': name }) };
      return tracer.startActiveSpan(name === null ? type : `${type} ${name}`, { attributes }, (span) =>
        endedAfter(span, work),
      );
    },
    statement({ sql, startedAt, milliseconds, failed }) {
      // Statements of periodic tasks are not traced: they would fill the collector.
      if (!trace.getActiveSpan()) return;
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': sql };
      const name = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'SQL';
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime: startedAt, attributes });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(startedAt + milliseconds);
    },
    stop: () => provider.shutdown(),
  };
}

function endedAfter<Result>(span: Span, work: () => Result): Result {
  const failed = () => span.setStatus({ code: SpanStatusCode.ERROR });
  try {
    const result = work();
    if (result instanceof Promise) void result.then(() => {}, failed).finally(() => span.end());
    else span.end();
    return result;
  } catch (error) {
    failed();
    span.end();
    throw error;
  }
}
