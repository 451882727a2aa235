import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DaySpan } from '../../statistics/day-spans.js';
import { type DayDetailColumns, type DayDetails, dayDetails } from '../../statistics/derived-metrics.js';
import { columnsAsTotals, joinDownReport, sumAsTotals, type Totals, totalsOf } from '../../statistics/rollup-totals.js';
import { DAY_DETAIL_COLUMNS, PARK_STATISTICS, statisticsOf } from '../../statistics/statistics-tables.js';
import { sumByWeekdayAndHour, TOTALS_COLUMNS, type WeekdayHour } from './ride-hours.js';
import { RideHoursRepository, type UnpackedDay } from './ride-hours.sql.js';
import type { Target } from './target.sql.js';

/** The opening hours of a park on a day that may not be over. */
export interface OpenDay {
  parkId: number;
  date: string;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesTracked: number;
}

export interface ParkDay {
  date: string;
  totals: Totals;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number;
  details: DayDetails;
}

type ParkDayRow = Totals & DayDetailColumns & Omit<ParkDay, 'totals' | 'details'>;

/** One hour of one day. */
export interface DayHour {
  date: string;
  hour: number;
  observedMs: number;
  waitKnownMs: number;
  waitMinutesMs: number;
}

const HOUR_COLUMNS = ['observedMs', 'waitKnownMs', 'waitMinutesMs'] as const;

const { table: PARK_DAYS, columns: DAY, observed: IS_OBSERVED } = PARK_STATISTICS.days;
const { table: PARK_HOURS, columns: HOUR, observed: IS_OBSERVED_HOUR } = PARK_STATISTICS.hours;

/** The columns of {@link DayHour}. */
const PARK_HOUR_COLUMNS = `${HOUR.localDate} AS date, ${HOUR.localHour} AS hour, ${HOUR.observedMs} AS observedMs,
  ${HOUR.waitKnownMs} AS waitKnownMs, ${HOUR.waitMinutesMs} AS waitMinutesMs`;

/** Reads the days and local hours of one park or ride from the rollups. */
@Injectable()
export class DayHourRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly rideHours: RideHoursRepository,
  ) {}

  /** Stored days of the spans, by date. */
  async findDays(entity: Target, spans: readonly DaySpan[]): Promise<Map<string, Totals>> {
    if (spans.length === 0) return new Map();
    const { days, id } = statisticsOf(entity);
    const ranges = spans.map(() => `${days.date} BETWEEN ? AND ?`).join(' OR ');
    const rows = await this.dataSource.manager.query<(Totals & { date: string })[]>(
      `SELECT ${days.date} AS date, ${columnsAsTotals(days.observed)}
         FROM ${days.table} ${joinDownReport(days.date)} WHERE ${days.id} = ? AND (${ranges})`,
      [entity.parkId, id, ...spans.flatMap(({ from, to }) => [from, to])],
    );
    return new Map(rows.map((row) => [row.date, totalsOf(row)]));
  }

  /** Includes the columns that only parks have; ordered by date. */
  async findParkDays(parkId: number, { from, to }: DaySpan): Promise<ParkDay[]> {
    const rows = await this.dataSource.manager.query<ParkDayRow[]>(
      `SELECT ${DAY.statDate} AS date, ${DAY.opensAt} AS opensAt, ${DAY.closesAt} AS closesAt,
              ${DAY.ridesOperated} AS ridesOperated, ${DAY_DETAIL_COLUMNS}, ${columnsAsTotals(IS_OBSERVED)}
         FROM ${PARK_DAYS} ${joinDownReport(DAY.statDate)}
        WHERE ${DAY.parkId} = ? AND ${DAY.statDate} BETWEEN ? AND ? ORDER BY ${DAY.statDate}`,
      [parkId, parkId, from, to],
    );
    return rows.map((row) => {
      const { date, opensAt, closesAt, ridesOperated } = row;
      return { date, opensAt, closesAt, ridesOperated, details: dayDetails(row), totals: totalsOf(row) };
    });
  }

  async sumByWeekdayAndHour(entity: Target, span: DaySpan): Promise<WeekdayHour[]> {
    if (entity.rideId !== null) return sumByWeekdayAndHour(await this.rideHours.findDays(entity, span, TOTALS_COLUMNS));
    const rows = await this.dataSource.manager.query<(Totals & { weekday: number; hour: number })[]>(
      `SELECT WEEKDAY(${HOUR.localDate}) + 1 AS weekday, ${HOUR.localHour} AS hour, ${sumAsTotals(IS_OBSERVED_HOUR)}
         FROM ${PARK_HOURS} ${joinDownReport(HOUR.localDate)}
        WHERE ${HOUR.parkId} = ? AND ${HOUR.localDate} BETWEEN ? AND ? GROUP BY weekday, hour`,
      [entity.parkId, entity.parkId, span.from, span.to],
    );
    return rows.map((row) => ({ weekday: Number(row.weekday), hour: Number(row.hour), totals: totalsOf(row) }));
  }

  /** The stored hours of these days. */
  async findHours(entity: Target, dates: readonly string[]): Promise<DayHour[]> {
    if (dates.length === 0) return [];
    if (entity.rideId !== null) return this.findRideHours(entity, dates);
    return this.dataSource.manager.query<DayHour[]>(
      `SELECT ${PARK_HOUR_COLUMNS} FROM ${PARK_HOURS} WHERE ${HOUR.parkId} = ? AND ${HOUR.localDate} IN (?)`,
      [entity.parkId, dates],
    );
  }

  /** One local hour of these days of several parks. */
  async findHourOfParks(
    parkIds: readonly number[],
    dates: readonly string[],
    hour: number,
  ): Promise<(DayHour & { parkId: number })[]> {
    return this.dataSource.manager.query<(DayHour & { parkId: number })[]>(
      `SELECT ${HOUR.parkId} AS parkId, ${PARK_HOUR_COLUMNS}
         FROM ${PARK_HOURS} WHERE ${HOUR.parkId} IN (?) AND ${HOUR.localDate} IN (?) AND ${HOUR.localHour} = ?`,
      [parkIds, dates, hour],
    );
  }

  /** The stored hours of these days of every ride of a park, by ride. */
  async findHoursByRide(parkId: number, dates: readonly string[]): Promise<Map<number, DayHour[]>> {
    const found = new Map<number, DayHour[]>();
    for (const day of await this.rideHours.findParkDates(parkId, dates, HOUR_COLUMNS)) {
      const known = found.get(day.rideId) ?? [];
      known.push(...dayHours(day));
      found.set(day.rideId, known);
    }
    return found;
  }

  private async findRideHours(ride: Target, dates: readonly string[]): Promise<DayHour[]> {
    const found: DayHour[] = [];
    for (const day of await this.rideHours.findDates(ride, dates, HOUR_COLUMNS)) found.push(...dayHours(day));
    return found;
  }

  /** Parks that close after `now` on one of the dates. */
  async findStillOpen(dates: readonly string[], now: Date): Promise<OpenDay[]> {
    if (dates.length === 0) return [];
    return this.dataSource.manager.query<OpenDay[]>(
      `SELECT ${DAY.parkId} AS parkId, ${DAY.statDate} AS date, ${DAY.opensAt} AS opensAt, ${DAY.closesAt} AS closesAt,
              ${DAY.ridesTracked} AS ridesTracked
         FROM ${PARK_DAYS} WHERE ${DAY.statDate} IN (?) AND ${DAY.closesAt} > ?`,
      [dates, now],
    );
  }
}

function dayHours({ date, hours, values }: Omit<UnpackedDay, 'reportsDown'>): DayHour[] {
  const { observedMs, waitKnownMs, waitMinutesMs } = values;
  return hours.map((hour) => ({
    date,
    hour,
    observedMs: observedMs[hour]!,
    waitKnownMs: waitKnownMs[hour]!,
    waitMinutesMs: waitMinutesMs[hour]!,
  }));
}
