import type { IncomingMessage } from 'node:http';

const VERSIONED = /^\/api\/v1(?=[/?]|$)/i;

/** The URL as the client sent it, if it is not the one that is served. */
const REQUESTED = Symbol('requestedUrl');
/** Express keeps the whole URL as `originalUrl`, while routers shorten `url`. */
type VersionedRequest = IncomingMessage & { [REQUESTED]?: string; originalUrl?: string };

/**
 * Makes every path below `/api/v1` the same path below `/api`, so that one set of routes serves both. Must run before anything else
 * reads the path.
 */
export function resolveVersion(request: VersionedRequest): void {
  const url = request.url ?? '';
  if (!VERSIONED.test(url)) return;
  request[REQUESTED] = url;
  request.url = url.replace(VERSIONED, '/api');
}

/** The URL as the client sent it, with its version. */
export const requestedUrl = (request: VersionedRequest): string =>
  request[REQUESTED] ?? request.originalUrl ?? request.url ?? '';
