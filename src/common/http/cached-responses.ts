import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { CachedValue } from '../ttl-cache.js';
import { PublicCors } from './public-cors.js';
import { rateHeaders, RateLimits } from './rate-limit.js';
import type { EarlyListener, EarlyRequest } from './request-pipeline.js';
import { type HeaderList, REQUEST_ID_HEADER, requestIdOf } from './request-headers.js';
import { type CachedResponse, type EncodedBody, encodedFor, ResponseCache } from './response-cache.js';

/** Whether the URL alone determines the response: a read without a key and without a body. */
export function isSimpleRead({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.authorization === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

const SINGLE_ETAG = /^(?:W\/)?"[^"]*"$/;

/**
 * Whether the client already has the response with this ETag. Undefined for conditions that are left to the framework: lists
 * of ETags, dates, and requests that insist on a new response.
 */
export function isNotModified(headers: IncomingHttpHeaders, etag: string): boolean | undefined {
  const { 'if-none-match': knownEtag, 'if-modified-since': knownSince, 'cache-control': cacheControl } = headers;
  if (knownEtag === undefined && knownSince === undefined) return false;
  if (knownEtag === undefined || knownSince !== undefined || cacheControl !== undefined) return undefined;
  return SINGLE_ETAG.test(knownEtag) ? opaque(knownEtag) === opaque(etag) : undefined;
}

/** Compares weak and strong ETags alike, because there are no partial responses. */
const opaque = (etag: string): string => etag.replace(/^W\//, '');

/** Tells caches the age of a response, so that they do not keep it for longer than allowed. */
export function ageHeader(ageMs: number): HeaderList {
  return ageMs < 1_000 ? [] : ['Age', String(Math.floor(ageMs / 1_000))];
}

export interface CachedSending {
  cached: Pick<CachedResponse, 'unchangedHeaders'>;
  /** The form of the body that the client accepts. */
  content: EncodedBody;
  /** Headers for this request only. */
  ofRequest: HeaderList;
  /** The client already has this response. */
  isUnchanged: boolean;
  isHead: boolean;
}

/** Sends a response without the framework, with all headers at once. Returns the bytes of its body. */
function sendCached(
  response: ServerResponse,
  { cached, content, ofRequest, isUnchanged, isHead }: CachedSending,
): number {
  if (isUnchanged) {
    response.writeHead(304, [...cached.unchangedHeaders, ...ofRequest]).end();
    return 0;
  }
  response.writeHead(200, [...content.headers, ...ofRequest]);
  response.end(isHead ? undefined : content.body);
  return isHead ? 0 : content.body.length;
}

/**
 * Serves cached responses before the framework handles the request, which would cost many times as much. Only successful
 * responses of exactly the same URL are cached, so the request needs no further validation; only the client's budget is
 * checked, and the headers of the single request are added. Everything unusual passes to the application.
 */
@Injectable()
export class CachedResponses {
  constructor(
    private readonly cache: ResponseCache,
    private readonly limits: RateLimits,
    private readonly cors: PublicCors,
  ) {}

  readonly listener: EarlyListener = (early) => {
    const found = this.isShared(early.request) && this.cache.find(early.request.url ?? '');
    if (!found) {
      early.pass();
      return;
    }
    this.cached(found, early).then((isSent) => {
      if (!isSent) early.pass();
    }, early.pass);
  };

  private isShared(request: IncomingMessage): boolean {
    return isSimpleRead(request) && this.cache.isFor(request);
  }

  private async cached(found: CachedValue<CachedResponse>, early: EarlyRequest): Promise<boolean> {
    const { request, response } = early;
    // waits for a response that is being computed; if that fails, the application handles the request
    const cached = await found.value.catch(() => undefined);
    if (cached === undefined) return false;
    const isUnchanged = isNotModified(request.headers, cached.etag);
    if (isUnchanged === undefined) return false;
    const budget = await this.limits.take('public', request);
    // the guard refuses it; checking a used-up budget twice does no harm
    if (!budget.isAllowed) return false;
    const content = isUnchanged ? cached : await (encodedFor(cached, request.headers['accept-encoding']) ?? cached);
    const ofRequest = [
      REQUEST_ID_HEADER,
      requestIdOf(request),
      ...this.cors.headersFor(request.headers.origin),
      ...rateHeaders(budget),
      ...ageHeader(found.ageMs),
    ];
    const isHead = request.method === 'HEAD';
    early.responded(sendCached(response, { cached, content, ofRequest, isUnchanged, isHead }), cached.route);
    return true;
  }
}
