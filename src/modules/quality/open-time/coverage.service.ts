import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { dayAfter, daysFromTo } from '../../../common/time/calendar-day.js';
import { Clock } from '../../../common/time/clock.js';
import { ParkNotFoundError } from '../../catalog/catalog-errors.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { CoverageQuery, OpenTimeReport } from '../api/dto/coverage.dto.js';
import { QualityService } from '../quality.service.js';
import { parkCoverage } from './coverage-report.js';
import { CoverageRepository, type CoveredPark } from './coverage.repository.js';

const MAX_DAYS_OF_ALL = 31;
const MAX_DAYS_OF_ONE = 366;

export class CoverageRangeError extends DomainError {
  constructor(message: string, maxDays: number) {
    super('DATE_OUT_OF_RANGE', message, { maxDays });
  }
}

interface SourceFacts {
  /** Beginnings of UTC hours. */
  liveHours: string[];
  archiveDays: Set<string>;
  missingArchiveDays: Set<string>;
}

/** How much of the open time of parks was observed. */
@Injectable()
export class CoverageService {
  constructor(
    private readonly repository: CoverageRepository,
    private readonly quality: QualityService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws CoverageRangeError, ParkNotFoundError */
  async report({ startDate, endDate, parkId }: CoverageQuery): Promise<OpenTimeReport> {
    const maxDays = parkId === undefined ? MAX_DAYS_OF_ALL : MAX_DAYS_OF_ONE;
    if (endDate < startDate) throw new CoverageRangeError('endDate is before startDate', maxDays);
    if (endDate > dayAfter(startDate, maxDays - 1)) {
      throw new CoverageRangeError(`The range may have ${maxDays} days at most`, maxDays);
    }
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
    const views = [];
    for (const { parkId, destinationId, name, timezone } of parks) {
      const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
      const today = localDays.dateOf(nowMs);
      const { liveHours, ...archive } = sources.get(destinationId)!;
      const schedule = await this.repository.findScheduledDays(parkId, startDate, endDate);
      const facts = {
        ...archive,
        liveDays: new Set(liveHours.map((hour) => localDays.dateOf(Date.parse(hour)))),
        parkId,
        name,
        rows: rows.get(parkId) ?? [],
        scheduledDays: new Set(schedule.map(({ day }) => day)),
        openDays: new Set(schedule.filter(({ isOpen }) => isOpen).map(({ day }) => day)),
      };
      views.push(parkCoverage(facts, startDate, endDate < today ? endDate : today));
    }
    return views;
  }

  private async sourceDays(parks: readonly CoveredPark[], startDate: string, endDate: string) {
    const byDestination = new Map<number, SourceFacts>();
    for (const destinationId of new Set(parks.map((park) => park.destinationId))) {
      const missing = await this.quality.missingArchiveDays(destinationId);
      const archiveDays = new Set(await this.repository.findArchiveDays(destinationId, startDate, endDate));
      const missingDays = missing.flatMap(({ firstDay, lastDay }) => daysFromTo(firstDay, lastDay));
      byDestination.set(destinationId, {
        liveHours: await this.repository.findLiveHours(destinationId, startDate, endDate),
        archiveDays,
        missingArchiveDays: new Set(missingDays.filter((day) => !archiveDays.has(day))),
      });
    }
    return byDestination;
  }
}
