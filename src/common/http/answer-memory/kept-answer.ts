import type { Response } from 'express';
import { type HeaderList, headersSoFar } from '../header-list.js';
import { RATE_HEADERS } from '../rate-limits.js';
import { REQUEST_ID_HEADER } from '../request-id.js';

/** An answer as it is sent to everybody. */
export interface CachedResponse {
  body: Buffer;
  etag: string;
  headers: HeaderList;
  /** Of the answer to who has it already. */
  unchangedHeaders: HeaderList;
}

/** What belongs to one request, or to its connection. */
const OF_ONE_REQUEST = new Set([REQUEST_ID_HEADER, ...RATE_HEADERS, 'Connection'].map((name) => name.toLowerCase()));
/** What says how a body is to be read has no place where there is none. */
const OF_A_BODY = new Set([...OF_ONE_REQUEST, 'content-type', 'content-length']);

/**
 * What the handler gave, with everything that has been set on the way to it and holds for everybody: protection, CORS,
 * Cache-Control. So what comes from memory cannot differ from what went through all of the application.
 */
export function cachedResponse(value: unknown, response: Response): CachedResponse {
  const body = Buffer.from(JSON.stringify(value));
  // the framework's own, worked out once
  const etag = (response.app.get('etag fn') as (body: Buffer) => string)(body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.setHeader('ETag', etag);
  return {
    body,
    etag,
    headers: headersSoFar(response, OF_ONE_REQUEST),
    unchangedHeaders: headersSoFar(response, OF_A_BODY),
  };
}

/** How much it takes, roughly. */
export function bytesOf({ body, headers }: CachedResponse): number {
  return headers.reduce((sum, text) => sum + text.length, body.length);
}
