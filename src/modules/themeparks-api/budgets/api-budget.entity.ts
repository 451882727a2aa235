import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { BUDGET_NAMES, type BudgetName } from './budget-headers.js';

/** A cycle has little time; all other requests can wait. */
export const REQUEST_PRIORITIES = ['CYCLE', 'BACKGROUND'] as const;

export type RequestPriority = (typeof REQUEST_PRIORITIES)[number];

const ASCII = { charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** What the ThemeParks.wiki API has reported about a request budget. Processes lock the row while they take requests. */
@Entity('api_budgets')
export class ApiBudget {
  /** Whose budget: a hash of the host and the API key, or of the host without a key. */
  @PrimaryColumn({ name: 'account_hash', type: 'char', length: 16, ...ASCII })
  accountHash: string;

  /**
   * Which budget.
   *
   * - `MINUTE`: all requests
   * - `HISTORY_HOUR`: requests for history, which count against both budgets
   */
  @PrimaryColumn({ name: 'budget_name', type: 'enum', enum: [...BUDGET_NAMES] })
  budgetName: BudgetName;

  /**
   * Requests per window; null: not reported yet.
   * @unit requests
   */
  @Column({ name: 'request_limit', type: 'int', unsigned: true, nullable: true })
  requestLimit: number | null;

  /**
   * Length of the window; null: not reported yet.
   * @unit seconds
   */
  @Column({ name: 'window_seconds', type: 'int', unsigned: true, nullable: true })
  windowSeconds: number | null;

  /** Whether the plan has no limit. */
  @Column({ name: 'is_unmetered', type: 'boolean', default: false })
  isUnmetered: boolean;

  /**
   * Requests that may still be taken before `resets_at`: the reported number less those taken since. Null: not reported.
   * @unit requests
   */
  @Column({ type: 'int', unsigned: true, nullable: true })
  remaining: number | null;

  /** When the API's next window begins; null: not reported. */
  @Column({ name: 'resets_at', type: 'datetime', precision: 3, nullable: true })
  resetsAt: Date | null;

  /** No request before this instant, because the API refused one; null: it has refused none. */
  @Column({ name: 'blocked_until', type: 'datetime', precision: 3, nullable: true })
  blockedUntil: Date | null;

  /** When the API last reported the budget; null: not yet. */
  @Column({ name: 'reported_at', type: 'datetime', precision: 3, nullable: true })
  reportedAt: Date | null;

  /**
   * Incremented by each transaction that locks the row: other nodes of a cluster see changes, but no locks.
   * @unit locks
   */
  @Column({ name: 'lock_version', type: 'int', unsigned: true, default: 0, select: false })
  lockVersion: number;
}

/** Requests that one process may send. A row is deleted once its requests no longer count. */
@Index('ix_api_budget_leases_counted', ['accountHash', 'budgetName', 'countsUntil'])
@Entity('api_budget_leases')
export class ApiBudgetLease {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'lease_id', type: 'bigint', unsigned: true })
  leaseId: string;

  /** Whose budget, as in `api_budgets`. */
  @Column({ name: 'account_hash', type: 'char', length: 16, ...ASCII })
  accountHash: string;

  /** Which budget, as in `api_budgets`. */
  @Column({ name: 'budget_name', type: 'enum', enum: [...BUDGET_NAMES] })
  budgetName: BudgetName;

  /**
   * What they are for.
   *
   * - `CYCLE`: live collection
   * - `BACKGROUND`: everything else, which has a smaller share
   */
  @Column({ name: 'request_priority', type: 'enum', enum: [...REQUEST_PRIORITIES] })
  requestPriority: RequestPriority;

  /**
   * Requests taken.
   * @unit requests
   */
  @Column({ name: 'request_count', type: 'smallint', unsigned: true })
  requestCount: number;

  /** When they were taken. */
  @Column({ name: 'taken_at', type: 'datetime', precision: 3 })
  takenAt: Date;

  /** The process sends none of them later. */
  @Column({ name: 'usable_until', type: 'datetime', precision: 3 })
  usableUntil: Date;

  /** They count against the budget until then: one window after `usable_until`. */
  @Column({ name: 'counts_until', type: 'datetime', precision: 3 })
  countsUntil: Date;
}
