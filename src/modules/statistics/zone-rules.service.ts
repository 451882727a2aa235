import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import { engineZone } from '../../common/time/zones/engine-zone.js';
import type { TimeZone } from '../../common/time/zones/time-zone.js';
import { isSameZone, isTimezoneName, TIME_ZONE_VERSION, timeZoneOf } from '../../common/time/zones/time-zones.js';
import type { Finding, FindingKey } from '../findings/finding.js';
import { FindingsService } from '../findings/findings.service.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { RebuildRepository } from './rebuild.repository.js';
import { recutDays } from './recut-days.js';
import { fingerprintOfRules, type StoredRules, storedRules, zoneOf } from './stored-zone-rules.js';
import { ZoneRulesRepository } from './zone-rules.repository.js';
import type { ParkZone } from './zone-rules.sql.js';

const OF_PARK = { entityType: 'PARK', importId: null } as const;

export interface RecutPark {
  parkId: number;
  timezone: string;
  versions: { before: string; after: string };
  days: readonly string[];
  window: TimeInterval;
}

/** The rules of a zone changed, by law or by correction. */
function recutFinding({ parkId, timezone, versions, days, window }: RecutPark): Finding {
  const [first, last] = [days[0]!, days.at(-1)!];
  return {
    ...OF_PARK,
    issueType: 'SUSPICIOUS',
    reason: 'TIME_ZONE_RULES_CHANGED',
    identity: [parkId, timezone, versions.before, versions.after],
    entityId: parkId,
    parkId,
    windowStart: new Date(window.startMs),
    windowEnd: new Date(window.endMs),
    recordsAffected: days.length,
    description:
      `The rules of ${timezone} differ between ${versions.before} and IANA ${versions.after}: ` +
      `${days.length} days of the park, from ${first} to ${last}, are recomputed`,
    sample: { timezone, ...versions, first, last },
  };
}

function unknownZoneFinding(parkId: number, timezone: string, version: string): Finding {
  return {
    ...OF_PARK,
    ...unknownZoneKey(parkId),
    entityId: parkId,
    parkId,
    windowStart: null,
    windowEnd: null,
    recordsAffected: 1,
    description: `IANA ${version} has no time zone "${timezone}". The days of the park follow UTC`,
    sample: { timezone },
  };
}

function unknownZoneKey(parkId: number): FindingKey & Pick<Finding, 'issueType' | 'reason'> {
  return { issueType: 'INVALID', reason: 'UNKNOWN_TIME_ZONE', identity: [parkId] };
}

const INVALIDATIONS_PER_STATEMENT = 2_000;
const RECUT_DAY = 'TIME_ZONE_RULES';

interface CurrentRules {
  zone: TimeZone;
  rules: StoredRules;
  fingerprint: string;
}

/** The rules that the stored days of a park follow, and its range of observations. */
interface StoredCut {
  zone: TimeZone;
  version: string;
  span: TimeInterval;
}

/**
 * Keeps stored days consistent with the rules of time zones. The rules that the days of a park follow are stored; if those of
 * its zone differ now, the days whose boundaries moved are invalidated.
 */
@Injectable()
export class ZoneRules {
  private readonly logger = new Logger(ZoneRules.name);
  private readonly current = new Map<string | null, CurrentRules>();

  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: ZoneRulesRepository,
    private readonly spans: RebuildRepository,
    private readonly writer: ObservationWriter,
    private readonly findings: FindingsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Costs one small query if nothing has changed. Only the process that holds the lease of the refresh may call it. */
  async invalidateRecutDays(): Promise<void> {
    for (const park of await this.repository.findParks()) {
      const { fingerprint } = this.rulesOf(park.timezone);
      const isKnown = park.storedTimezone === park.timezone && park.storedVersion === TIME_ZONE_VERSION;
      if (!isKnown || park.fingerprint !== fingerprint) await this.applyNewRules(park);
    }
  }

  private async applyNewRules(park: ParkZone): Promise<void> {
    const { parkId, timezone } = park;
    const { zone, rules, fingerprint } = this.rulesOf(timezone);
    const before = park.fingerprint === fingerprint ? null : await this.cutBefore(park);
    const days = before === null ? [] : recutDays(before.zone, zone, this.config.parkDayStartMinutes, before.span);
    const now = this.clock.now();
    await this.transactions.run(async (manager) => {
      for (const chunk of chunksOf(days, INVALIDATIONS_PER_STATEMENT)) {
        const invalidations = chunk.map((localDate) => ({ parkId, localDate }));
        await this.writer.invalidateParkDays(manager, invalidations, RECUT_DAY, now.getTime());
      }
      await this.recordFindings(manager, park, before, days);
      const record = { parkId, timezone, rulesVersion: TIME_ZONE_VERSION, fingerprint, rules, storedAt: now };
      await this.repository.store(manager, record);
    }, ONLY_AFTER_CONFLICTS);
    if (days.length > 0) this.logger.warn(recutText(park, days));
  }

  /** Null if no stored day of the park can follow other rules. */
  private async cutBefore(park: ParkZone): Promise<StoredCut | null> {
    const { parkId, timezone } = park;
    const [observed] = await this.spans.findSpans(parkId);
    if (observed === undefined) return null;
    const reachMs = this.config.observationReachMs + DAY_MS;
    const span = { startMs: observed.firstMs - DAY_MS, endMs: observed.lastMs + reachMs };
    if (park.fingerprint !== null) {
      const zone = zoneOf(park.storedTimezone ?? 'UTC', await this.repository.findRules(parkId));
      return { zone, version: `IANA ${park.storedVersion}`, span };
    }
    // Statistics from before rules were stored follow the rules of the JavaScript engine.
    if (timezone === null || !(await this.repository.hasStatistics(parkId))) return null;
    const zone = engineZone(timezone, span.startMs, span.endMs);
    return zone === null ? null : { zone, version: `the engine's tz ${process.versions.tz}`, span };
  }

  private async recordFindings(
    manager: EntityManager,
    { parkId, timezone, fingerprint, storedTimezone }: ParkZone,
    before: StoredCut | null,
    days: readonly string[],
  ): Promise<void> {
    const isUnknown = timezone !== null && !isTimezoneName(timezone);
    if (isUnknown) await this.findings.record(manager, [unknownZoneFinding(parkId, timezone, TIME_ZONE_VERSION)]);
    else
      await this.findings.resolveAutomatically(
        manager,
        [unknownZoneKey(parkId)],
        'Resolved automatically: the time zone is known',
      );
    // A park that changes its zone is not a change of rules. The catalogue records a finding for it.
    const isSame = fingerprint === null || isSameZone(storedTimezone, timezone);
    if (before === null || days.length === 0 || timezone === null || !isSame) return;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const finding = recutFinding({
      parkId,
      timezone,
      versions: { before: before.version, after: TIME_ZONE_VERSION },
      days,
      window: { startMs: localDays.window(days[0]!).startMs, endMs: localDays.window(days.at(-1)!).endMs },
    });
    await this.findings.record(manager, [finding]);
  }

  private rulesOf(timezone: string | null): CurrentRules {
    let known = this.current.get(timezone);
    if (known === undefined) {
      const zone = timeZoneOf(timezone);
      const rules = storedRules(zone);
      this.current.set(timezone, (known = { zone, rules, fingerprint: fingerprintOfRules(rules) }));
    }
    return known;
  }
}

function recutText({ parkId, timezone }: ParkZone, days: readonly string[]): string {
  return (
    `park ${parkId}: the rules of ${timezone ?? 'UTC'} changed (IANA ${TIME_ZONE_VERSION}); ` +
    `${days.length} days from ${days[0]} to ${days.at(-1)} are invalidated`
  );
}
