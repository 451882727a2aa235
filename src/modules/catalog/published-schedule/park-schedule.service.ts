import { Injectable } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { dayAfter } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { checkDateRange } from '../../../common/time/date-range.js';
import { ParkClock } from '../../park-use/park-clock.js';
import { CatalogService } from '../catalog.service.js';
import {
  DEFAULT_SCHEDULE_DAYS,
  MAX_SCHEDULE_DAYS,
  type ParkPricesQuery,
  type ParkPricesView,
  type ParkScheduleQuery,
  type ParkScheduleView,
  type ScheduleRangeQuery,
} from './park-schedule.dto.js';
import { PublishedScheduleRepository } from './published-schedule.repository.js';
import { entriesOfPark, entryView, priceView } from './schedule-views.js';

/** The published schedules and prices of a park, for the public API. */
@Injectable()
export class ParkScheduleService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly repository: PublishedScheduleRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws ParkNotFoundError, DateRangeError */
  async scheduleOf(parkId: number, query: ParkScheduleQuery): Promise<ParkScheduleView> {
    const dates = await this.datesOf(parkId, query);
    const range = { ...query, ...dates, type: undefined };
    const parkIds = [parkId, ...(await this.repository.findSameParks(parkId))];
    const entries = entriesOfPark(parkId, await this.repository.findEntries(parkIds, range)).filter(
      ({ scheduleType }) => query.type === undefined || scheduleType === query.type,
    );
    const ids = query.history ? entries.map(({ scheduleId }) => scheduleId) : [];
    const formerly = groupBy(await this.repository.findFormerDescriptions(ids), ({ scheduleId }) => scheduleId);
    const data = entries.map((entry) => entryView(entry, dates.timezone, formerly.get(entry.scheduleId) ?? []));
    return { ...dates, data };
  }

  /** @throws ParkNotFoundError, DateRangeError */
  async pricesOf(parkId: number, query: ParkPricesQuery): Promise<ParkPricesView> {
    const dates = await this.datesOf(parkId, query);
    const prices = await this.repository.findPrices(parkId, { ...query, ...dates, type: query.type });
    return { ...dates, data: prices.map(priceView) };
  }

  private async datesOf(parkId: number, query: ScheduleRangeQuery): Promise<Omit<ParkScheduleView, 'data'>> {
    const { timezone } = await this.catalog.getPark(parkId);
    const today = new ParkClock(timezone).dateOf(this.clock.now().getTime());
    const from = query.from ?? (query.to === undefined || query.to >= today ? today : query.to);
    const to = query.to ?? dayAfter(from, DEFAULT_SCHEDULE_DAYS - 1);
    checkDateRange({ from, to }, MAX_SCHEDULE_DAYS);
    return { parkId, timezone, today, from, to };
  }
}
