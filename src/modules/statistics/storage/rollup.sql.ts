import { sqlInstant } from '../../../common/database/sql-instant.js';
import type { DayTotals, OpenTimeTotals, ParkDayRow, ParkHour, RideDay, RideHour } from '../days/rollup-rows.js';
import { RANKED_COLUMNS } from '../entities/rollup-columns.js';
import { IS_OBSERVED_DAY } from '../rollup-totals.js';

const TOTAL_COLUMNS =
  'operating_ms, down_ms, closed_ms, refurbishment_ms, observed_ms, archive_ms, unknown_ms, wait_known_ms, wait_minutes_ms, ' +
  'min_wait, max_wait, implausible_wait_count, snapshot_count, scheduled_ms, scheduled_observed_ms, scheduled_operating_ms, scheduled_down_ms';
const WHOLE_COLUMNS = `${TOTAL_COLUMNS}, status_changes, longest_down_ms`;

/** Columns that only days have; see SingleDayColumns. */
const DAILY_COLUMNS =
  'outside_wait_known_ms, outside_wait_minutes_ms, outside_min_wait, outside_max_wait, event_ms, event_operating_ms, ' +
  'event_down_ms, event_wait_known_ms, event_wait_minutes_ms, extreme_count, p50_wait, p90_wait';

const HOUR_KEY = 'local_date, local_hour';
const DAY_KEY = 'ride_id, stat_date';
const DAY_COLUMNS = `${WHOLE_COLUMNS}, ${DAILY_COLUMNS}, first_operating_at, last_operating_at, coverage`;
const PARK_KEY = 'park_id, stat_date';
const PARK_COLUMNS = `${WHOLE_COLUMNS}, ${DAILY_COLUMNS}, opens_at, closes_at, rides_tracked, rides_operated, rides_with_downtime, coverage`;

const orNull = (value: number | null): string => (value === null ? 'NULL' : String(value));
const instant = (value: number | null): string => (value === null ? 'NULL' : `'${sqlInstant(value)}'`);

const sumValues = (totals: OpenTimeTotals): string =>
  `${totals.operatingMs},${totals.downMs},${totals.closedMs},${totals.refurbishmentMs},${totals.observedMs},${totals.archiveMs},${totals.unknownMs},` +
  `${totals.waitKnownMs},${totals.waitMinutesMs},${orNull(totals.minWait)},${orNull(totals.maxWait)},` +
  `${totals.implausibleWaitCount},${totals.snapshotCount},${totals.scheduledMs},${totals.scheduledObservedMs},${totals.scheduledOperatingMs},${totals.scheduledDownMs}`;
const dayValues = (totals: DayTotals): string =>
  `${sumValues(totals)},${totals.statusChanges},${totals.longestDownMs},${totals.outsideWaitKnownMs},${totals.outsideWaitMinutesMs},` +
  `${orNull(totals.outsideMinWait)},${orNull(totals.outsideMaxWait)},${totals.eventMs},${totals.eventOperatingMs},` +
  `${totals.eventDownMs},${totals.eventWaitKnownMs},${totals.eventWaitMinutesMs},${totals.extremeCount},` +
  `${orNull(totals.p50Wait)},${orNull(totals.p90Wait)}`;

/** Overwrites an existing row in place, so that readers never miss it. */
const tailOf = (columns: string): string =>
  ` ON DUPLICATE KEY UPDATE ${columns
    .split(', ')
    .map((column) => `${column}=VALUES(${column})`)
    .join(',')}`;

const upsert = (table: string, key: string, columns: string) => {
  const [head, tail] = [`INSERT INTO ${table} (${key}, ${columns}) VALUES `, tailOf(columns)];
  return (rows: readonly string[]): string => `${head}${rows.join(',')}${tail}`;
};

const hourUpsert = upsert('ride_hourly_stats', `ride_id, ${HOUR_KEY}`, TOTAL_COLUMNS);
const parkHourUpsert = upsert('park_hourly_stats', `park_id, ${HOUR_KEY}`, TOTAL_COLUMNS);
const dayUpsert = upsert('ride_daily_stats', DAY_KEY, DAY_COLUMNS);
const parkUpsert = upsert('park_daily_stats', PARK_KEY, PARK_COLUMNS);

export const upsertHours = (hours: readonly RideHour[]): string =>
  hourUpsert(hours.map((hour) => `(${hour.rideId},'${hour.localDate}',${hour.localHour},${sumValues(hour)})`));

export const upsertParkHours = (hours: readonly ParkHour[]): string =>
  parkHourUpsert(hours.map((hour) => `(${hour.parkId},'${hour.localDate}',${hour.localHour},${sumValues(hour)})`));

export const upsertDays = (days: readonly RideDay[]): string =>
  dayUpsert(
    days.map(
      (day) =>
        `(${day.rideId},'${day.localDate}',${dayValues(day)},${instant(day.firstOperatingMs)},` +
        `${instant(day.lastOperatingMs)},${orNull(day.coverage)})`,
    ),
  );

export const upsertParkDays = (days: readonly ParkDayRow[]): string =>
  parkUpsert(
    days.map(
      (day) =>
        `(${day.parkId},'${day.localDate}',${dayValues(day)},${instant(day.opensAtMs)},${instant(day.closesAtMs)},` +
        `${day.ridesTracked},${day.ridesOperated},${day.ridesWithDowntime},${orNull(day.coverage)})`,
    ),
  );

type SummedTable = 'ride_monthly_stats' | 'ride_ten_day_stats';

const EXTREMES: Readonly<Record<string, string>> = { min_wait: 'MIN', max_wait: 'MAX', longest_down_ms: 'MAX' };

/**
 * Sums the days of each ride. Parameters: the first day of the period, the ride ids, and the half-open range of days. The lock
 * waits for days that another process is writing.
 */
const upsertSummed = (table: SummedTable, key: string, columns: string): string =>
  `INSERT INTO ${table} (${key}, ride_id, ${columns}, days)
   SELECT ?, ride_id, ${columns
     .split(', ')
     .map((column) => `${EXTREMES[column] ?? 'SUM'}(${column})`)
     .join(', ')}, SUM(${IS_OBSERVED_DAY.ride})
     FROM ride_daily_stats WHERE ride_id IN (?) AND stat_date >= ? AND stat_date < ? GROUP BY ride_id LOCK IN SHARE MODE` +
  tailOf(`${columns}, days`);

/** Deletes rows without remaining days. Takes the same parameters. */
const deleteStale = (table: SummedTable, key: string): string =>
  `DELETE FROM ${table} WHERE ${key} = ? AND ride_id IN (?)
      AND NOT EXISTS (SELECT 1 FROM ride_daily_stats d WHERE d.ride_id = ${table}.ride_id
                         AND d.stat_date >= ? AND d.stat_date < ?)`;

export interface SummedDays {
  upsert: string;
  deleteStale: string;
}

const summed = (table: SummedTable, key: string, columns: string): SummedDays => ({
  upsert: upsertSummed(table, key, columns),
  deleteStale: deleteStale(table, key),
});

export const MONTHS = summed('ride_monthly_stats', 'month', WHOLE_COLUMNS);
/** Ten-day periods have only the columns that rankings sum, because nothing else reads them. */
export const TEN_DAYS = summed('ride_ten_day_stats', 'first_date', Object.values(RANKED_COLUMNS).join(', '));
