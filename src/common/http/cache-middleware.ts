import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Clock } from '../time/clock.js';
import { isCacheable } from './public-cache.js';
import { rateHeaders, RateLimits, rateTierOf } from './rate-limit.js';
import { type HeaderList, REQUEST_ID_HEADER, requestIdOf, setHeaders } from './request-headers.js';
import { type CachedResponse, cachedResponse, type CacheEntry, ResponseCache } from './response-cache.js';

/** Answers a request, or leaves it to the application by calling `pass`. */
export type EarlyListener = (request: IncomingMessage, response: ServerResponse, pass: () => void) => void;

/**
 * Puts a listener before the application, and so before Express: that it gives every request and response another
 * prototype makes Node's own code for them slow (0.18 instead of 0.07 ms of processor time for a small answer).
 */
export function addEarlyListener(server: Server, ahead: EarlyListener): void {
  const application = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    ahead(request, response, () => application.forEach((listener) => listener.call(server, request, response)));
  });
}

/** Asks for nothing but what its URL says, and as nobody in particular: without a key, and without a body. */
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

/** Tells caches how long an answer has been kept already, so that nobody keeps it for longer than it may be kept. */
function ageHeader(ageMs: number): HeaderList {
  return ageMs < 1_000 ? [] : ['Age', String(Math.floor(ageMs / 1_000))];
}

export interface CachedSending {
  cached: CachedResponse;
  /** What is added for this request. */
  ofRequest: HeaderList;
  /** The client has it already. */
  isUnchanged: boolean;
  isHead: boolean;
}

/** Sends an answer without the framework, its head in one piece. */
function sendCached(response: ServerResponse, { cached, ofRequest, isUnchanged, isHead }: CachedSending): void {
  if (isUnchanged) {
    response.writeHead(304, [...cached.unchangedHeaders, ...ofRequest]).end();
    return;
  }
  response.writeHead(200, [...cached.headers, ...ofRequest]);
  response.end(isHead ? undefined : cached.body);
}

/**
 * Answers what is remembered ahead of everything that the framework does with a request, which costs many times as much.
 * Only what was answered with success to the very same URL is remembered, so nothing of it has to be checked again; the
 * budget of the client is, and whatever else depends on the single request is here. What is out of the ordinary goes on.
 */
@Injectable()
export class CacheMiddleware {
  constructor(
    private readonly cache: ResponseCache,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
  ) {}

  readonly listener: EarlyListener = (request, response, pass) => {
    const found = isSimpleRead(request) && this.cache.find(request.url ?? '', this.clock.now().getTime());
    if (!found) {
      pass();
      return;
    }
    this.cached(found, request, response).then((isAnswered) => {
      if (!isAnswered) pass();
    }, pass);
  };

  private async cached(found: CacheEntry, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    // one that is being worked out is waited for; where that fails, everybody hears of it in the ordinary way
    const cached = await found.cached.catch(() => undefined);
    if (cached === undefined) return false;
    const isUnchanged = isNotModified(request.headers, cached.etag);
    if (isUnchanged === undefined) return false;
    const budget = await this.limits.take('public', request);
    // the guard refuses it: a budget that is used up does not mind being asked again
    if (!budget.isAllowed) return false;
    const ofRequest = [REQUEST_ID_HEADER, requestIdOf(request), ...rateHeaders(budget), ...ageHeader(found.ageMs)];
    sendCached(response, { cached, ofRequest, isUnchanged, isHead: request.method === 'HEAD' });
    return true;
  }
}

/**
 * Remembers what every cache between here and the client might keep as well, for {@link CacheMiddleware} to answer the same
 * request again. It stands behind the rate limit and the checks of the request, and before the database: a page that goes
 * around the world costs one query a second.
 */
@Injectable()
export class ResponseCacheInterceptor implements NestInterceptor {
  constructor(
    private readonly cache: ResponseCache,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const isForEverybody = isCacheable(context) && rateTierOf(context) === 'public' && isSimpleRead(request);
    if (!this.cache.isOn || !isForEverybody) return next.handle();
    return from(this.cached(request, http.getResponse<Response>(), next));
  }

  private async cached(request: Request, response: Response, next: CallHandler): Promise<string> {
    const { cached, ageMs } = this.cache.getOrLoad(request.originalUrl, this.clock.now().getTime(), async () =>
      cachedResponse(await lastValueFrom(next.handle() as Observable<unknown>), response),
    );
    const { body, headers } = await cached;
    setHeaders(response, [...headers, ...ageHeader(ageMs)]);
    return body.toString();
  }
}
