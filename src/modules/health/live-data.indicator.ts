import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { minutesSince } from '../live/freshness/freshness.js';
import { type FreshnessReport, FreshnessService } from '../live/freshness/freshness.service.js';

/** How new the live data is, overall and of each destination: old data is still served, so this only degrades. */
@Injectable()
export class LiveDataIndicator {
  readonly key = 'liveData';

  constructor(
    private readonly freshness: FreshnessService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'liveData'>> {
    const indicator = this.indicators.check('liveData');
    let report: FreshnessReport;
    try {
      report = await this.freshness.report();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const { now, newestAt, destinations, stale } = report;
    const metrics = {
      newestObservedAt: newestAt,
      minutesSince: newestAt && minutesSince(newestAt, now),
      destinations: destinations.map(({ name, newestAt: at }) => ({
        name,
        newestObservedAt: at,
        minutesSince: at && minutesSince(at, now),
      })),
      stale: stale.map(({ name, minutesSince: minutes, openParks }) => ({ name, minutesSince: minutes, openParks })),
    };
    return stale.length === 0 ? indicator.up(metrics) : indicator.degraded(metrics);
  }
}
