import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { RuleExclusion, RuleReason, StoredExclusion } from '../exclusion.js';
import { ExclusionChanges } from '../exclusion-changes.js';
import { ExclusionRepository } from '../exclusion.repository.js';
import { applyRule } from './apply-rule.js';

/** Which exclusions a check has looked at, and so would have found again. */
export interface ExaminedExclusions {
  parkId: number;
  reasons: readonly RuleReason[];
  from: Date;
  to: Date;
}

/** Exclusions that detectors make, extend and end; all in the caller's transaction, with the finding that reports them. */
@Injectable()
export class ExclusionRules {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ExclusionRepository,
    private readonly changes: ExclusionChanges,
  ) {}

  /** Exclusions of rules that are still in progress, also those that a person revoked. */
  async findOpen(): Promise<StoredExclusion[]> {
    return this.repository.findOpen(this.dataSource.manager);
  }

  /** Since when a rule excludes a target already, where that overlaps or adjoins an interval; else its own beginning. */
  async sinceWhen(rule: Pick<RuleExclusion, 'reason' | 'parkId' | 'rideId' | 'fromMs' | 'toMs'>): Promise<number> {
    const related = await this.repository.findOfRule(this.dataSource.manager, rule.reason, rule, rule);
    return Math.min(rule.fromMs, ...related.map(({ fromMs }) => fromMs));
  }

  /** Applied again, nothing changes. */
  async apply(manager: EntityManager, rules: readonly RuleExclusion[]): Promise<void> {
    for (const rule of rules) {
      if ((await this.repository.lockPark(manager, rule.parkId)) === null) continue;
      const step = applyRule(rule, await this.repository.findOfRule(manager, rule.reason, rule, rule));
      if (step.kind === 'CREATE') await this.create(manager, rule);
      else if (step.kind === 'RESIZE') await this.changes.resize(manager, step.stored, step.interval, null);
      else if (step.kind === 'RESTORE') {
        const by = { origin: 'RULE' as const, by: null, note: rule.note };
        await this.changes.restore(manager, step.stored, step.interval, by);
      }
    }
  }

  /** The feed can be believed again from `atMs` on. */
  async end(manager: EntityManager, open: StoredExclusion, atMs: number, note: string): Promise<void> {
    await this.repository.lockPark(manager, open.parkId);
    const stored = await this.repository.find(manager, open.exclusionId);
    if (stored === null || (stored.toMs !== null && stored.toMs <= atMs)) return;
    await this.changes.resize(manager, stored, { fromMs: stored.fromMs, toMs: Math.max(atMs, stored.fromMs) }, note);
  }

  /** Applies what a check has found, and revokes what it looked at and did not find again. */
  async replaceExamined(
    manager: EntityManager,
    { parkId, reasons, from, to }: ExaminedExclusions,
    found: readonly RuleExclusion[],
    note: string,
  ): Promise<void> {
    await this.apply(manager, found);
    const stored = await this.repository.findRuledWithin(manager, parkId, reasons, from, to);
    const vanished = stored.filter((one) => !found.some((rule) => isSameTime(one, rule)));
    for (const one of vanished) await this.changes.revoke(manager, one, { origin: 'RULE', by: null, note });
  }

  private async create(manager: EntityManager, rule: RuleExclusion): Promise<void> {
    await this.changes.create(manager, {
      ...rule,
      origin: 'RULE',
      fingerprint: fingerprintOfRule(rule),
      createdBy: null,
    });
  }
}

const isSameTime = (stored: StoredExclusion, rule: RuleExclusion): boolean =>
  stored.reason === rule.reason &&
  stored.rideId === rule.rideId &&
  (rule.toMs === null || stored.fromMs < rule.toMs) &&
  (stored.toMs === null || rule.fromMs < stored.toMs);

/** The same rule, target and start are the same exclusion. */
function fingerprintOfRule({ reason, parkId, rideId, fromMs }: RuleExclusion): string {
  const target = rideId === null ? ['PARK', parkId] : ['RIDE', rideId];
  return createHash('sha256')
    .update(JSON.stringify([reason, ...target, fromMs]))
    .digest('hex');
}
