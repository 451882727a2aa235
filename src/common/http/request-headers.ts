import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../logging/app-logger.js';

/** Names and values in turn: what `writeHead` sends as it is, without looking up or copying anything. */
export type HeaderList = readonly string[];

/** What a response would send by now, but for some names (in lower case). */
export function headersSoFar(response: ServerResponse, except: ReadonlySet<string>): HeaderList {
  return response
    .getHeaderNames()
    .filter((name) => !except.has(name))
    .flatMap((name) => [name, String(response.getHeader(name))]);
}

export function setHeaders(response: ServerResponse, headers: HeaderList): void {
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at]!, headers[at + 1]!);
}

export const REQUEST_ID_HEADER = 'X-Request-Id';
/** As Node gives the headers of a request. */
const INCOMING_NAME = 'x-request-id';

/** What a client may choose: nothing that could break a log line or a header. */
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

const ids = new WeakMap<IncomingMessage, string>();

/** The client's own id where it is sane, otherwise a new one; the same however often it is asked for. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers[INCOMING_NAME];
  if (typeof given === 'string' && SANE_ID.test(given)) return given;
  const known = ids.get(request) ?? randomUUID();
  ids.set(request, known);
  return known;
}

/** Gives every request an id, and answers with it. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request);
  response.setHeader(REQUEST_ID_HEADER, requestId);
  runInRequest(requestId, next);
}

/**
 * Whose request it is. Behind a trusted proxy: what that proxy, and nobody before it, has added at the end of
 * X-Forwarded-For. With more hops a client could choose its own address and so escape its rate limit.
 */
export function clientAddress({ headers, socket }: IncomingMessage, isBehindProxy: boolean): string {
  const forwardedFor = isBehindProxy ? headers['x-forwarded-for'] : undefined;
  const last = String(forwardedFor ?? '')
    .split(',')
    .at(-1)!
    .trim();
  return last === '' ? (socket.remoteAddress ?? '') : last;
}
