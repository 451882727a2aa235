import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a client has the answer with this ETag already. Undefined where that needs more than a look: the framework is to
 * judge lists of ETags, weak ones, dates, and who insists on a new answer.
 */
export function hasItAlready(headers: IncomingHttpHeaders, etag: string): boolean | undefined {
  const { 'if-none-match': knownEtag, 'if-modified-since': knownSince, 'cache-control': cacheControl } = headers;
  if (knownEtag === undefined && knownSince === undefined) return false;
  return knownEtag === etag && knownSince === undefined && cacheControl === undefined ? true : undefined;
}
