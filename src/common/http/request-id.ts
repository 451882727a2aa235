import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../logging/request-context.js';

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
