import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { daysFromTo } from '../../../common/time/calendar-day.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { LocalDays, type ParkDay } from '../../snapshots/local-days.js';
import type { RepairedRide } from './clock-repair.repository.js';

/** What a repair needs of the clock, the settings and the catalogue. */
@Injectable()
export class ClockRepairEnvironment {
  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly registry: EntityRegistry,
  ) {}

  nowMs(): number {
    return this.clock.now().getTime();
  }

  /**
   * Every park-day whose figures the repair of the rides changes.
   * @param lastTrueMs the last true poll, up to which cut rows keep what they claim; null: none, and they end where they begin
   */
  daysOf(
    rides: readonly RepairedRide[],
    { horizonMs, lastTrueMs }: { horizonMs: number; lastTrueMs: number | null },
  ): ParkDay[] {
    return [...groupBy(rides, ({ parkId }) => parkId)].flatMap(([parkId, ofPark]) => {
      const days = new LocalDays(ofPark[0]!.timezone, this.config.parkDayStartMinutes);
      const newestMs = Math.max(...ofPark.map((ride) => ride.newestMs));
      const fromMs = lastTrueMs ?? Math.min(horizonMs, ...ofPark.map((ride) => ride.oldestMs));
      const first = days.datesPossible(fromMs).earliest;
      const last = days.datesPossible(newestMs + this.config.observationReachMs).latest;
      return daysFromTo(first, last).map((localDate) => ({ parkId, localDate }));
    });
  }

  /** The dates between which rides were seen may have come from rows that are gone. */
  async refreshDates(rides: readonly RepairedRide[]): Promise<void> {
    const destinations = new Set(rides.map(({ destinationId }) => destinationId));
    for (const destinationId of destinations) {
      if (destinationId !== null) await this.registry.refreshObservedDates(destinationId);
    }
  }
}
