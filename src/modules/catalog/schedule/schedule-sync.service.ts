import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { mapWithConcurrency } from '../../../common/async/concurrency.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { DomainError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { type ScheduleReport, scheduleReport } from '../sync/sync-report.js';
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

export interface RefreshReport extends ScheduleReport {
  parks: number;
  failed: number;
}

const WIDTH = 2;
/** Of the openings that begin within this time the hours are looked at before they begin. */
const AHEAD_MS = 4 * HOUR_MS;
/** A ride that was operating so recently shows a park in use for which no hours are published. */
const RECENT_MS = HOUR_MS;

/**
 * Looks again, through the day, at the schedules of parks that are in use or will soon open: their hours change most, and
 * matter most. One request for each of them; all others wait for the daily synchronisation.
 */
@Injectable()
export class ScheduleRefresh {
  private readonly logger = new Logger(ScheduleRefresh.name);

  constructor(
    private readonly schedules: ScheduleSync,
    private readonly repository: ScheduleRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly clock: Clock,
  ) {}

  async refresh(signal: AbortSignal): Promise<RefreshReport> {
    const parks = await this.parksInUse(this.clock.now().getTime());
    const results = await mapWithConcurrency(parks, WIDTH, (park) => this.refreshPark(park, signal));
    await this.schedules.settlePassed();
    const done = results.filter((counts) => counts !== null);
    return { parks: parks.length, failed: parks.length - done.length, ...scheduleReport(done) };
  }

  /** Parks with a published interval that has not ended and begins soon, or that were seen operating. */
  private async parksInUse(nowMs: number): Promise<ScheduledPark[]> {
    const parks = await this.schedules.parks();
    const dateOf = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 10);
    const published = await this.publishedUse.intervalsByPark(
      parks.map(({ parkId }) => parkId),
      dateOf(nowMs - 2 * DAY_MS),
      dateOf(nowMs + AHEAD_MS + DAY_MS),
    );
    const operating = new Set(await this.repository.findParksOperatingSince(new Date(nowMs - RECENT_MS)));
    const isSoonOpen = ({ startMs, endMs }: TimeInterval) => startMs <= nowMs + AHEAD_MS && endMs > nowMs;
    return parks.filter(({ parkId }) => operating.has(parkId) || published.get(parkId)?.some(isSoonOpen));
  }

  /** Null where it failed: the next run, and the daily synchronisation, try again. */
  private async refreshPark(park: ScheduledPark, signal: AbortSignal): Promise<ScheduleCounts | null> {
    signal.throwIfAborted();
    try {
      return await this.schedules.syncPark(park, signal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn(`${park.name} keeps its schedule: ${error.message}`);
      return null;
    }
  }
}
