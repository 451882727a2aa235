import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ExclusionChanges } from './exclusion-changes.js';
import type { ExclusionInterval, ExclusionTarget, RuleExclusion, RuleReason, StoredExclusion } from './exclusion.js';
import { ExclusionRepository } from './exclusion.repository.js';
import { applyRule, reconcile, type ReconcileStep } from './reconcile-exclusions.js';
import { type RefilledExclusion, RefilledExclusionRepository } from './refilled-exclusion.sql.js';

/** A rule, its target, and the interval that it examined; `toMs` null: everything since `fromMs`. */
export interface ExaminedByRule extends ExclusionTarget, ExclusionInterval {
  reason: RuleReason;
}

/** Creates, extends and ends exclusions for detectors, in the transaction that records the finding. */
@Injectable()
export class ExclusionRules {
  constructor(
    private readonly repository: ExclusionRepository,
    private readonly changes: ExclusionChanges,
    private readonly refilled: RefilledExclusionRepository,
  ) {}

  /** Exclusions of rules still in progress, including those that a person revoked. */
  async findOpen(): Promise<StoredExclusion[]> {
    return this.repository.findOpen();
  }

  /** Exclusions of a rule and target that overlap or adjoin an interval, including revoked ones. */
  async findRelated({ reason, ...target }: ExaminedByRule): Promise<StoredExclusion[]> {
    return this.repository.findOfRule(reason, target, target);
  }

  /** Exclusions of these rules in force that overlap an interval, of a park and its rides. */
  async findInForce(
    parkId: number,
    reasons: readonly RuleReason[],
    interval: ExclusionInterval,
  ): Promise<StoredExclusion[]> {
    return this.repository.findInForceOfRules(parkId, reasons, interval);
  }

  /**
   * Exclusions in force, into whose interval an import has stored rows since they were examined.
   * @param liveRules only ended exclusions of these rules are returned
   */
  async findRefilled(liveRules: readonly RuleReason[]): Promise<RefilledExclusion[]> {
    return this.refilled.find(liveRules);
  }

  async markExamined(exclusionIds: readonly number[], at: Date): Promise<void> {
    await this.repository.markExamined(exclusionIds, at);
  }

  /** Revokes exclusions, except those that a person has restored. @returns the revoked ones */
  async revoke(
    manager: EntityManager,
    exclusions: readonly StoredExclusion[],
    note: string,
  ): Promise<StoredExclusion[]> {
    const revoked: StoredExclusion[] = [];
    for (const { exclusionId, parkId } of exclusions) {
      await this.repository.lockPark(manager, parkId);
      const stored = await this.repository.find(manager, exclusionId);
      if (stored === null || stored.revokedOrigin !== null || stored.decidedBy === 'PERSON') continue;
      await this.changes.revoke(manager, stored, { origin: 'RULE', by: null, note });
      revoked.push(stored);
    }
    return revoked;
  }

  /** Idempotent: applying the same rules again changes nothing. */
  async apply(manager: EntityManager, rules: readonly RuleExclusion[]): Promise<void> {
    for (const rule of rules) {
      if ((await this.repository.lockPark(manager, rule.parkId)) === null) continue;
      const step = applyRule(rule, await this.repository.findOfRule(rule.reason, rule, rule, manager));
      if (step.kind === 'CREATE') await this.create(manager, rule);
      else if (step.kind === 'RESIZE') await this.changes.resize(manager, step.stored, step.interval, null);
      else if (step.kind === 'RESTORE') {
        const by = { origin: 'RULE' as const, by: null, note: rule.note };
        await this.changes.restore(manager, step.stored, step.interval, by);
      }
    }
  }

  /** Ends an exclusion in progress at `atMs`. */
  async end(manager: EntityManager, open: StoredExclusion, atMs: number, note: string): Promise<void> {
    await this.repository.lockPark(manager, open.parkId);
    const stored = await this.repository.find(manager, open.exclusionId);
    if (stored === null || (stored.toMs !== null && stored.toMs <= atMs)) return;
    await this.changes.resize(manager, stored, { fromMs: stored.fromMs, toMs: Math.max(atMs, stored.fromMs) }, note);
  }

  /**
   * Brings the exclusions of a rule and target in line with what the rule finds in the present data.
   * @returns whether anything changed, and the findings that no exclusion in force refers to any more
   */
  async replaceExamined(
    manager: EntityManager,
    examined: ExaminedByRule,
    found: readonly RuleExclusion[],
    removed: string,
  ): Promise<{ isChanged: boolean; unlinkedFindings: number[] }> {
    const park = await this.repository.lockPark(manager, examined.parkId);
    if (park === null) return { isChanged: false, unlinkedFindings: [] };
    const around = found.reduce<ExclusionInterval>(span, examined);
    const stored = await this.repository.findOfRule(examined.reason, examined, around, manager);
    const steps = reconcile(found, stored, examined);
    for (const step of steps) await this.take(manager, step, found, removed);
    const logIds = steps.flatMap((step) => (step.kind === 'CREATE' ? [] : (step.stored.logId ?? [])));
    const unlinkedFindings = await this.repository.findUnlinkedFindings(manager, logIds);
    return { isChanged: steps.length > 0, unlinkedFindings };
  }

  private async take(
    manager: EntityManager,
    step: ReconcileStep,
    found: readonly RuleExclusion[],
    removed: string,
  ): Promise<void> {
    const by = { origin: 'RULE' as const, by: null, note: removed };
    if (step.kind === 'REVOKE') return this.changes.revoke(manager, step.stored, by);
    const rule = found.find((one) => overlaps(one, step.interval));
    if (step.kind === 'CREATE')
      return this.create(manager, { ...(rule ?? remainderOf(step.partOf!)), ...step.interval });
    const { stored, interval } = step;
    if (step.kind === 'RESIZE') await this.changes.resize(manager, stored, interval, null);
    else await this.changes.restore(manager, stored, interval, { ...by, note: rule!.note });
    const fingerprint = rule?.findingFingerprint ?? null;
    if (fingerprint !== null) await this.repository.linkFinding(manager, stored.exclusionId, fingerprint);
  }

  private async create(manager: EntityManager, rule: RuleExclusion): Promise<void> {
    await this.changes.create(manager, { ...rule, origin: 'RULE', createdBy: null });
  }
}

/** The part of an earlier exclusion that lies outside the examined interval. */
function remainderOf({ exclusionId, reason, ...stored }: StoredExclusion): RuleExclusion {
  const note = `Part of exclusion ${exclusionId}, which was not found again in between`;
  return { ...stored, reason: reason as RuleReason, findingFingerprint: null, note };
}

const overlaps = (a: ExclusionInterval, b: ExclusionInterval): boolean =>
  (b.toMs === null || a.fromMs < b.toMs) && (a.toMs === null || b.fromMs < a.toMs);

const span = (a: ExclusionInterval, b: ExclusionInterval): ExclusionInterval => ({
  fromMs: Math.min(a.fromMs, b.fromMs),
  toMs: a.toMs === null || b.toMs === null ? null : Math.max(a.toMs, b.toMs),
});
