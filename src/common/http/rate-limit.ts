import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppConfig } from '../config/app-config.js';
import { type Access, AdminAccess, type RefusalReason, type StoredKey } from './access/admin-access.js';
import { RefusedKeys } from './access/refused-keys.js';
import { RateLimitedError, UnauthorizedError } from './http-errors.js';
import { clientAddress, setHeaders } from './request-headers.js';

/** Kinds of requests with a budget each. Admin requests without the right key have their own. */
export type LimitedTier = 'public' | 'admin' | 'wrongKey';

const WINDOW_SECONDS = 60;

/** The remaining budget of a client after a request. */
export interface RateBudget {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** One budget per client address and tier, for all routes together. */
@Injectable()
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitedTier, RateLimiterMemory>>;
  /** The limiters of public keys, by their limit. */
  private readonly ofKeys = new Map<number, RateLimiterMemory>();

  constructor(private readonly config: AppConfig) {
    this.limiters = {
      public: limiterOf('public', config.RATE_LIMIT_PUBLIC_PER_MINUTE),
      admin: limiterOf('admin', config.RATE_LIMIT_ADMIN_PER_MINUTE),
      wrongKey: limiterOf('wrongKey', config.RATE_LIMIT_WRONG_KEYS_PER_MINUTE),
    };
  }

  /** Takes one request from the client's budget. The limiter rejects with its state if the budget is used up. */
  take(tier: LimitedTier, request: IncomingMessage): Promise<RateBudget> {
    return takeFrom(this.limiters[tier], clientAddress(request, this.config.TRUST_PROXY));
  }

  /** Takes one request from the budget of a public key, from whichever address. */
  takeOfKey({ keyId, requestsPerMinute }: StoredKey): Promise<RateBudget> {
    const points = requestsPerMinute ?? this.config.RATE_LIMIT_PUBLIC_PER_MINUTE;
    const limiter = this.ofKeys.get(points) ?? limiterOf(`key${points}`, points);
    this.ofKeys.set(points, limiter);
    return takeFrom(limiter, String(keyId));
  }
}

async function takeFrom(limiter: RateLimiterMemory, client: string): Promise<RateBudget> {
  try {
    return budgetOf(limiter, await limiter.consume(client), true);
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return budgetOf(limiter, reason, false);
    throw reason;
  }
}

/** The headers with the budget, in every response. */
export const RATE_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** Names and values, alternating. */
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
    const budget = await this.budgetOf(tier, client, request);
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

  private budgetOf(tier: LimitedTier, client: Client, request: Request): Promise<RateBudget> {
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
