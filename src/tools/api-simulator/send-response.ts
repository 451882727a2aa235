import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
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
      return send(response, serverError(reply.headers, fault), record);
    case 'TRUNCATED_JSON':
      return send(response, { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) }, record);
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

function send(response: ServerResponse, { status, headers, body }: SuccessResponse, record: RequestRecord): void {
  record.status = status;
  const bytes = Buffer.from(body);
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

/** The response beyond the limit. */
export function rateLimited(
  headers: OutgoingHttpHeaders,
  { retryAfter, seconds }: Pick<Extract<RequestFault, { kind: 'RATE_LIMITED' }>, 'retryAfter' | 'seconds'>,
  nowMs: number,
): SuccessResponse {
  const reported = {
    seconds: { 'retry-after': String(seconds) },
    date: { 'retry-after': new Date(nowMs + seconds * 1000).toUTCString() },
    none: {},
  }[retryAfter];
  return {
    status: 429,
    headers: { ...headers, 'cache-control': 'no-store', ...reported },
    body: errorBody('RATE_LIMITED', 'Too many requests.', { retryAfter: seconds }),
  };
}

function serverError(
  headers: OutgoingHttpHeaders,
  { status, retryAfterSeconds }: Extract<RequestFault, { kind: 'STATUS' }>,
): SuccessResponse {
  const reported = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return {
    status,
    headers: { ...headers, 'cache-control': 'no-store', ...reported },
    body: errorBody('INTERNAL_ERROR', 'Injected by the simulator.'),
  };
}

function html(headers: OutgoingHttpHeaders): SuccessResponse {
  return { status: 200, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: HTML_PAGE };
}
