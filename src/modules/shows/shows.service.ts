import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { DAY_MS, dayAfter, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { checkDateRange } from '../../common/time/date-range.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { CanonicalGroups } from '../catalog/canonical-groups.service.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ShowTimesService } from '../snapshots/show-times/show-times.service.js';
import { performancesIn } from './performances.js';
import {
  DEFAULT_SHOW_DAYS,
  MAX_SHOW_DAYS,
  type ParkDiningView,
  type ParkShowtimesQuery,
  type ParkShowtimesView,
  type RideDiningView,
  type RideShowtimesView,
  type ShowRangeQuery,
} from './shows.dto.js';
import { type DetailedEntity, ShowsRepository } from './shows.sql.js';
import { diningView, performanceView } from './show-views.js';

/** Lists of a day are published on that day, or shortly before. */
const PUBLISHED_BEFORE_MS = 2 * DAY_MS;

/** Show times and dining availability, for the public API. */
@Injectable()
export class ShowsService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly canonicalGroups: CanonicalGroups,
    private readonly repository: ShowsRepository,
    private readonly showTimes: ShowTimesService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws ParkNotFoundError */
  async showtimesOfPark(parkId: number, query: ParkShowtimesQuery): Promise<ParkShowtimesView> {
    const { timezone } = await this.catalog.getPark(parkId);
    const days = this.daysOf(timezone);
    const date = query.date ?? days.dateOf(this.clock.now().getTime());
    const window = days.window(date);
    const entities = await this.repository.findEntities(parkId, 'SHOWTIMES');
    const ids = entities.map(({ storedUnder }) => storedUnder);
    const lists = await this.showTimes.reported(ids, window.startMs - PUBLISHED_BEFORE_MS, window.endMs);
    const data = byRide(entities).flatMap(({ storedUnder, ...entity }) => {
      const own = lists.filter(({ rideId }) => storedUnder.includes(rideId));
      const performances = performancesIn(own, window).map((one) => performanceView(one, timezone));
      return performances.length === 0 ? [] : [{ ...entity, performances }];
    });
    return { parkId, timezone, date, data };
  }

  /** @throws RideNotFoundError, DateRangeError */
  async showtimesOfRide(rideId: number, query: ShowRangeQuery): Promise<RideShowtimesView> {
    const { rideIds, window, days, ...head } = await this.rangeOf(rideId, query);
    const lists = await this.showTimes.reported(rideIds, window.startMs - PUBLISHED_BEFORE_MS, window.endMs);
    const data = performancesIn(lists, window).map((one) => {
      return { date: days.dateOf(one.startMs), ...performanceView(one, head.timezone) };
    });
    return { ...head, data };
  }

  /** @throws RideNotFoundError, DateRangeError */
  async diningOfRide(rideId: number, query: ShowRangeQuery): Promise<RideDiningView> {
    const { rideIds, window, days: _, ...head } = await this.rangeOf(rideId, query);
    const { startMs, endMs } = window;
    const reported = await this.showTimes.polled(rideIds, 'DINING_AVAILABILITY', startMs, endMs);
    return { ...head, data: reported.map(diningView) };
  }

  /** @throws ParkNotFoundError */
  async diningOfPark(parkId: number): Promise<ParkDiningView> {
    const { timezone } = await this.catalog.getPark(parkId);
    const asOf = this.clock.now();
    const latestMs = asOf.getTime() + this.config.clockToleranceMs;
    const entities = await this.repository.findEntities(parkId, 'DINING_AVAILABILITY');
    const ids = entities.map(({ storedUnder }) => storedUnder);
    const newest = await this.showTimes.newestPolled(ids, 'DINING_AVAILABILITY', latestMs);
    const maxAgeMs = this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS;
    const data = byRide(entities).flatMap(({ storedUnder, ...entity }) => {
      const own = newest.filter(({ rideId }) => storedUnder.includes(rideId));
      const last = own.toSorted((a, b) => b.lastConfirmedMs - a.lastConfirmedMs).at(0);
      if (last === undefined) return [];
      const isCurrent = asOf.getTime() - last.lastConfirmedMs <= maxAgeMs;
      return [{ ...entity, isCurrent, newest: diningView(last) }];
    });
    return { parkId, timezone, asOf, data };
  }

  private async rangeOf(rideId: number, query: ShowRangeQuery) {
    const { requestedRideId, canonicalRideId, rideIds } = await this.canonicalGroups.of(rideId);
    const timezone = await this.repository.findTimezone(canonicalRideId);
    const days = this.daysOf(timezone);
    const to = query.to ?? days.dateOf(this.clock.now().getTime());
    const from = query.from ?? dayAfter(to, 1 - DEFAULT_SHOW_DAYS);
    checkDateRange({ from, to }, MAX_SHOW_DAYS);
    const window = { startMs: days.window(from).startMs, endMs: days.window(to).endMs };
    return { requestedRideId, canonicalRideId, timezone, from, to, rideIds, days, window };
  }

  private daysOf(timezone: string | null): LocalDays {
    return new LocalDays(timezone, this.config.parkDayStartMinutes);
  }
}

/** Entities in their order, each with all ids under which its details are stored. */
function byRide(entities: readonly DetailedEntity[]) {
  return [...groupBy(entities, ({ rideId }) => rideId).values()].map((rows) => {
    const { rideId, name, entityType } = rows[0]!;
    return { rideId, name, entityType, storedUnder: rows.map(({ storedUnder }) => storedUnder) };
  });
}
