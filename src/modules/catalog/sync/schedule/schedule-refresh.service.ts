import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency } from '../../../../common/async/in-parallel.js';
import { DomainError } from '../../../../common/errors/domain-error.js';
import { Clock } from '../../../../common/time/clock.js';
import { DAY_MS, HOUR_MS } from '../../../../common/time/durations.js';
import type { TimeWindow } from '../../../../common/time/time-windows.js';
import { PublishedUseService } from '../../../park-use/published-use.service.js';
import { type ScheduleReport, scheduleReport } from '../sync-report.js';
import type { ScheduleCounts } from './schedule-store.service.js';
import { ScheduleSync } from './schedule-sync.service.js';
import { type ScheduledPark, ScheduleRepository } from './schedule.repository.js';

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
    const isSoonOpen = ({ startMs, endMs }: TimeWindow) => startMs <= nowMs + AHEAD_MS && endMs > nowMs;
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
