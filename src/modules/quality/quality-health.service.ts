import { Injectable } from '@nestjs/common';
import { TtlCache } from '../../common/ttl-cache.js';
import { sum } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { AlertService } from '../alerts/alert.service.js';
import { ClockWatch } from '../collector/clock-watch.service.js';
import { type Freshness, minutesSince } from '../live/freshness/freshness.js';
import { FreshnessService } from '../live/freshness/freshness.service.js';
import { assessHealth, collectionUptime, QUALITY_PERIODS, type QualityPeriod, startOf } from './health-rules.js';
import { HealthRepository, type SourceCounts } from './quality-health.sql.js';
import type { FreshnessCounts, QualitySummary } from './quality.dto.js';

const HEALTH_ALERT = 'quality.health';
/** Counting the observations of a month reads all of them, so the counts are cached. */
const COUNTS_TTL_MS = 300_000;

/** Assesses the overall health of the data. */
@Injectable()
export class QualityHealthService {
  private readonly counts: TtlCache<SourceCounts[]>;

  constructor(
    private readonly repository: HealthRepository,
    private readonly freshness: FreshnessService,
    private readonly alerts: AlertService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly clockWatch: ClockWatch,
  ) {
    this.counts = new TtlCache(clock, COUNTS_TTL_MS, { maxEntries: 1 });
  }

  async summary(period: QualityPeriod): Promise<QualitySummary> {
    const [last24h, last7d, last30d] = (await this.observationCounts()) as [SourceCounts, SourceCounts, SourceCounts];
    return {
      ...(await this.assess(period)),
      observations: { last_24h: last24h, last_7d: last7d, last_30d: last30d },
    };
  }

  /** Raises an alert while the health is critical, and clears it afterwards. */
  async refreshAlert(): Promise<void> {
    const { health, reasons } = await this.assess('last_24h');
    if (health !== 'CRITICAL') {
      await this.alerts.clear(HEALTH_ALERT, `The data quality is ${health} again`);
      return;
    }
    await this.alerts.raise({
      key: HEALTH_ALERT,
      severity: 'CRITICAL',
      title: 'Data quality is critical',
      description: reasons.map(({ message }) => message).join('; '),
      details: { reasons },
    });
  }

  private async assess(period: QualityPeriod): Promise<Omit<QualitySummary, 'observations'>> {
    const now = this.clock.now();
    const from = startOf(period, now);
    const collection = await this.repository.findCollection(from, now);
    const uptime = collectionUptime(collection, from, now, this.cyclePeriodMs(now));
    const freshness = countsOf(await this.freshness.parks());
    const unresolved = await this.repository.countUnresolved(from);
    const gaps = await this.repository.sumGaps(from);
    const { lastObservedAt, lastRunAt, runs, polls, failedPolls } = collection;
    const issues = sum(unresolved.map(({ count }) => count));
    const isCollecting = this.config.COLLECT_ENABLED;
    const assessed = assessHealth({
      uptime,
      minutesSinceRun: isCollecting ? (lastRunAt === null ? Infinity : minutesSince(lastRunAt, now)) : null,
      minutesSinceObserved: lastObservedAt && minutesSince(lastObservedAt, now),
      openParks: freshness.fresh + freshness.normal + freshness.stale,
      staleParks: freshness.stale,
      clockProblems: (await this.clockWatch.report()).problems,
      gaps: gaps.count,
      gapHours: gaps.hours,
      issues,
    });
    const uptimePercent = uptime === null ? null : Math.round(uptime * 10_000) / 100;
    return {
      period,
      from,
      to: now,
      ...assessed,
      collection: { uptimePercent, runs, polls, failedPolls, lastObservedAt },
      freshness,
      openIssues: { total: issues, byType: unresolved },
      openGaps: gaps,
    };
  }

  private observationCounts(): Promise<SourceCounts[]> {
    return this.counts.getOrLoad('counts', () => {
      const now = this.clock.now();
      const since = QUALITY_PERIODS.map((period) => startOf(period, now));
      return this.repository.countObservations(since, now);
    });
  }

  private cyclePeriodMs(now: Date): number {
    const [first, second] = nextTicks(this.config.COLLECT_CRON, now, 2);
    return second!.getTime() - first!.getTime();
  }
}

function countsOf(parks: readonly { freshness: Freshness }[]): FreshnessCounts {
  const countOf = (level: Freshness): number => parks.filter(({ freshness }) => freshness === level).length;
  return { fresh: countOf('FRESH'), normal: countOf('NORMAL'), stale: countOf('STALE'), closed: countOf('CLOSED') };
}
