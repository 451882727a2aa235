import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { DatabaseClock } from '../../../common/database/database-clock.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { MonotonicTimer } from '../request-scheduler.js';
import type { RequestPriority } from './api-budget.entity.js';
import { ApiBudgetRepository, type BudgetKey, type CountedLeases } from './api-budget.repository.js';
import { type BudgetName, type ReportedBudget } from './budget-headers.js';
import {
  type BudgetLimits,
  type BudgetState,
  countedFrom,
  grantRequests,
  isUsedByOthers,
  leaseSize,
  limitsOf,
  reportedRemaining,
  reportedWindowStart,
  UNKNOWN_BUDGET,
  withBlock,
  withReport,
} from './budget-rules.js';

/** Without a key, and with a free one. A key may have a better plan, which the API reports. */
const HISTORY_REQUESTS_PER_HOUR = { withoutKey: 60, withKey: 600 };
/** How long a process may use requests that it has taken; a single one is sent at once. */
const USABLE_MS = { one: 1_000, several: 5_000 };
/** How often a process removes the leases that no longer count. */
const CLEANED_MS = 60_000;

export interface LeaseRequest {
  priority: RequestPriority;
  /** The newest report that this process has received and not yet passed on. */
  report?: { budget: ReportedBudget; ageMs: number } | undefined;
  /** Requests of this process that such a report cannot contain: on their way, or taken and not sent. */
  unreflected?: number;
  /** Requests of the leases that this process may still be using. */
  ownUsable?: number;
}

export type LeaseResult = { granted: number; usableMs: number } | { waitMs: number };

/** A budget as it is now. */
export interface BudgetStatus extends BudgetLimits {
  state: BudgetState | null;
  used: number;
  remaining: number;
  /** When requests are available again: the API's next window, or the end of our own count; null: nothing is used. */
  resetsAt: Date | null;
}

interface LockedBudget {
  manager: EntityManager;
  key: BudgetKey;
  state: BudgetState;
  nowMs: number;
}

/**
 * The request budgets, held by the database for all processes, in its time. A process takes requests under the lock of the
 * budget's row. Requests of a process that has died count until their window is over.
 */
@Injectable()
export class SharedBudgets {
  private readonly accountHash: string;
  private readonly present = new Set<BudgetName>();
  private readonly cleanedAtMs = new Map<BudgetName, number>();

  constructor(
    private readonly repository: ApiBudgetRepository,
    private readonly transactions: TransactionService,
    private readonly clock: DatabaseClock,
    private readonly timer: MonotonicTimer,
    private readonly config: AppConfig,
  ) {
    const { host } = new URL(config.LIVE_API_BASE_URL);
    const account = `${host}\n${config.THEMEPARKS_API_KEY ?? ''}`;
    this.accountHash = createHash('sha256').update(account).digest('hex').slice(0, 16);
  }

  /** Takes a few requests, or reports how long there are none. */
  async lease(name: BudgetName, request: LeaseRequest): Promise<LeaseResult> {
    await this.removeExpired(name);
    return this.take(name, request);
  }

  private take(
    name: BudgetName,
    { priority, report, unreflected = 0, ownUsable = 0 }: LeaseRequest,
  ): Promise<LeaseResult> {
    return this.change(name, async ({ manager, key, state: before, nowMs }) => {
      const counted = await this.repository.count(key, nowMs, countedFrom(name, before, nowMs), manager);
      const unsent = unreflected + Math.max(0, counted.usable - ownUsable);
      const state = report === undefined ? before : minuteAfter(report, before, { nowMs, unsent, counted });
      const { limit, windowMs } = this.limits(name, state);
      const asked = { limit, wanted: leaseSize(name, limit), priority };
      const grant = grantRequests(name, state, counted, asked, nowMs);
      if (!('granted' in grant)) {
        if (state !== before) await this.repository.update(manager, key, state);
        return { waitMs: Math.max(1, grant.availableAtMs - nowMs) };
      }
      const { granted } = grant;
      const usableMs = granted === 1 ? USABLE_MS.one : USABLE_MS.several;
      const usableUntil = new Date(nowMs + usableMs);
      const countsUntil = new Date(nowMs + usableMs + windowMs);
      const lease = {
        requestPriority: priority,
        requestCount: granted,
        takenAt: new Date(nowMs),
        usableUntil,
        countsUntil,
      };
      await this.repository.addLease(manager, key, lease);
      const left = reportedRemaining(state, nowMs);
      if (left !== null) await this.repository.update(manager, key, { ...state, remaining: left - granted });
      else if (state !== before) await this.repository.update(manager, key, state);
      return { granted, usableMs };
    });
  }

  /** Stores what the API has just reported. */
  report(name: BudgetName, report: ReportedBudget): Promise<void> {
    return this.change(name, async ({ manager, key, state, nowMs }) => {
      const from = reportedWindowStart(name, state, report, nowMs);
      const counted = await this.repository.count(key, nowMs, name === 'MINUTE' ? null : from, manager);
      const mostLeft = (report.limit ?? this.limits(name, state).limit) - counted.all.requests;
      const next =
        name === 'MINUTE'
          ? minuteAfter({ budget: report, ageMs: 0 }, state, { nowMs, unsent: counted.usable, counted })
          : withReport(name, state, report, { nowMs, ageMs: 0, unreflected: 0, mostLeft });
      await this.repository.update(manager, key, next);
    });
  }

  /** Stores that the plan of the account has no limit for this budget. */
  reportUnmetered(name: BudgetName): Promise<void> {
    return this.change(name, async ({ manager, key, state, nowMs }) => {
      const none = { remaining: null, resetsAt: null, requestLimit: null, windowSeconds: null };
      await this.repository.update(manager, key, { ...state, ...none, isUnmetered: true, reportedAt: new Date(nowMs) });
    });
  }

  /** Stores that the API refused a request: no process sends one before this time has passed. */
  block(name: BudgetName, forMs: number): Promise<void> {
    return this.change(name, async ({ manager, key, state, nowMs }) => {
      await this.repository.update(manager, key, withBlock(name, state, nowMs + forMs));
    });
  }

  /** Whether the API has reported the budget within this time. */
  async isReportedWithin(name: BudgetName, ageMs: number): Promise<boolean> {
    const row = await this.repository.find(this.key(name));
    return row !== null && row.reportedAt !== null && (await this.nowMs()) - row.reportedAt.getTime() < ageMs;
  }

  async status(name: BudgetName): Promise<BudgetStatus> {
    const key = this.key(name);
    const nowMs = await this.nowMs();
    const row = await this.repository.find(key);
    const state = row ?? UNKNOWN_BUDGET;
    const { all } = await this.repository.count(key, nowMs, countedFrom(name, state, nowMs));
    return { state: row, ...this.limits(name, state), ...usageOf(state, all, this.limits(name, state), nowMs) };
  }

  /** Not in the transaction of a lease, because two deletions that are followed by an insertion block each other. */
  private async removeExpired(name: BudgetName): Promise<void> {
    const nowMs = this.timer.nowMs();
    if (nowMs - (this.cleanedAtMs.get(name) ?? -Infinity) < CLEANED_MS) return;
    this.cleanedAtMs.set(name, nowMs);
    await this.repository.removeExpired(this.key(name), new Date(await this.nowMs()));
  }

  private limits(name: BudgetName, state: BudgetState): BudgetLimits {
    const { LIVE_REQUESTS_PER_MINUTE, THEMEPARKS_API_KEY } = this.config;
    const { withKey, withoutKey } = HISTORY_REQUESTS_PER_HOUR;
    const perHour = THEMEPARKS_API_KEY === undefined ? withoutKey : withKey;
    return limitsOf(name, state, name === 'MINUTE' ? LIVE_REQUESTS_PER_MINUTE : perHour);
  }

  private async change<T>(name: BudgetName, work: (budget: LockedBudget) => Promise<T>): Promise<T> {
    const key = this.key(name);
    if (!this.present.has(name)) await this.repository.ensure(key);
    this.present.add(name);
    return this.transactions.run(async (manager) => {
      const row = await this.lock(manager, key);
      const { accountHash: _hash, budgetName: _name, ...state } = row;
      // Read only now, because waiting for the lock takes time.
      const nowMs = await this.nowMs(manager);
      return work({ manager, key, state, nowMs });
    });
  }

  private async lock(manager: EntityManager, key: BudgetKey) {
    const row = await this.repository.lock(manager, key);
    if (row !== null) return row;
    await this.repository.ensure(key, manager);
    return (await this.repository.lock(manager, key))!;
  }

  private async nowMs(manager?: EntityManager): Promise<number> {
    return Math.floor((await this.clock.nowMs(manager)) + this.timer.skippedMs());
  }

  private key(budgetName: BudgetName): BudgetKey {
    return { accountHash: this.accountHash, budgetName };
  }
}

/** @param unsent requests that were taken and that the report may not contain */
function minuteAfter(
  { budget, ageMs }: { budget: ReportedBudget; ageMs: number },
  state: BudgetState,
  { nowMs, unsent, counted }: { nowMs: number; unsent: number; counted: CountedLeases },
): BudgetState {
  const unreflected = isUsedByOthers(state, budget, counted.all.requests) ? unsent : 0;
  return withReport('MINUTE', state, budget, { nowMs, ageMs, unreflected, mostLeft: Infinity });
}

/** A limit of our own may be lower than the API's; it holds for the same requests. */
function usageOf(
  state: BudgetState,
  { requests, firstFreeAtMs }: CountedLeases['all'],
  { limit }: BudgetLimits,
  nowMs: number,
): Pick<BudgetStatus, 'used' | 'remaining' | 'resetsAt'> {
  const reported = reportedRemaining(state, nowMs);
  const own = Math.max(0, limit - requests);
  const freeAt = firstFreeAtMs === null ? null : new Date(firstFreeAtMs);
  if (reported === null) return { used: requests, remaining: own, resetsAt: freeAt };
  const used = state.requestLimit === null ? requests : Math.max(0, state.requestLimit - reported);
  const remaining = Math.max(0, Math.min(reported, limit - used));
  return { used, remaining, resetsAt: state.resetsAt };
}
