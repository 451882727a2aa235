import { Injectable, Logger } from '@nestjs/common';
import { reasonText } from '../../../common/domain-error.js';
import { RecurringFailure } from '../../../common/logging/recurring-failure.js';
import { Clock } from '../../../common/time/clock.js';
import { HistoryBudgetExhaustedError, RateLimitedByApiError } from '../live-api-errors.js';
import { MonotonicTimer, type RequestTiming } from '../request-scheduler.js';
import type { RequestPriority } from './api-budget.entity.js';
import type { BudgetName, ReportedBudget, ReportedBudgets } from './budget-headers.js';
import { type LeaseResult, SharedBudgets } from './shared-budgets.service.js';

/** Requests that this process has taken from the budget of a minute. */
interface LeaseInHand {
  unsent: number;
  taken: number;
  usableUntilMs: number;
}

/**
 * The gate that every request to the API passes, in every process. The budget of a minute is taken a few requests at a time,
 * so that a request rarely waits for the database; history requests are taken one by one.
 */
@Injectable()
export class RequestGate {
  private readonly logger = new Logger(RequestGate.name);
  private readonly failure = new RecurringFailure(this.logger);
  private readonly leases = new Map<RequestPriority, LeaseInHand>();
  private readonly asking = new Map<RequestPriority, Promise<LeaseResult>>();
  private readonly waitingUntilMs: Record<RequestPriority, number> = { BACKGROUND: -Infinity, CYCLE: -Infinity };
  private newestReport: { budget: ReportedBudget; atMs: number } | null = null;
  private underWay = 0;

  constructor(
    private readonly budgets: SharedBudgets,
    private readonly timer: MonotonicTimer,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when a request may be sent, and counts it. {@link RequestGate.end} must follow.
   * @throws RateLimitedByApiError if that would be too late, the signal's reason, or the error of the database
   */
  async begin({ priority, deadlineMs, signal }: RequestTiming): Promise<void> {
    while (!this.useLease(priority)) {
      signal.throwIfAborted();
      const result = await this.newLease(priority);
      signal.throwIfAborted();
      if ('granted' in result) continue;
      const untilMs = this.timer.nowMs() + result.waitMs;
      if (untilMs > deadlineMs) throw new RateLimitedByApiError(null, result.waitMs);
      this.waitingUntilMs[priority] = untilMs;
      await this.timer.sleep(result.waitMs, signal);
    }
    this.underWay++;
  }

  /** @param reports null: there was no response of the API */
  end(reports: ReportedBudgets | null): void {
    this.underWay--;
    const budget = reports?.MINUTE ?? null;
    if (budget === null || !this.isNews(budget)) return;
    this.newestReport = { budget, atMs: this.timer.nowMs() };
    for (const lease of this.leases.values()) lease.unsent = Math.min(lease.unsent, budget.remaining ?? Infinity);
  }

  /** Counts a history request. @throws HistoryBudgetExhaustedError, or the error of the database */
  async takeHistory(): Promise<void> {
    const result = await this.budgets.lease('HISTORY_HOUR', { priority: 'BACKGROUND' });
    if ('waitMs' in result) throw new HistoryBudgetExhaustedError(this.clock.now().getTime() + result.waitMs);
  }

  /** Passes on what a response to a history request reports about its budget. */
  async reportHistory(report: ReportedBudget): Promise<void> {
    await this.noteOrLog(() => this.budgets.report('HISTORY_HOUR', report));
  }

  /** The API refused a request: all processes wait. */
  async block(name: BudgetName, forMs: number): Promise<void> {
    if (name === 'MINUTE') this.leases.clear();
    await this.noteOrLog(() => this.budgets.block(name, forMs));
  }

  /** How long requests of a priority currently wait for the budget; 0 if none waits. */
  waitMs(priority: RequestPriority): number {
    return Math.max(0, this.waitingUntilMs[priority] - this.timer.nowMs());
  }

  /** Stores what a response reports about the budgets. If that fails, the response is used anyway. */
  private async noteOrLog(note: () => Promise<void>): Promise<void> {
    try {
      await note();
      this.failure.succeeded('the request budgets can be stored again');
    } catch (error) {
      this.failure.failed(`the request budget could not be stored: ${reasonText(error)}`);
    }
  }

  private useLease(priority: RequestPriority): boolean {
    const lease = this.leases.get(priority);
    if (lease === undefined || lease.unsent === 0 || this.timer.nowMs() >= lease.usableUntilMs) return false;
    lease.unsent--;
    return true;
  }

  /** Concurrent requests of a priority wait for the same lease. */
  private newLease(priority: RequestPriority): Promise<LeaseResult> {
    const asking = this.asking.get(priority);
    if (asking !== undefined) return asking;
    const result = this.acquireLease(priority).finally(() => this.asking.delete(priority));
    this.asking.set(priority, result);
    return result;
  }

  private async acquireLease(priority: RequestPriority): Promise<LeaseResult> {
    // Before the database counts it, so that the requests are not sent later than the database assumes.
    const askedMs = this.timer.nowMs();
    const inUse = [...this.leases.values()].filter(({ usableUntilMs }) => askedMs < usableUntilMs);
    const report = this.newestReport;
    const result = await this.budgets.lease('MINUTE', {
      priority,
      report: report === null ? undefined : { budget: report.budget, ageMs: askedMs - report.atMs },
      unreflected: this.underWay + sum(inUse.map(({ unsent }) => unsent)),
      ownUsable: sum(inUse.map(({ taken }) => taken)),
    });
    if (this.newestReport === report) this.newestReport = null;
    if ('granted' in result) {
      const { granted: taken, usableMs } = result;
      const [nowMs, untilMs] = [this.timer.nowMs(), askedMs + usableMs];
      // A database that is slower than that must not block everything: one request is sent all the same.
      const isLate = nowMs >= untilMs;
      this.leases.set(priority, {
        taken,
        unsent: isLate ? 1 : taken,
        usableUntilMs: isLate ? nowMs + usableMs : untilMs,
      });
    }
    return result;
  }

  /** The lowest of the reports since the last lease counts, because responses may arrive out of order. */
  private isNews({ remaining, resetMs }: ReportedBudget): boolean {
    if (this.newestReport === null) return true;
    const { budget, atMs } = this.newestReport;
    const isOver = budget.resetMs !== null && this.timer.nowMs() - atMs > budget.resetMs;
    return isOver || resetMs === null || (remaining ?? Infinity) <= (budget.remaining ?? Infinity);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
