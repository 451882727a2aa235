import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../logging/request-context.js';

export const REQUEST_ID_HEADER = 'X-Request-Id';
/** As Node gives the headers of a request. */
const INCOMING_NAME = 'x-request-id';

/** What a client may choose: nothing that could break a log line or a header. */
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The client's own id where it is sane, otherwise a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[INCOMING_NAME];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}

/** Gives every request an id, and answers with it. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request);
  response.setHeader(REQUEST_ID_HEADER, requestId);
  runInRequest(requestId, next);
}
