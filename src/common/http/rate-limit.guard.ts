import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppConfig } from '../config/app-config.js';
import { RateLimitedError } from './http-errors.js';

export type RateTier = 'public' | 'admin' | 'unlimited';
const TIER_KEY = 'rate-tier';
const WINDOW_SECONDS = 60;

/** Puts a controller or handler into a tier; without it, it is public. */
export const RateLimitTier = (tier: RateTier) => SetMetadata(TIER_KEY, tier);

/**
 * One budget per client address and tier, whatever the routes. Global, and so before every other guard: failed
 * authentication counts too. (@nestjs/throttler is CommonJS over ESM-only NestJS 12, which the tests cannot load.)
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiters: Readonly<Record<Exclude<RateTier, 'unlimited'>, RateLimiterMemory>>;

  constructor(config: AppConfig) {
    this.limiters = {
      public: limiterOf('public', config.RATE_LIMIT_PUBLIC_PER_MINUTE),
      admin: limiterOf('admin', config.RATE_LIMIT_ADMIN_PER_MINUTE),
    };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const tier = tierOf(context);
    if (tier === 'unlimited') return true;
    const limiter = this.limiters[tier];
    const http = context.switchToHttp();
    const { isAllowed, remaining, resetSeconds } = await consume(limiter, http.getRequest<Request>().ip ?? '');
    const response = http.getResponse<Response>();
    response.setHeader('RateLimit-Limit', limiter.points);
    response.setHeader('RateLimit-Remaining', remaining);
    response.setHeader('RateLimit-Reset', resetSeconds);
    if (isAllowed) return true;
    response.setHeader('Retry-After', resetSeconds);
    throw new RateLimitedError(limiter.points, resetSeconds);
  }
}

function limiterOf(keyPrefix: string, points: number): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
}

function tierOf(context: ExecutionContext): RateTier {
  const tier = [context.getHandler(), context.getClass()]
    .map((target) => Reflect.getMetadata(TIER_KEY, target) as RateTier | undefined)
    .find((found) => found !== undefined);
  return tier ?? 'public';
}

/** Takes one request from the client's budget. The limiter says "used up" by rejecting with its state. */
async function consume(limiter: RateLimiterMemory, client: string) {
  const [isAllowed, state] = await limiter.consume(client).then(
    (left) => [true, left] as const,
    (reason: unknown) => {
      if (reason instanceof RateLimiterRes) return [false, reason] as const;
      throw reason;
    },
  );
  return { isAllowed, remaining: state.remainingPoints, resetSeconds: Math.ceil(state.msBeforeNext / 1000) };
}
