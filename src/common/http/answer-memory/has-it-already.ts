import type { IncomingHttpHeaders } from 'node:http';

const SINGLE_ETAG = /^(?:W\/)?"[^"]*"$/;

/**
 * Whether a client has the answer with this ETag already. Undefined where that needs more than a look: the framework is to
 * judge lists of ETags, dates, and who insists on a new answer.
 */
export function isNotModified(headers: IncomingHttpHeaders, etag: string): boolean | undefined {
  const { 'if-none-match': knownEtag, 'if-modified-since': knownSince, 'cache-control': cacheControl } = headers;
  if (knownEtag === undefined && knownSince === undefined) return false;
  if (knownEtag === undefined || knownSince !== undefined || cacheControl !== undefined) return undefined;
  return SINGLE_ETAG.test(knownEtag) ? opaque(knownEtag) === opaque(etag) : undefined;
}

/** Weak and strong ones are compared alike: nobody reads half an answer here. */
const opaque = (etag: string): string => etag.replace(/^W\//, '');
