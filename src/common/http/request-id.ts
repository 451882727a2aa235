import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../logging/request-context.js';

export const REQUEST_ID_HEADER = 'X-Request-Id';

/** What a client may choose: nothing that could break a log line or a header. */
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives every request an id, the client's own where it is sane, and answers with it. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(REQUEST_ID_HEADER);
  const requestId = given !== undefined && SANE_ID.test(given) ? given : randomUUID();
  response.setHeader(REQUEST_ID_HEADER, requestId);
  runInRequest(requestId, next);
}
