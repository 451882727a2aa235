import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import {
  type DestinationFreshness,
  type Freshness,
  type StaleDestination,
  freshnessOf,
  minutesSince,
  staleDestinations,
} from './freshness.js';
import { FreshnessRepository } from './freshness.sql.js';
import { LiveUseService } from './live-use.service.js';

export interface FreshnessReport {
  now: Date;
  /** Newest live observation of all destinations; null: none. */
  newestAt: Date | null;
  destinations: DestinationFreshness[];
  stale: StaleDestination[];
}

export interface ParkFreshness {
  parkId: number;
  name: string;
  /** Null: never observed live. */
  newestAt: Date | null;
  /** Whole minutes. */
  minutesSince: number | null;
  freshness: Freshness;
}

/** Reports the age of live data that is not excluded: overall, by destination and by park. */
@Injectable()
export class FreshnessService {
  constructor(
    private readonly repository: FreshnessRepository,
    private readonly liveUse: LiveUseService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  async report(): Promise<FreshnessReport> {
    const now = this.clock.now();
    const destinations = await this.repository.findDestinations(this.horizonMs(now));
    const stale = staleDestinations(destinations, await this.liveUse.judgedAt(now), now);
    const newestMs = Math.max(...destinations.map(({ newestAt }) => newestAt?.getTime() ?? -Infinity));
    return { now, newestAt: Number.isFinite(newestMs) ? new Date(newestMs) : null, destinations, stale };
  }

  /** Active parks by name. */
  async parks(): Promise<ParkFreshness[]> {
    const now = this.clock.now();
    const known = new Map((await this.liveUse.judgedAt(now)).map((park) => [park.parkId, park]));
    return (await this.repository.findParks(this.horizonMs(now))).flatMap(({ parkId, newestAt }) => {
      const park = known.get(parkId);
      if (park === undefined) return [];
      const since = newestAt && minutesSince(newestAt, now);
      const freshness = freshnessOf(newestAt, park.use.isInUse, now);
      return [{ parkId, name: park.name, newestAt, minutesSince: since, freshness }];
    });
  }

  private horizonMs(now: Date): number {
    return now.getTime() + this.config.clockToleranceMs;
  }
}
