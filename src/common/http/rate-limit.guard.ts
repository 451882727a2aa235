import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminKeyService } from './admin-key.service.js';
import { setHeaders } from './header-list.js';
import { RateLimitedError } from './http-errors.js';
import { type LimitedTier, rateHeaders, RateLimits } from './rate-limits.js';
import { RefusedKeys } from './refused-keys.js';

export type RateTier = Exclude<LimitedTier, 'wrongKey'> | 'unlimited';
const TIER_KEY = 'rate-tier';

/** Puts a controller or handler into a tier; without it, it is public. */
export const RateLimitTier = (tier: RateTier) => SetMetadata(TIER_KEY, tier);

/**
 * Takes every request from its client's budget. Global, and so before every other guard. Requests to the admin part
 * without the right key use a budget of their own: whoever guesses keys behind an address that others share cannot lock
 * them out. (@nestjs/throttler is CommonJS over ESM-only NestJS 12, which the tests cannot load.)
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly adminKey: AdminKeyService,
    private readonly refusedKeys: RefusedKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const tier = rateTierOf(context);
    if (tier === 'unlimited') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const isGuess = tier === 'admin' && !this.adminKey.isGivenBy(request);
    const budget = await this.limits.take(isGuess ? 'wrongKey' : tier, request);
    const response = http.getResponse<Response>();
    setHeaders(response, rateHeaders(budget));
    if (budget.isAllowed) return true;
    if (isGuess) this.refusedKeys.count(request);
    response.setHeader('Retry-After', budget.resetSeconds);
    throw new RateLimitedError(budget.limit, budget.resetSeconds);
  }
}

export function rateTierOf(context: ExecutionContext): RateTier {
  const tier = [context.getHandler(), context.getClass()]
    .map((target) => Reflect.getMetadata(TIER_KEY, target) as RateTier | undefined)
    .find((found) => found !== undefined);
  return tier ?? 'public';
}
