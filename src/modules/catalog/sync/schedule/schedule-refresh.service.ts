import { Injectable, Logger } from '@nestjs/common';
import { inParallel } from '../../../../common/async/in-parallel.js';
import { DomainError } from '../../../../common/errors/domain-error.js';
import { Clock } from '../../../../common/time/clock.js';
import { HOUR_MS } from '../../../../common/time/durations.js';
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
    private readonly clock: Clock,
  ) {}

  async refresh(signal: AbortSignal): Promise<RefreshReport> {
    const nowMs = this.clock.now().getTime();
    const [until, liveSince] = [new Date(nowMs + AHEAD_MS), new Date(nowMs - RECENT_MS)];
    const parks = await this.repository.findParksInUse(new Date(nowMs), until, liveSince);
    const results = await inParallel(parks, WIDTH, (park) => this.refreshPark(park, signal));
    const done = results.filter((counts) => counts !== null);
    return { parks: parks.length, failed: parks.length - done.length, ...scheduleReport(done) };
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
