import type { OutgoingHttpHeaders } from 'node:http';
import { earliestAllowedDate } from '../history/history-range.js';
import { LIMIT_WINDOW_MS, RequestLimit } from '../simulator-stats.js';
import type { ApiPlan, ApiPlans } from './api-plans.js';
import { HourlyBudget, type RemainingBudget } from './hourly-budget.js';

/** The requests of one client, and how many of them were refused. */
export interface AccountStats {
  requests: number;
  refusedPerMinute: number;
  historyRequests: number;
  refusedPerHour: number;
  /** Most history requests in one window of an hour, including refused ones. */
  mostHistoryPerHour: number;
}

export interface Refusal {
  budget: 'MINUTE' | 'HOUR';
  seconds: number;
}

/** A client with its budgets: requests without a key share one account. */
export class Account {
  readonly stats: AccountStats = {
    requests: 0,
    refusedPerMinute: 0,
    historyRequests: 0,
    refusedPerHour: 0,
    mostHistoryPerHour: 0,
  };
  private readonly minute: RequestLimit | null;
  private readonly hour: HourlyBudget | null;

  constructor(
    readonly plan: ApiPlan,
    /** Null: without a key. */
    readonly key: string | null,
  ) {
    this.minute = plan.requestsPerMinute === null ? null : new RequestLimit(plan.requestsPerMinute);
    this.hour = plan.historyPerHour === null ? null : new HourlyBudget(plan.historyPerHour);
  }

  /** Counts a request, and a history request also against the hourly budget. Refused requests count too. */
  spend(isHistory: boolean, nowMs: number): Refusal | null {
    this.stats.requests++;
    const waitSeconds = this.minute?.take(nowMs) ?? null;
    if (waitSeconds !== null) {
      this.stats.refusedPerMinute++;
      return { budget: 'MINUTE', seconds: Math.max(1, waitSeconds) };
    }
    return isHistory ? this.spendHistory(nowMs) : null;
  }

  private spendHistory(nowMs: number): Refusal | null {
    this.stats.historyRequests++;
    const seconds = this.hour?.take(nowMs) ?? null;
    this.stats.mostHistoryPerHour = Math.max(this.stats.mostHistoryPerHour, this.hour?.spent(nowMs) ?? 0);
    if (seconds === null) return null;
    this.stats.refusedPerHour++;
    return { budget: 'HOUR', seconds };
  }

  /** Cacheable responses omit the hourly headers, because other clients would take them for their own. */
  headers(isHistory: boolean, isCacheable: boolean, nowMs: number): OutgoingHttpHeaders {
    const hourly = isHistory && !isCacheable ? this.hour?.headers(nowMs) : undefined;
    return { ...this.minute?.headers(nowMs), ...hourly };
  }

  /** The body of `/me`. The day of the world may differ from that of the budgets' clock. */
  me(nowMs: number, worldMs: number): object {
    const { tier, historyDays } = this.plan;
    return {
      tier,
      historyDays,
      historyAllArchive: historyDays === null,
      historyEarliestDate: historyDays === null ? null : earliestAllowedDate(historyDays, worldMs),
      rateLimit: budgetBody(this.minute?.remaining(nowMs), LIMIT_WINDOW_MS / 1000),
      historyRateLimit: budgetBody(this.hour?.remaining(nowMs), HourlyBudget.WINDOW_SECONDS),
    };
  }
}

function budgetBody(budget: RemainingBudget | undefined, windowSeconds: number): object {
  if (!budget) return { unmetered: true };
  return {
    unmetered: false,
    limit: budget.limit,
    windowSeconds,
    remaining: budget.remaining,
    reset: budget.resetSeconds,
  };
}

/** All clients. */
export class Accounts {
  private readonly keyless: Account;
  private readonly byKey: ReadonlyMap<string, Account>;

  constructor({ keyless, keys }: ApiPlans) {
    this.keyless = new Account(keyless, null);
    this.byKey = new Map(Object.entries(keys).map(([key, plan]) => [key, new Account(plan, key)]));
  }

  /** Undefined: a wrong key. An empty key counts as wrong. */
  of(key: string | undefined): Account | undefined {
    return key === undefined ? this.keyless : this.byKey.get(key);
  }
}
