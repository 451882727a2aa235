import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/observation-writer.js';
import { changedInterval, datesOf } from './excluded-days.js';
import type { ExclusionAction, ExclusionInterval, StoredExclusion } from './exclusion.js';
import { ExclusionRepository, type ExclusionRow, type Revocation } from './exclusion.repository.js';
import { fingerprintOfRule } from './rule-fingerprint.js';

/** Why a park-day is marked. */
const EXCLUSION = 'EXCLUSION';

/**
 * Every change of an exclusion goes through here: in one transaction the row changes, its history grows, and the park-days
 * whose statistics depend on it are invalidated: of a ride also those of the park in which it was recorded. The park is
 * locked by the caller.
 */
@Injectable()
export class ExclusionChanges {
  constructor(
    private readonly repository: ExclusionRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async create(manager: EntityManager, row: Omit<ExclusionRow, 'now' | 'fingerprint'>): Promise<number> {
    const stored = { ...row, fingerprint: fingerprintOfRule(row), now: this.clock.now() };
    const exclusionId = await this.repository.insert(manager, stored);
    await this.invalidate(manager, exclusionId, changedInterval(null, row));
    return exclusionId;
  }

  /** Moves its ends; a revoked one stays revoked. */
  async resize(manager: EntityManager, stored: StoredExclusion, to: ExclusionInterval, note: string | null) {
    const by = { origin: 'RULE' as const, by: null, note };
    await this.change(manager, stored, to, 'CHANGED', stored.revokedOrigin === null, by);
  }

  async revoke(manager: EntityManager, stored: StoredExclusion, by: Revocation): Promise<void> {
    await this.change(manager, stored, stored, 'REVOKED', false, by);
  }

  async restore(manager: EntityManager, stored: StoredExclusion, to: ExclusionInterval, by: Revocation): Promise<void> {
    await this.change(manager, stored, to, 'RESTORED', true, by);
  }

  private async change(
    manager: EntityManager,
    stored: StoredExclusion,
    { fromMs, toMs }: ExclusionInterval,
    action: ExclusionAction,
    holdsAfterwards: boolean,
    by: Revocation,
  ): Promise<void> {
    const { exclusionId } = stored;
    const fingerprint = fingerprintOfRule({ ...stored, fromMs });
    const move = { exclusionId, action, fromMs, toMs, ...by, fingerprint, now: this.clock.now() };
    await this.repository.move(manager, move);
    const before = stored.revokedOrigin === null ? stored : null;
    await this.invalidate(manager, exclusionId, changedInterval(before, holdsAfterwards ? { fromMs, toMs } : null));
  }

  private async invalidate(manager: EntityManager, exclusionId: number, interval: ExclusionInterval | null) {
    if (interval === null) return;
    const nowMs = this.clock.now().getTime();
    const parks = await this.repository.findParks(manager, exclusionId);
    const days = parks.flatMap(({ parkId, timezone }) => {
      const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
      const dates = datesOf(interval, localDays, { reachMs: this.config.observationReachMs, nowMs });
      return dates.map((localDate) => ({ parkId, localDate }));
    });
    await this.writer.invalidateParkDays(manager, days, EXCLUSION, nowMs);
    await this.writer.invalidateExpectedAfter(manager, days, nowMs);
  }
}
