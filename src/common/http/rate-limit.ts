import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { type Access, AdminAccess, type RefusalReason, type StoredKey } from './access/admin-access.js';
import { RefusedKeys } from './access/refused-keys.js';
import { FixedWindowLimiter, type RateBudget } from './fixed-window-limiter.js';
import { RateLimitedError, UnauthorizedError } from './http-errors.js';
import { clientAddress, setHeaders } from './request-headers.js';

/** Kinds of requests with a budget each. Admin requests without the right key have their own. */
export type LimitedTier = 'public' | 'admin' | 'wrongKey';

/** One budget per client address and tier, for all routes together. */
@Injectable()
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitedTier, FixedWindowLimiter>>;
  /** The limiters of public keys, by their limit. */
  private readonly ofKeys = new Map<number, FixedWindowLimiter>();

  constructor(private readonly config: AppConfig) {
    this.limiters = {
      public: new FixedWindowLimiter(config.RATE_LIMIT_PUBLIC_PER_MINUTE),
      admin: new FixedWindowLimiter(config.RATE_LIMIT_ADMIN_PER_MINUTE),
      wrongKey: new FixedWindowLimiter(config.RATE_LIMIT_WRONG_KEYS_PER_MINUTE),
    };
  }

  /** Takes one request from the client's budget. */
  take(tier: LimitedTier, request: IncomingMessage): RateBudget {
    return this.limiters[tier].take(clientAddress(request, this.config.TRUST_PROXY));
  }

  /** Takes one request from the budget of a public key, from whichever address. */
  takeOfKey({ keyId, requestsPerMinute }: StoredKey): RateBudget {
    const limit = requestsPerMinute ?? this.config.RATE_LIMIT_PUBLIC_PER_MINUTE;
    const limiter = this.ofKeys.get(limit) ?? new FixedWindowLimiter(limit);
    this.ofKeys.set(limit, limiter);
    return limiter.take(String(keyId));
  }
}

/** The headers with the budget, in every response. */
export const RATE_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** Names and values, alternating. */
export function rateHeaders({ limit, remaining, resetSeconds }: RateBudget): string[] {
  const [limitName, remainingName, resetName] = RATE_HEADERS;
  return [limitName, String(limit), remainingName, String(remaining), resetName, String(resetSeconds)];
}

export type RateTier = Exclude<LimitedTier, 'wrongKey'> | 'unlimited';
const TIER_KEY = 'rate-tier';

/** Assigns a controller or handler to a tier; the default is public. */
export const RateLimitTier = (tier: RateTier) => SetMetadata(TIER_KEY, tier);

/**
 * Takes every request from its client's budget: that of its address, or of the public key that it sends. Global, so it runs
 * before every other guard. Requests with a wrong key have their own budget, so that an attacker cannot lock out others
 * behind the same address. (@nestjs/throttler is
 * CommonJS over ESM-only NestJS 12, which the tests cannot load.)
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly access: AdminAccess,
    private readonly refusedKeys: RefusedKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const tier = rateTierOf(context);
    if (tier === 'unlimited') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const client = tier === 'admin' ? await this.access.of(context) : await this.access.publicKeyOf(request);
    const refusal = refusalOf(client);
    const budget = this.budgetOf(tier, client, request);
    const response = http.getResponse<Response>();
    setHeaders(response, rateHeaders(budget));
    if (!budget.isAllowed) {
      if (refusal !== null) this.refusedKeys.count(request, refusal);
      response.setHeader('Retry-After', budget.resetSeconds);
      throw new RateLimitedError(budget.limit, budget.resetSeconds);
    }
    if (tier === 'admin' || refusal === null) return true;
    this.refusedKeys.count(request, refusal);
    throw new UnauthorizedError(refusal);
  }

  private budgetOf(tier: LimitedTier, client: Client, request: Request): RateBudget {
    if (refusalOf(client) !== null) return this.limits.take('wrongKey', request);
    return client !== null && typeof client === 'object' && 'kind' in client
      ? this.limits.takeOfKey(client)
      : this.limits.take(tier, request);
  }
}

/** An admin request by its access, another one by the public key that it sends, if any. */
type Client = Access | StoredKey | RefusalReason | null;

/** Admin requests without the right key, and public requests with a key that no longer counts. */
function refusalOf(client: Client): RefusalReason | null {
  if (typeof client === 'string' || client === null) return client;
  return 'refusal' in client ? client.refusal : null;
}

export function rateTierOf(context: ExecutionContext): RateTier {
  const tier = [context.getHandler(), context.getClass()]
    .map((target) => Reflect.getMetadata(TIER_KEY, target) as RateTier | undefined)
    .find((found) => found !== undefined);
  return tier ?? 'public';
}
