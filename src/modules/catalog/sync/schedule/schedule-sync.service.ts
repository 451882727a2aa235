import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { withDatabaseRetry } from '../../../../common/database/retry.js';
import { Clock } from '../../../../common/time/clock.js';
import { EntityClient } from '../../../wiki-api/entity-client.js';
import { ParkClock } from '../../../park-use/park-clock.js';
import { PendingChanges } from './pending-changes.service.js';
import { readSchedule, timezoneOf } from './read-schedule.js';
import { type ScheduleCounts, ScheduleStore } from './schedule-store.service.js';
import { type ScheduledPark, ScheduleRepository } from './schedule.repository.js';

/** Keeps the published schedules of parks. An answer is a report: it changes what it reports, and nothing of the past. */
@Injectable()
export class ScheduleSync {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly source: EntityClient,
    private readonly repository: ScheduleRepository,
    private readonly storage: ScheduleStore,
    private readonly pending: PendingChanges,
    private readonly clock: Clock,
  ) {}

  /** Active parks that the source knows. */
  async parks(): Promise<ScheduledPark[]> {
    return this.repository.findParks();
  }

  /** Changes that no response has confirmed before their dates passed are not made. */
  async settlePassed(): Promise<void> {
    await this.pending.settlePassed();
  }

  /** @throws LiveApiError, CatalogResponseError */
  async syncPark(park: ScheduledPark, signal?: AbortSignal): Promise<ScheduleCounts> {
    const response = await this.source.fetchSchedule(park.themeparksWikiId, signal);
    const at = this.clock.now();
    const clock = new ParkClock(park.timezone ?? timezoneOf(response));
    const published = readSchedule(response, clock, at.getTime());
    return withDatabaseRetry(
      () => this.dataSource.transaction((manager) => this.storage.store(manager, park, { published, clock, at })),
      { nowMs: () => this.clock.now().getTime() },
    );
  }
}
