import type { IncomingMessage, ServerResponse } from 'node:http';

/** Names and values by the semantic conventions of OpenTelemetry; names of our own begin with `warehouse.`. */
export type TraceAttributes = Readonly<Record<string, string | number | boolean>>;

export interface TracedWork {
  name: string;
  /** Default: INTERNAL. */
  kind?: 'CLIENT';
  attributes?: TraceAttributes;
}

/** A request that is being traced. */
export interface RequestTrace {
  /** Work that is begun in `handle` belongs to the request. */
  run: (handle: () => void) => void;
  /** @param route its template, such as `/api/parks/:parkId`; undefined if the request has matched none */
  ended: (response: ServerResponse, route: string | undefined) => void;
}

/** Records spans. What it implements is loaded only if traces are sent ({@link startTracing}). */
export interface Tracer {
  work: <T>(work: TracedWork, run: (note: (attributes: TraceAttributes) => void) => Promise<T>) => Promise<T>;
  request: (request: IncomingMessage) => RequestTrace;
}

let current: Tracer | null = null;

/** Null ends it. */
export function setTracer(tracer: Tracer | null): void {
  current = tracer;
}

const noteNothing = (): void => undefined;

/**
 * Records the work as a span, if traces are sent.
 * @param run gets a function that adds attributes to the span
 */
export function traced<T>(
  work: TracedWork,
  run: (note: (attributes: TraceAttributes) => void) => Promise<T>,
): Promise<T> {
  return current === null ? run(noteNothing) : current.work(work, run);
}

/** Null: no traces are sent. */
export function traceRequest(request: IncomingMessage): RequestTrace | null {
  return current === null ? null : current.request(request);
}
