import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { TtlCache } from '../../common/ttl-cache.js';
import { weekdayOf } from '../statistics/day-spans.js';
import { DayHourRepository } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { typicalDates, typicalHours } from './typical-hours.js';

/** Only a recomputation of past days changes what is typical of an hour. */
const CACHED_MS = 10 * MINUTE_MS;
/** More than the local hours that there are on earth at an instant. */
const MAX_HOURS = 100;

interface ParkInZone {
  parkId: number;
  timezone: string | null;
}

/** The median wait of the present local hour, over the days of the same weekday in the year before. */
@Injectable()
export class TypicalWaits {
  private readonly waits: TtlCache<Map<number, number | null>>;

  constructor(
    private readonly hours: DayHourRepository,
    private readonly calendar: LocalCalendar,
    private readonly clock: Clock,
  ) {
    this.waits = new TtlCache(clock, CACHED_MS, { maxEntries: MAX_HOURS });
  }

  /** Minutes by park, as in `hours[].p50` of `/api/parks/:parkId/today`; null: no wait was posted in this hour. */
  async now(parks: readonly ParkInZone[]): Promise<Map<number, number | null>> {
    const nowMs = this.clock.now().getTime();
    const present = parks.map(({ parkId, timezone }) => {
      const date = this.calendar.today(timezone);
      return { parkId, date, hour: this.calendar.hours(timezone).hourAt(date, nowMs) };
    });
    const groups = [...groupBy(present, ({ date, hour }) => `${date} ${hour}`).values()];
    const found = await Promise.all(groups.map((group) => this.ofHour(group)));
    return new Map(found.flatMap((group) => [...group]));
  }

  /** Parks with the same local date and hour share a query. */
  private ofHour(
    parks: readonly { parkId: number; date: string; hour: number }[],
  ): Promise<Map<number, number | null>> {
    const { date, hour } = parks[0]!;
    const parkIds = parks.map(({ parkId }) => parkId);
    return this.waits.getOrLoad(`${date} ${hour} ${parkIds.join(',')}`, async () => {
      const rows = await this.hours.findHourOfParks(parkIds, typicalDates({ weekday: weekdayOf(date) }, date), hour);
      const byPark = groupBy(rows, ({ parkId }) => parkId);
      return new Map(parkIds.map((parkId) => [parkId, typicalHours(byPark.get(parkId) ?? [], [hour])[0]!.p50]));
    });
  }
}
