import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import { withinTime } from '../async/concurrency.js';
import { openApiRoute } from '../http/request-durations.js';
import { requestIdOf } from '../http/request-headers.js';
import { pathOf } from '../http/request-url.js';
import { RecurringFailure } from '../logging/recurring-failure.js';
import { HOUR_MS } from '../time/calendar.js';
import { recordStatements } from './statement-spans.js';
import type { RequestTrace, TracedWork, TraceAttributes, Tracer } from './tracer.js';

export interface OpenTelemetryOptions {
  /** Without `/v1/traces`. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  serviceName: string;
  version: string;
  role: string;
  /** The share of traces that begin here to record, 0 to 1. A trace that a client began is recorded if the client records it. */
  sampledShare: number;
}

const END_LIMIT_MS = 2_000;
const FIRST_SERVER_ERROR = 500;

/** Records spans and sends them in batches. An unreachable receiver delays nothing: what does not fit in the queue is dropped. */
export function openTelemetry(options: OpenTelemetryOptions): { tracer: Tracer; end: () => Promise<void> } {
  const { endpoint, headers, sampledShare } = options;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: { ...headers } });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
      'service.instance.id': `${hostname()}:${process.pid}`,
      'warehouse.role': options.role,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampledShare) }),
    spanProcessors: [new BatchSpanProcessor(new LoggedExporter(exporter))],
  });
  provider.register();
  const tracer = provider.getTracer('theme-park-data-warehouse', options.version);
  const endStatements = recordStatements(tracer);
  return {
    tracer: {
      work: (work, run) => recordWork(tracer, work, run),
      request: (request) => recordRequest(tracer, request),
    },
    end: async () => {
      endStatements();
      await withinTime(provider.shutdown(), END_LIMIT_MS, () => undefined).catch(() => undefined);
    },
  };
}

/** Logs once an hour that traces cannot be sent, instead of at every batch. */
class LoggedExporter implements SpanExporter {
  private readonly failure = new RecurringFailure(new Logger('Traces'), HOUR_MS);

  constructor(private readonly exporter: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
      if (result.error === undefined) this.failure.succeeded('traces are sent again');
      else this.failure.failed(`traces cannot be sent: ${result.error.message}`);
      // the SDK would log each failure with its stack
      done(result.error === undefined ? result : { code: result.code });
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}

function recordWork<T>(
  tracer: OtelTracer,
  { name, kind, attributes = {} }: TracedWork,
  run: (note: (attributes: TraceAttributes) => void) => Promise<T>,
): Promise<T> {
  const options = { kind: kind === 'CLIENT' ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes: { ...attributes } };
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await run((more) => span.setAttributes({ ...more }));
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Messages of errors may hold values; the kind of an error does not. */
function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
}

function recordRequest(tracer: OtelTracer, request: IncomingMessage): RequestTrace {
  const method = request.method ?? 'GET';
  const attributes = {
    'http.request.method': method,
    'url.path': pathOf(request.url ?? ''),
    'warehouse.request_id': requestIdOf(request),
  };
  const caller = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
  return {
    run: (handle) => context.with(trace.setSpan(caller, span), handle),
    ended: (response, route) => endRequest(span, method, response, route),
  };
}

function endRequest(span: Span, method: string, response: ServerResponse, route: string | undefined): void {
  if (route !== undefined) {
    const template = openApiRoute(route);
    span.updateName(`${method} ${template}`).setAttribute('http.route', template);
  }
  if (response.writableFinished) span.setAttribute('http.response.status_code', response.statusCode);
  else span.setAttribute('error.type', 'aborted');
  if (response.statusCode >= FIRST_SERVER_ERROR) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
