import type { IncomingMessage } from 'node:http';

/** Metrics need no key. Their path is never below the base path, so that a proxy which removes it reaches them by one path only. */
export const METRICS_PATH = '/metrics';

const VERSIONED = /^\/api\/v1(?=[/?]|$)/i;

/** The URL with the version that the client sent, if it is not the one that is served. */
const REQUESTED = Symbol('requestedUrl');
/** Express keeps the whole URL as `originalUrl`, while routers shorten `url`. */
type ResolvedRequest = IncomingMessage & { [REQUESTED]?: string; originalUrl?: string };

/**
 * Makes every path below `/api/v1` the same path below `/api`, and every path below the base path the same path without it, so that
 * one set of routes serves them all: a proxy may remove the base path or not. Must run before anything else reads the path.
 */
export function resolveUrl(request: ResolvedRequest, basePath: string): void {
  const sent = request.url ?? '';
  const url = basePath === '' ? sent : withoutBase(sent, basePath);
  if (url !== sent) request.url = url;
  if (!VERSIONED.test(url)) return;
  request[REQUESTED] = url;
  request.url = url.replace(VERSIONED, '/api');
}

function withoutBase(url: string, basePath: string): string {
  if (!url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') && pathOf(rest) !== METRICS_PATH ? rest : url;
}

/** The URL with the version that the client sent, without the base path. */
export const requestedUrl = (request: ResolvedRequest): string =>
  request[REQUESTED] ?? request.originalUrl ?? request.url ?? '';

const MAX_PATH = 1024;

/** Without the query. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return url.slice(0, Math.min(query < 0 ? MAX_PATH : query, MAX_PATH));
}
