import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../../common/time/clock.js';
import { LINKED_DAY } from '../../snapshots/local-days.js';
import { ObservationWriter } from '../../snapshots/observation-writer.js';
import { ParkRangeLoader } from './park-stretch.service.js';
import type { InvalidatedRange } from './storage/dirty-days.repository.js';
import { ZoneRules } from './zone-rules/zone-rules.service.js';

/** Days that are to be computed although no observation of theirs has been written. */
@Injectable()
export class DayInvalidation {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly ranges: ParkRangeLoader,
    private readonly zoneRules: ZoneRules,
    private readonly writer: ObservationWriter,
    private readonly clock: Clock,
  ) {}

  /** Days of parks whose time zone has other rules than those by which they are stored. */
  async invalidateRecut(): Promise<void> {
    await this.zoneRules.invalidateRecutDays();
  }

  /** Days of other parks for which observations of these count. @returns these parks */
  async invalidateLinked(range: InvalidatedRange): Promise<ReadonlySet<number>> {
    if (range.days.every(({ reason }) => reason === LINKED_DAY)) return new Set();
    const days = await this.ranges.linkedDays(range);
    if (days.length === 0) return new Set();
    await this.dataSource.transaction((manager) =>
      this.writer.invalidateParkDays(manager, days, LINKED_DAY, this.clock.now().getTime()),
    );
    return new Set(days.map(({ parkId }) => parkId));
  }
}
