import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { LocalDays, type ParkDay } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/observation-writer.js';
import { RideDaysRepository } from './ride-days.repository.js';

/** What a change of a ride's place or identity changes in the statistics: the days on which it was seen, or expected after. */
@Injectable()
export class RideDays {
  constructor(
    private readonly repository: RideDaysRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Marks the days between the first and last sight of a ride, in each of the parks by its calendar, and the days after on
   * which it may be counted as missing. A ride that has changed its park or clock leaves figures by the calendar before: they
   * go with the days of all calendars, in each park.
   */
  async invalidate(
    manager: EntityManager,
    rideId: number,
    parks: readonly { parkId: number; timezone: string | null }[],
    reason: 'MAPPING' | 'DECISION' | 'PARK_FOUND' | 'TIMEZONE' | 'TYPE',
  ): Promise<void> {
    const observed = await this.repository.findObservedRange(manager, rideId);
    if (observed === null) return;
    const toMs = observed.lastMs + this.config.observationReachMs;
    const datesBy = (timezone: string | null) =>
      new LocalDays(timezone, this.config.parkDayStartMinutes).datesBetween(observed.firstMs, toMs);
    const days = new Map<string, ParkDay>();
    for (const { parkId } of parks) {
      const keepsItsPlace = reason === 'MAPPING' || reason === 'DECISION';
      const calendars = keepsItsPlace ? parks.filter((park) => park.parkId === parkId) : parks;
      for (const localDate of calendars.flatMap(({ timezone }) => datesBy(timezone))) {
        days.set(`${parkId} ${localDate}`, { parkId, localDate });
      }
    }
    const invalidations = [...days.values()].sort(
      (a, b) => a.parkId - b.parkId || (a.localDate < b.localDate ? -1 : 1),
    );
    const nowMs = this.clock.now().getTime();
    await this.writer.invalidateParkDays(manager, invalidations, reason, nowMs);
    await this.writer.invalidateExpectedAfter(manager, invalidations, nowMs);
  }
}
