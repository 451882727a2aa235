import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { LocalDays, type ParkDay } from '../../snapshots/local-days.js';
import { ObservationWriter } from '../../snapshots/observation-writer.js';
import type { MappableRide } from './mapping-record.js';
import { MappingRepository } from './mapping.repository.js';

/** What a mapping changes in the statistics: the days on which the mapped ride was seen. */
@Injectable()
export class MappedDays {
  constructor(
    private readonly repository: MappingRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Marks the days between the first and last sight of `ride` in its own park and in those of `others`. */
  async markDirty(manager: EntityManager, ride: MappableRide, others: readonly MappableRide[]): Promise<void> {
    const seen = await this.repository.findSeenRange(manager, ride.rideId);
    if (seen === null) return;
    const toMs = seen.lastMs + this.config.ARCHIVE_MAX_HOLD_MINUTES * 60_000;
    const parks = new Map([ride, ...others].map(({ parkId, timezone }) => [parkId, timezone]));
    const days: ParkDay[] = [...parks].flatMap(([parkId, timezone]) =>
      new LocalDays(timezone, this.config.parkDayStartMinutes)
        .datesBetween(seen.firstMs, toMs)
        .map((localDate) => ({ parkId, localDate })),
    );
    await this.writer.markParkDaysDirty(manager, days, 'MAPPING', this.clock.now().getTime());
  }
}
