import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { damageBody } from './damage.js';
import type { RequestFault } from './request-faults.js';
import type { RequestRecord } from './simulator-stats.js';

export interface SuccessResponse {
  status: number;
  body: string;
  headers: OutgoingHttpHeaders;
}

const HTML_PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking.</body></html>';

/** Sends a response, with the fault applied, and records what was sent. */
export async function sendResponse(
  response: ServerResponse,
  reply: SuccessResponse,
  fault: RequestFault | null,
  record: RequestRecord,
  nowMs: number,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
    case 'CACHED':
    case 'DEGRADED_OPENING':
      return send(response, reply, record);
    case 'HANG':
      return;
    case 'RESET':
      return void response.socket?.resetAndDestroy();
    case 'SLOW':
      await delay(fault.delayMs, undefined, { ref: false });
      return response.destroyed ? undefined : send(response, reply, record);
    case 'STALL':
    case 'CUT':
      return sendPart(response, reply, fault.kind === 'CUT' ? fault.share : 0.5, fault.kind === 'CUT', record);
    case 'RATE_LIMITED':
      return send(response, rateLimited(reply.headers, fault, nowMs), record);
    case 'STATUS':
      return send(response, serverError(reply.headers, fault, record.url), record);
    case 'TRUNCATED_JSON':
      return send(response, { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) }, record);
    case 'TRUNCATED_GZIP':
      return send(response, withHalfOfGzip(reply), record);
    case 'INVALID_JSON':
      return send(response, { ...reply, body: reply.body.replace('":', '"=') }, record);
    case 'HTML':
      return send(response, html(reply.headers), record);
    case 'DAMAGED': {
      const { body, damagedIds } = damageBody(reply.body, fault.damage, fault.share);
      record.damage = fault.damage;
      record.damagedIds = damagedIds;
      return send(response, { ...reply, body }, record);
    }
  }
}

interface Reply extends Omit<SuccessResponse, 'body'> {
  body: string | Buffer;
}

function withHalfOfGzip({ status, headers, body }: SuccessResponse): Reply {
  const packed = gzipSync(body);
  return {
    status,
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: packed.subarray(0, Math.floor(packed.length / 2)),
  };
}

function send(response: ServerResponse, { status, headers, body }: Reply, record: RequestRecord): void {
  record.status = status;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

async function sendPart(
  response: ServerResponse,
  { status, headers, body }: SuccessResponse,
  share: number,
  closes: boolean,
  record: RequestRecord,
): Promise<void> {
  record.status = status;
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => resolve());
  });
  if (closes) response.socket?.end();
}

/** An error body in the format of the API. */
export function errorBody(type: string, message: string, more: object = {}): string {
  return JSON.stringify({ error: { type, message, ...more } });
}

type Limited = Pick<Extract<RequestFault, { kind: 'RATE_LIMITED' }>, 'retryAfter' | 'seconds' | 'budget'>;

/** The response beyond a budget: that of the minute has a text in place of the error's object. */
export function rateLimited(
  headers: OutgoingHttpHeaders,
  { retryAfter, seconds, budget = 'MINUTE' }: Limited,
  nowMs: number,
): SuccessResponse {
  const reported = {
    seconds: { 'retry-after': String(seconds) },
    date: { 'retry-after': new Date(nowMs + seconds * 1000).toUTCString() },
    none: {},
  }[retryAfter];
  const message = budget === 'MINUTE' ? 'Too Many Requests' : 'The history requests of this hour are used up.';
  return {
    status: 429,
    headers: { ...headers, 'cache-control': 'no-store', ...reported },
    body:
      budget === 'MINUTE'
        ? JSON.stringify({ error: 'Too Many Requests', message, retryAfter: seconds })
        : errorBody('HISTORY_RATE_LIMITED', message, { retryAfter: seconds }),
  };
}

function serverError(
  headers: OutgoingHttpHeaders,
  { status, retryAfterSeconds }: Extract<RequestFault, { kind: 'STATUS' }>,
  url: string,
): SuccessResponse {
  const reported = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return {
    status,
    headers: { ...headers, 'cache-control': 'no-store', ...reported },
    body: serverErrorBody(status, url),
  };
}

function serverErrorBody(status: number, url: string): string {
  const message = 'Injected by the simulator.';
  if (status === 502 && url.includes('/history')) return errorBody('HISTORY_BACKEND_UNAVAILABLE', message);
  if (status === 503 && url.endsWith('/me')) {
    return JSON.stringify({ success: false, error: { type: 'Server error', message, code: 503 } });
  }
  return errorBody('INTERNAL_ERROR', message);
}

function html(headers: OutgoingHttpHeaders): SuccessResponse {
  return { status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: HTML_PAGE };
}
