import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { type DestinationFreshness, type StaleDestination, staleDestinations } from './freshness.js';
import { FreshnessRepository } from './freshness.repository.js';

export interface FreshnessReport {
  now: Date;
  /** Over all destinations; null: nothing was ever observed live. */
  newestAt: Date | null;
  destinations: DestinationFreshness[];
  stale: StaleDestination[];
}

/** How new the live data is, overall and of each destination. */
@Injectable()
export class FreshnessService {
  constructor(
    private readonly repository: FreshnessRepository,
    private readonly clock: Clock,
  ) {}

  async report(): Promise<FreshnessReport> {
    const now = this.clock.now();
    const destinations = await this.repository.findDestinations();
    const stale = staleDestinations(destinations, await this.repository.findOpenings(now), now);
    const newestMs = Math.max(...destinations.map(({ newestAt }) => newestAt?.getTime() ?? -Infinity));
    return { now, newestAt: Number.isFinite(newestMs) ? new Date(newestMs) : null, destinations, stale };
  }
}
