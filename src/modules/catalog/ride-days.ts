import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { LocalDays, type ParkDay } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/observation-writer.js';
import { RideDaysRepository } from './ride-days.repository.js';

/** What a change of a ride's place or identity changes in the statistics: the days on which it was seen. */
@Injectable()
export class RideDays {
  constructor(
    private readonly repository: RideDaysRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Marks the days between the first and last sight of a ride, in each of the parks. */
  async markDirty(
    manager: EntityManager,
    rideId: number,
    parks: readonly { parkId: number; timezone: string | null }[],
    reason: 'MAPPING' | 'PARK_FOUND' | 'TIMEZONE',
  ): Promise<void> {
    const seen = await this.repository.findSeenRange(manager, rideId);
    if (seen === null) return;
    const toMs = seen.lastMs + this.config.ARCHIVE_MAX_HOLD_MINUTES * 60_000;
    const zones = new Map(parks.map(({ parkId, timezone }) => [parkId, timezone]));
    const days: ParkDay[] = [...zones].flatMap(([parkId, timezone]) =>
      new LocalDays(timezone, this.config.parkDayStartMinutes)
        .datesBetween(seen.firstMs, toMs)
        .map((localDate) => ({ parkId, localDate })),
    );
    await this.writer.markParkDaysDirty(manager, days, reason, this.clock.now().getTime());
  }
}
