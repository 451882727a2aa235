import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, LessThanOrEqual, type Repository } from 'typeorm';
import { lockRow } from '../../../common/database/lock-row.js';
import { ApiBudget, ApiBudgetLease, type RequestPriority } from './api-budget.entity.js';
import type { BudgetName } from './budget-headers.js';
import type { BudgetState, CountedRequests } from './budget-rules.js';

export interface BudgetKey {
  accountHash: string;
  budgetName: BudgetName;
}

/** Requests that still count, by whom they were taken for. */
export interface CountedLeases {
  all: CountedRequests;
  background: CountedRequests;
  /** Requests of leases that their processes may still be using. */
  usable: number;
}

export type NewLease = Pick<
  ApiBudgetLease,
  'requestPriority' | 'requestCount' | 'takenAt' | 'usableUntil' | 'countsUntil'
>;

/** A lease that was taken this much after now is from a clock that was ahead, and does not count. */
const AHEAD_MS = 60_000;

/** Rows of api_budgets and api_budget_leases. */
@Injectable()
export class ApiBudgetRepository {
  constructor(
    @InjectRepository(ApiBudget) private readonly budgets: Repository<ApiBudget>,
    @InjectRepository(ApiBudgetLease) private readonly leases: Repository<ApiBudgetLease>,
  ) {}

  /** Adds the row of the budget, unless it is there. */
  async ensure(key: BudgetKey, manager = this.budgets.manager): Promise<void> {
    await manager
      .withRepository(this.budgets)
      .createQueryBuilder()
      .insert()
      .orIgnore()
      .values(key)
      .updateEntity(false)
      .execute();
  }

  /** Locks the budget until the end of the transaction; null: there is no row. */
  async lock(manager: EntityManager, key: BudgetKey): Promise<ApiBudget | null> {
    if (!(await lockRow(manager, ApiBudget, key))) return null;
    return manager.withRepository(this.budgets).findOneBy(key);
  }

  async find(key: BudgetKey): Promise<ApiBudget | null> {
    return this.budgets.findOneBy(key);
  }

  /** The caller holds the lock. */
  async update(manager: EntityManager, key: BudgetKey, state: Partial<BudgetState>): Promise<void> {
    await manager.withRepository(this.budgets).update(key, state);
  }

  /** @param from leases taken before it do not count */
  async count(key: BudgetKey, nowMs: number, from: Date | null, manager = this.leases.manager): Promise<CountedLeases> {
    const counted = await manager
      .withRepository(this.leases)
      .createQueryBuilder('lease')
      .select('lease.requestPriority', 'priority')
      .addSelect('SUM(lease.requestCount)', 'requests')
      .addSelect('MIN(lease.countsUntil)', 'firstFreeAt')
      .addSelect('SUM(IF(lease.usableUntil > :now, lease.requestCount, 0))', 'usable')
      .where('lease.accountHash = :accountHash AND lease.budgetName = :budgetName', key)
      .andWhere('lease.countsUntil > :now', { now: new Date(nowMs) })
      .andWhere('lease.takenAt <= :ahead', { ahead: new Date(nowMs + AHEAD_MS) })
      .andWhere('lease.takenAt >= :from', { from: from ?? new Date(0) })
      .groupBy('lease.requestPriority')
      .getRawMany<{ priority: RequestPriority; requests: string; firstFreeAt: Date; usable: string }>();
    const background = counted.filter(({ priority }) => priority === 'BACKGROUND');
    const usable = counted.reduce((sum, row) => sum + Number(row.usable), 0);
    return { all: total(counted), background: total(background), usable };
  }

  async addLease(manager: EntityManager, key: BudgetKey, lease: NewLease): Promise<void> {
    await manager
      .withRepository(this.leases)
      .createQueryBuilder()
      .insert()
      .values({ ...key, ...lease })
      .updateEntity(false)
      .execute();
  }

  /** Removes the leases that no longer count. */
  async removeExpired(key: BudgetKey, now: Date): Promise<void> {
    await this.leases.delete({ ...key, countsUntil: LessThanOrEqual(now) });
  }
}

function total(rows: readonly { requests: string; firstFreeAt: Date }[]): CountedRequests {
  if (rows.length === 0) return { requests: 0, firstFreeAtMs: null };
  return {
    requests: rows.reduce((sum, { requests }) => sum + Number(requests), 0),
    firstFreeAtMs: Math.min(...rows.map(({ firstFreeAt }) => firstFreeAt.getTime())),
  };
}
