import type { ObjectType } from 'typeorm';
import { type ColumnNames, columnsOf, tableOf } from '../../common/database/columns.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { ParkDailyStats, ParkHourlyStats } from './entities/park-stats.entity.js';
import { RideDailyStats, RideMonthlyStats, RideTenDayStats } from './entities/ride-stats.entity.js';
import type { DayDetailColumns } from './derived-metrics.js';

/** A table of statistics: a row for each park or ride and local period. */
export interface StatisticsTable<Entity = object> {
  table: string;
  columns: ColumnNames<Entity>;
  /** The column of the id of the park or ride, and that of the first day of the period. */
  id: string;
  date: string;
  /** Null: the period is a day or longer. */
  hour: string | null;
  /** SQL for how many observed hours or days a row has. */
  observed: string;
}

type Key<Entity> = Record<'id' | 'date', keyof Entity> & { hour?: keyof Entity };

function tableWith<Entity extends object>(
  entity: ObjectType<Entity>,
  { id, date, hour }: Key<Entity>,
  observed: (columns: ColumnNames<Entity>) => string,
): StatisticsTable<Entity> {
  const columns = columnsOf(entity);
  return {
    table: tableOf(entity),
    columns,
    id: columns[id],
    date: columns[date],
    hour: hour === undefined ? null : columns[hour],
    observed: observed(columns),
  };
}

/** Exceeds the time for which a value is carried forward past the last observation of its park (PARK_NO_DATA_MINUTES). */
const CARRIED_OVER_MS = 2 * HOUR_MS;

/**
 * Where the statistics of parks and rides are. A day counts as observed if it really was: the row of a day without data may
 * contain the end of the evening before, and would otherwise count without any scheduled time.
 */
export const PARK_STATISTICS = {
  hours: tableWith(
    ParkHourlyStats,
    { id: 'parkId', date: 'localDate', hour: 'localHour' },
    ({ observedMs }) => `(${observedMs} > 0)`,
  ),
  days: tableWith(
    ParkDailyStats,
    { id: 'parkId', date: 'statDate' },
    ({ scheduledMs, observedMs, ridesTracked }) =>
      `(${scheduledMs} > 0 OR ${observedMs} > ${ridesTracked} * ${CARRIED_OVER_MS})`,
  ),
};

/** Parks have so few rows that they need neither months nor ten-day periods. The hours of rides are packed: {@link RideDayHours}. */
export const RIDE_STATISTICS = {
  days: tableWith(
    RideDailyStats,
    { id: 'rideId', date: 'statDate' },
    ({ scheduledMs, observedMs }) => `(${scheduledMs} > 0 OR ${observedMs} > ${CARRIED_OVER_MS})`,
  ),
  tenDayPeriods: tableWith(RideTenDayStats, { id: 'rideId', date: 'firstDate' }, ({ days }) => days),
  months: tableWith(RideMonthlyStats, { id: 'rideId', date: 'month' }, ({ days }) => days),
};

/** The tables of a park or ride, and its id in them. */
export const statisticsOf = ({ parkId, rideId }: { parkId: number; rideId: number | null }) =>
  rideId === null ? { ...PARK_STATISTICS, id: parkId } : { ...RIDE_STATISTICS, id: rideId };

const DETAILS: readonly (keyof DayDetailColumns)[] = [
  'p50Wait', 'p90Wait', 'extremeCount', 'outsideWaitKnownMs', 'outsideWaitMinutesMs', 'outsideMinWait', 'outsideMaxWait',
  'eventMs', 'eventOperatingMs', 'eventDownMs', 'eventWaitKnownMs', 'eventWaitMinutesMs',
]; // prettier-ignore

/** Selects {@link DayDetailColumns}, which the days of parks and of rides have. */
export const DAY_DETAIL_COLUMNS = DETAILS.map((name) => `${RIDE_STATISTICS.days.columns[name]} AS ${name}`).join(', ');
