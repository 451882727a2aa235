import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { ParkNotFoundError } from '../../common/domain-error.js';
import { DAY_MS, dayAfter, daysFromTo, HOUR_MS, startOfUtcDay } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { checkDateRange } from '../../common/time/date-range.js';
import type { ExcludedParkInterval } from '../exclusions/exclusion.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import { FindingsService } from '../findings/findings.service.js';
import { PublishedUseService } from '../park-use/published-use.service.js';
import { LocalDays } from '../snapshots/local-days.js';
import { parkCoverage } from './coverage-report.js';
import type { CoverageQuery, CoverageReport } from './coverage.dto.js';
import { CoverageRepository, type CoveredPark } from './coverage.sql.js';

const NO_DAYS: ReadonlySet<string> = new Set();
const MAX_DAYS_OF_ALL = 31;
const MAX_DAYS_OF_ONE = 366;
/** Hours of the local day in which parks may be open: a file that covers only the night is not reported missing. */
const DAYTIME_FROM_MS = 5 * HOUR_MS;
const DAYTIME_TO_MS = 17 * HOUR_MS;

interface SourceFacts {
  /** Beginnings of UTC hours. */
  liveHours: string[];
  /** UTC days. */
  missingDays: string[];
  unreadDays: string[];
}

/** Reports how much of the parks' opening hours was observed. */
@Injectable()
export class CoverageService {
  constructor(
    private readonly repository: CoverageRepository,
    private readonly publishedUse: PublishedUseService,
    private readonly findings: FindingsService,
    private readonly exclusions: ExclusionsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws DateRangeError, ParkNotFoundError */
  async report({ startDate, endDate, parkId }: CoverageQuery): Promise<CoverageReport> {
    checkDateRange({ startDate, endDate }, parkId === undefined ? MAX_DAYS_OF_ALL : MAX_DAYS_OF_ONE);
    const parks = await this.repository.findParks(parkId);
    if (parkId !== undefined && parks.length === 0) throw new ParkNotFoundError(parkId);
    return { startDate, endDate, parks: await this.parksIn(parks, startDate, endDate) };
  }

  private async parksIn(parks: readonly CoveredPark[], startDate: string, endDate: string) {
    if (parks.length === 0) return [];
    const nowMs = this.clock.now().getTime();
    const ids = parks.map(({ parkId }) => parkId);
    const rows = groupBy(await this.repository.findDays(ids, startDate, endDate), ({ parkId }) => parkId);
    const sources = await this.sourceDays(parks, startDate, endDate);
    const published = await this.publishedUse.intervalsByPark(ids, startDate, endDate);
    const scheduled = await this.publishedUse.datesByPark(ids, startDate, endDate);
    const excluded = groupBy(await this.excludedIn(ids, startDate, endDate), ({ parkId }) => parkId);
    const views = [];
    for (const { parkId, destinationId, name, destinationName, timezone } of parks) {
      const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
      const today = localDays.dateOf(nowMs);
      const { liveHours, missingDays, unreadDays } = sources.get(destinationId)!;
      const facts = {
        missingArchiveDays: localDaysOf(missingDays, localDays),
        unreadDays: localDaysOf(unreadDays, localDays),
        liveDays: new Set(liveHours.map((hour) => localDays.dateOf(Date.parse(hour)))),
        historyDays: new Set(await this.repository.findHistoryDays(parkId, startDate, endDate)),
        parkId,
        name,
        destinationName,
        rows: rows.get(parkId) ?? [],
        scheduledDays: scheduled.get(parkId) ?? NO_DAYS,
        excludedDays: datesOf(excluded.get(parkId) ?? [], localDays, { startDate, endDate: today }),
        openDays: new Set(published.get(parkId)?.map(({ localDate }) => localDate)),
      };
      views.push(parkCoverage(facts, startDate, endDate < today ? endDate : today));
    }
    return views;
  }

  private excludedIn(parkIds: readonly number[], startDate: string, endDate: string): Promise<ExcludedParkInterval[]> {
    // One day more at both ends: a local date differs from the UTC date by one day at most.
    const [first, last] = [dayAfter(startDate, -1), dayAfter(endDate, 2)].map((date) => startOfUtcDay(date));
    return this.exclusions.ofParks(parkIds, first!, last!);
  }

  private async sourceDays(parks: readonly CoveredPark[], startDate: string, endDate: string) {
    const byDestination = new Map<number, SourceFacts>();
    const near = [dayAfter(startDate, -1), dayAfter(endDate, 1)] as const;
    const isNear = (day: string): boolean => day >= near[0] && day <= near[1];
    for (const destinationId of new Set(parks.map((park) => park.destinationId))) {
      const missing = await this.findings.missingArchiveDays(destinationId);
      const archiveDays = new Set(await this.repository.findArchiveDays(destinationId, ...near));
      const unread = await this.findings.unreadDays(destinationId);
      const missingDays = missing.flatMap(({ firstDay, lastDay }) => daysFromTo(firstDay, lastDay));
      byDestination.set(destinationId, {
        liveHours: await this.repository.findLiveHours(destinationId, startDate, endDate),
        missingDays: missingDays.filter((day) => isNear(day) && !archiveDays.has(day)),
        unreadDays: unread.map(({ day }) => day).filter(isNear),
      });
    }
    return byDestination;
  }
}

/** Local days of a range that overlap any of the intervals. */
function datesOf(
  intervals: readonly ExcludedParkInterval[],
  localDays: LocalDays,
  { startDate, endDate }: { startDate: string; endDate: string },
): Set<string> {
  const fromMs = localDays.window(startDate).startMs;
  const toMs = localDays.window(endDate).endMs;
  return new Set(
    intervals.flatMap((interval) => {
      const [firstMs, lastMs] = [Math.max(fromMs, interval.fromMs), Math.min(toMs, interval.toMs ?? toMs) - 1];
      return firstMs > lastMs ? [] : localDays.datesBetween(firstMs, lastMs);
    }),
  );
}

/** Local days whose daytime overlaps any of the UTC days. */
function localDaysOf(utcDays: readonly string[], localDays: LocalDays): Set<string> {
  const dates = new Set<string>();
  for (const day of utcDays) {
    const startMs = startOfUtcDay(day);
    for (const date of localDays.datesBetween(startMs, startMs + DAY_MS - 1)) {
      const dayStartMs = localDays.window(date).startMs;
      const [fromMs, toMs] = [dayStartMs + DAYTIME_FROM_MS, dayStartMs + DAYTIME_TO_MS];
      if (fromMs < startMs + DAY_MS && toMs > startMs) dates.add(date);
    }
  }
  return dates;
}
