import { Injectable, Logger } from '@nestjs/common';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { EntityClient } from '../../themeparks-api/api-clients.js';
import { datesOfMonth, isDue, pastMonths } from './past-months.js';
import { readSchedule, timezoneOf } from './read-schedule.js';
import { ScheduleMonthRepository } from './schedule-month.repository.js';
import { type ScheduledPark, ScheduleRepository } from './schedule.repository.js';

export interface PastScheduleRequest {
  /** Default: all active parks. */
  parkId?: number | null;
  /** First month, `YYYY-MM`; default: that of the park's first observation. */
  fromMonth?: string | null;
  /** Requests at most; default: no limit. */
  maxMonths?: number;
  signal?: AbortSignal;
}

export interface PastScheduleReport {
  parks: number;
  /** Months that were requested. */
  months: number;
  entriesAdded: number;
  failed: number;
  /** Months that are left for the next run. */
  left: number;
}

/** This many failures in a row mean that the API is unreachable. */
const MAX_CONSECUTIVE_FAILURES = 10;

/**
 * Reads the schedules of past months where none was observed. An entry is added only to a date of which nothing is stored;
 * nothing that is stored changes, whatever the response contains.
 */
@Injectable()
export class PastSchedules {
  private readonly logger = new Logger(PastSchedules.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly source: EntityClient,
    private readonly schedules: ScheduleRepository,
    private readonly months: ScheduleMonthRepository,
    private readonly writer: ObservationWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError if the API is unreachable; what was read is kept */
  async fill({ parkId = null, fromMonth = null, maxMonths = Infinity, signal }: PastScheduleRequest = {}) {
    const report: PastScheduleReport = { parks: 0, months: 0, entriesAdded: 0, failed: 0, left: 0 };
    let failures = 0;
    for (const park of await this.schedules.findParks()) {
      if (parkId !== null && park.parkId !== parkId) continue;
      report.parks++;
      for (const month of await this.monthsToRead(park, fromMonth)) {
        signal?.throwIfAborted();
        if (report.months >= maxMonths) {
          report.left++;
          continue;
        }
        report.months++;
        try {
          report.entriesAdded += await this.readMonth(park, month, signal);
          failures = 0;
        } catch (error) {
          if (!(error instanceof DomainError) || ++failures >= MAX_CONSECUTIVE_FAILURES) throw error;
          report.failed++;
          this.logger.warn(`the schedule of ${park.name} in ${month} was not read: ${error.message}`);
        }
      }
    }
    return report;
  }

  /** Months with a past date without any entry, except those that were read. */
  private async monthsToRead(park: ScheduledPark, fromMonth: string | null): Promise<string[]> {
    const { parkId, timezone } = park;
    const clock = new ParkClock(timezone);
    const observed = fromMonth === null ? await this.months.findFirstObserved(parkId) : null;
    const first = fromMonth ?? (observed && clock.today(observed.getTime()).slice(0, 7));
    if (first === null) return [];
    const today = clock.today(this.clock.now().getTime());
    const readAt = await this.months.findRead(parkId);
    const dates = await this.months.countDates(parkId, today);
    return pastMonths(first, today).filter((month) => {
      const at = readAt.get(month);
      const readOn = at === undefined ? null : clock.today(at.getTime());
      return isDue(month, today, { readOn, storedDates: dates.get(month) ?? 0 });
    });
  }

  /** @returns how many entries were added */
  private async readMonth(park: ScheduledPark, month: string, signal: AbortSignal | undefined): Promise<number> {
    const { parkId, themeparksWikiId } = park;
    const response = await this.source.fetchScheduleMonth(themeparksWikiId, month, signal);
    const at = this.clock.now();
    const { first, last } = datesOfMonth(month);
    const published = readSchedule(response, new ParkClock(park.timezone ?? timezoneOf(response)), at.getTime());
    const entries = published.past
      .map(({ entry }) => entry)
      .filter(({ localDate }) => localDate >= first && localDate <= last);
    return this.transactions.run(async (manager) => {
      await this.schedules.lockPark(manager, parkId);
      const stored = await this.months.findDates(manager, parkId, first, last);
      const added = entries.filter(({ localDate }) => !stored.has(localDate));
      await this.schedules.insert(manager, parkId, added, at);
      const dates = [...new Set(added.filter(({ type }) => type !== 'INFO').map(({ localDate }) => localDate))].sort();
      const days = dates.map((localDate) => ({ parkId, localDate }));
      await this.writer.invalidateParkDays(manager, days, 'SCHEDULE', at.getTime());
      await this.months.remember(manager, { parkId, month, entriesAdded: added.length, readAt: at });
      return added.length;
    });
  }
}
