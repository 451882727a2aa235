import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../time/clock.js';
import type { AheadListener } from '../ahead.js';
import { rateHeaders, RateLimits } from '../rate-limits.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.js';
import { ageHeader } from './age-header.js';
import { ResponseCache, type CacheEntry } from './answer-memory.js';
import { isNotModified } from './has-it-already.js';
import { isPlainRead } from './plain-read.js';
import { sendCached } from './send-kept.js';

/**
 * Answers what is remembered ahead of everything that the framework does with a request, which costs many times as much.
 * Only what was answered with success to the very same URL is remembered, so nothing of it has to be checked again; the
 * budget of the client is, and whatever else depends on the single request is here. What is out of the ordinary goes on.
 */
@Injectable()
export class CacheMiddleware {
  constructor(
    private readonly memory: ResponseCache,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
  ) {}

  readonly listener: AheadListener = (request, response, pass) => {
    const found = isPlainRead(request) && this.memory.find(request.url ?? '', this.clock.now().getTime());
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
