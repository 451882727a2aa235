import { fingerprintedReason } from '../findings/finding.js';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { daysFromTo } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import type {
  ExclusionAction,
  ExclusionInterval,
  ExclusionOrigin,
  ExclusionReason,
  ExclusionTarget,
  StoredExclusion,
} from './exclusion.js';
import { ExclusionRepository, type ExclusionRow, type Revocation } from './exclusion.repository.js';

type Identified = ExclusionTarget &
  Pick<ExclusionInterval, 'fromMs'> & { reason: ExclusionReason; origin: ExclusionOrigin };

/**
 * Identifies an exclusion of a rule by its reason, target and start, independent of a ride's park. Null for exclusions of
 * a person, who may exclude the same interval twice.
 */
export function fingerprintOfRule({ reason, origin, parkId, rideId, fromMs }: Identified): string | null {
  if (origin === 'PERSON') return null;
  const target = rideId === null ? ['PARK', parkId] : ['RIDE', rideId];
  return createHash('sha256')
    .update(JSON.stringify([fingerprintedReason(reason), ...target, fromMs]))
    .digest('hex');
}

/**
 * The interval whose data is affected when an exclusion changes from one interval to another; a null parameter means "not
 * in force". Returns null if nothing changes. If the start moves, both intervals are affected as a whole.
 */
export function changedInterval(
  before: ExclusionInterval | null,
  after: ExclusionInterval | null,
): ExclusionInterval | null {
  if (before === null || after === null) return before ?? after;
  const [endBefore, endAfter] = [before.toMs ?? Infinity, after.toMs ?? Infinity];
  const lastMs = Math.max(endBefore, endAfter);
  const toMs = lastMs === Infinity ? null : lastMs;
  if (before.fromMs !== after.fromMs) return { fromMs: Math.min(before.fromMs, after.fromMs), toMs };
  return endBefore === endAfter ? null : { fromMs: Math.min(endBefore, endAfter), toMs };
}

/**
 * The local dates whose statistics depend on the data of an interval.
 * @param reachMs how long after an observation statistics may still depend on it
 * @param nowMs end of the stored data
 */
export function datesOf(
  { fromMs, toMs }: ExclusionInterval,
  localDays: LocalDays,
  { reachMs, nowMs }: { reachMs: number; nowMs: number },
): string[] {
  const lastMs = Math.min(toMs ?? nowMs, nowMs);
  if (lastMs < fromMs) return [];
  // While the time zone is unknown, an instant may fall on either of two dates.
  const first = localDays.datesPossible(fromMs).earliest;
  const last = localDays.datesPossible(lastMs + reachMs).latest;
  return daysFromTo(first, last);
}

/** The recorded cause of an invalidation. */
const EXCLUSION = 'EXCLUSION';

/**
 * The single write path for exclusions. In one transaction it changes the row, adds to its history, and invalidates the
 * park-days whose statistics depend on it; for a ride's exclusion, also those of the park in which it was recorded. The
 * caller has locked the park.
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

  /** Moves its start or end; a revoked exclusion stays revoked. */
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
    isInForceAfterwards: boolean,
    by: Revocation,
  ): Promise<void> {
    const { exclusionId } = stored;
    const fingerprint = fingerprintOfRule({ ...stored, fromMs });
    const move = { exclusionId, action, fromMs, toMs, ...by, fingerprint, now: this.clock.now() };
    await this.repository.move(manager, move);
    const before = stored.revokedOrigin === null ? stored : null;
    await this.invalidate(manager, exclusionId, changedInterval(before, isInForceAfterwards ? { fromMs, toMs } : null));
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
