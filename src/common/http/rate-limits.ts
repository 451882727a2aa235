import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppConfig } from '../config/app-config.js';
import { clientAddress } from './client-address.js';

/** Requests that share a budget. Those to the admin part without the right key have one of their own. */
export type LimitedTier = 'public' | 'admin' | 'wrongKey';

const WINDOW_SECONDS = 60;

/** What is left of a client's budget after a request. */
export interface RateBudget {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** One budget per client address and tier, whatever the routes. */
@Injectable()
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitedTier, RateLimiterMemory>>;

  constructor(private readonly config: AppConfig) {
    this.limiters = {
      public: limiterOf('public', config.RATE_LIMIT_PUBLIC_PER_MINUTE),
      admin: limiterOf('admin', config.RATE_LIMIT_ADMIN_PER_MINUTE),
      wrongKey: limiterOf('wrongKey', config.RATE_LIMIT_WRONG_KEYS_PER_MINUTE),
    };
  }

  /** Takes one request from the client's budget. The limiter says "used up" by rejecting with its state. */
  async take(tier: LimitedTier, request: IncomingMessage): Promise<RateBudget> {
    const limiter = this.limiters[tier];
    const client = clientAddress(request, this.config.TRUST_PROXY);
    try {
      return budgetOf(limiter, await limiter.consume(client), true);
    } catch (reason) {
      if (reason instanceof RateLimiterRes) return budgetOf(limiter, reason, false);
      throw reason;
    }
  }
}

/** The headers that tell of it, of every answer. */
export const RATE_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** Names and values in turn. */
export function rateHeaders({ limit, remaining, resetSeconds }: RateBudget): string[] {
  const [limitName, remainingName, resetName] = RATE_HEADERS;
  return [limitName, String(limit), remainingName, String(remaining), resetName, String(resetSeconds)];
}

function limiterOf(keyPrefix: string, points: number): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
}

function budgetOf(limiter: RateLimiterMemory, state: RateLimiterRes, isAllowed: boolean): RateBudget {
  const resetSeconds = Math.ceil(state.msBeforeNext / 1000);
  return { isAllowed, limit: limiter.points, remaining: state.remainingPoints, resetSeconds };
}
