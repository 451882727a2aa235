import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency } from '../../../common/async/concurrency.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS, utcDayOf } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { PublishedUseService } from '../../park-use/published-use.service.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { type ScheduleReport, scheduleReport } from '../sync/sync-report.js';
import { PendingChanges } from './pending-changes.service.js';
import { readSchedule, timezoneOf } from './read-schedule.js';
import { type ScheduleCounts, ScheduleStore } from './schedule-store.service.js';
import { type ScheduledPark, ScheduleRepository } from './schedule.repository.js';

/** Reads and stores the published schedules of parks. A response changes only what it reports, and never the past. */
@Injectable()
export class ScheduleSync {
  constructor(
    private readonly transactions: TransactionService,
    private readonly source: EntityClient,
    private readonly repository: ScheduleRepository,
    private readonly storage: ScheduleStore,
    private readonly pending: PendingChanges,
    private readonly clock: Clock,
  ) {}

  /** Active parks with a UUID. */
  async parks(): Promise<ScheduledPark[]> {
    return this.repository.findParks();
  }

  /** Discards changes that no response confirmed before their dates passed. */
  async settlePassed(): Promise<void> {
    await this.pending.settlePassed();
  }

  /** @throws LiveApiError, MalformedResponseError */
  async syncPark(park: ScheduledPark, signal?: AbortSignal): Promise<ScheduleCounts> {
    const response = await this.source.fetchSchedule(park.themeparksWikiId, signal);
    const at = this.clock.now();
    const clock = new ParkClock(park.timezone ?? timezoneOf(response));
    const published = readSchedule(response, clock, at.getTime());
    return this.transactions.run((manager) => this.storage.store(manager, park, { published, clock, at }));
  }
}

export interface RefreshReport extends ScheduleReport {
  parks: number;
  failed: number;
}

const WIDTH = 2;
/** Schedules of parks that open within this time are refreshed before they open. */
const AHEAD_MS = 4 * HOUR_MS;
/** A ride that operated within this time shows that its park is open, even without published hours. */
const RECENT_MS = HOUR_MS;

/**
 * Refreshes the schedules of parks that are open or will open soon, several times a day: their hours change most often and
 * matter most. Costs one request per park; all other parks wait for the daily synchronisation.
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

  /** Parks with a published interval that is running or begins soon, and parks with rides that operated recently. */
  private async parksInUse(nowMs: number): Promise<ScheduledPark[]> {
    const parks = await this.schedules.parks();
    const published = await this.publishedUse.intervalsByPark(
      parks.map(({ parkId }) => parkId),
      utcDayOf(nowMs - 2 * DAY_MS),
      utcDayOf(nowMs + AHEAD_MS + DAY_MS),
    );
    const operating = new Set(await this.repository.findParksOperatingSince(new Date(nowMs - RECENT_MS)));
    const isSoonOpen = ({ startMs, endMs }: TimeInterval) => startMs <= nowMs + AHEAD_MS && endMs > nowMs;
    return parks.filter(({ parkId }) => operating.has(parkId) || published.get(parkId)?.some(isSoonOpen));
  }

  /** Null: it failed; the next run and the daily synchronisation try again. */
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
