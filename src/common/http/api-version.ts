import type { IncomingMessage, Server } from 'node:http';

const VERSIONED = /^\/api\/v1(?=[/?]|$)/i;

/** The URL as the client sent it, if it is not the one that is served. */
const REQUESTED = Symbol('requestedUrl');
/** Express keeps the whole URL as `originalUrl`, while routers shorten `url`. */
type VersionedRequest = IncomingMessage & { [REQUESTED]?: string; originalUrl?: string };

/**
 * Serves every path below `/api` below `/api/v1` too, by the same routes: the version is removed before anything else reads the
 * path. Prepended, so that it also runs before cached responses.
 */
export function serveVersionedPaths(server: Server): void {
  server.prependListener('request', (request: VersionedRequest) => {
    const url = request.url ?? '';
    if (!VERSIONED.test(url)) return;
    request[REQUESTED] = url;
    request.url = url.replace(VERSIONED, '/api');
  });
}

/** The URL as the client sent it, with its version. */
export const requestedUrl = (request: VersionedRequest): string =>
  request[REQUESTED] ?? request.originalUrl ?? request.url ?? '';
