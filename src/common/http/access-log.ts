import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../time/clock.js';
import { requestedUrl } from './api-version.js';
import { requestIdOf } from './request-headers.js';

const MAX_PATH = 1024;

/** One request, as a line of JSON. */
export interface AccessLine {
  /** Time of writing in milliseconds since 1970 UTC, as in the other log lines. */
  timestamp: number;
  method: string;
  /** Without the query, which may contain anything. */
  path: string;
  status: number;
  durationMs: number;
  /** Bytes of the response body, without the head. */
  bytes: number;
  requestId: string;
  /** The client disconnected before the end of the response. */
  aborted?: true;
}

export interface AccessLog {
  clock: Clock;
  nowMs: () => number;
  write: (line: AccessLine) => void;
}

export interface AccessLineOptions {
  redact: (text: string) => string;
  /** Added to every line. */
  ofProcess: Readonly<Record<string, string>>;
}

/** Most requests repeat the path of another one. */
const REDACTED_PATHS = 1_000;

/**
 * Formats lines as JSON. Written out by field, and redacted once per path: with `JSON.stringify`, the line takes a tenth of the
 * processor time of a cached response (measured).
 */
export function accessLineWriter({ redact, ofProcess }: AccessLineOptions): (line: AccessLine) => string {
  const paths = new LRUCache<string, string>({
    max: REDACTED_PATHS,
    memoMethod: (path) => JSON.stringify(redact(path)),
  });
  const end = JSON.stringify(ofProcess).slice(1);
  // A method and an id of a request contain no character that JSON escapes.
  return ({ timestamp, method, path, status, durationMs, bytes, requestId, aborted }) =>
    `{"level":"log","context":"Access","timestamp":${timestamp},"method":"${method}","path":${paths.memo(path)},` +
    `"status":${status},"durationMs":${durationMs},"bytes":${bytes},"requestId":"${requestId}",` +
    `${aborted === true ? '"aborted":true,' : ''}${end}`;
}

/** Writes a line for every request of the server, including cached responses, once its response has ended. */
export function logAccess(server: Server, log: AccessLog): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const startedMs = log.nowMs();
    const bodyBytes = countBody(request, response);
    response.once('close', () => {
      log.write({
        timestamp: log.clock.now().getTime(),
        method: request.method ?? '',
        path: requestedUrl(request).split('?')[0]!.slice(0, MAX_PATH),
        status: response.statusCode,
        durationMs: Math.round((log.nowMs() - startedMs) * 10) / 10,
        bytes: bodyBytes(),
        requestId: requestIdOf(request),
        ...(response.writableFinished ? {} : { aborted: true }),
      });
    });
  });
}

const STATUSES_WITHOUT_BODY = [204, 304];

/** Counts the bytes written as the body, including bytes that a disconnected client did not receive. */
function countBody({ method }: IncomingMessage, response: ServerResponse): () => number {
  const [write, end] = [response.write.bind(response), response.end.bind(response)];
  let bytes = 0;
  const add = ([chunk, encoding]: readonly unknown[]): void => {
    if (typeof chunk === 'string')
      bytes += Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
  };
  response.write = (...args: unknown[]): boolean => {
    add(args);
    return Reflect.apply(write, undefined, args) as boolean;
  };
  response.end = (...args: unknown[]): ServerResponse => {
    add(args);
    return Reflect.apply(end, undefined, args) as ServerResponse;
  };
  return () => (method === 'HEAD' || STATUSES_WITHOUT_BODY.includes(response.statusCode) ? 0 : bytes);
}
