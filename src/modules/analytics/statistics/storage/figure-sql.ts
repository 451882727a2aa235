import { sqlInstant } from '../../../snapshots/observation-sql.js';
import type { OpenFigures, ParkDayFigures, RideDay, RideHour, TimeFigures } from '../figures/time-figures.js';

const TIME_COLUMNS =
  'operating_ms, down_ms, closed_ms, refurbishment_ms, observed_ms, unobserved_ms, wait_known_ms, wait_minutes_ms, ' +
  'min_wait, max_wait, placeholder_count, snapshot_count';
const OPEN_COLUMNS = `${TIME_COLUMNS}, open_ms, open_observed_ms, open_operating_ms, open_down_ms, status_changes, longest_down_ms`;

const HOUR_KEY = 'ride_id, local_date, local_hour';
const DAY_KEY = 'ride_id, stat_date';
const DAY_COLUMNS = `${OPEN_COLUMNS}, first_operating_at, last_operating_at, coverage`;
const PARK_KEY = 'park_id, stat_date';
const PARK_COLUMNS = `${OPEN_COLUMNS}, opens_at, closes_at, rides_tracked, rides_operated, rides_with_downtime, coverage`;

const orNull = (value: number | null): string => (value === null ? 'NULL' : String(value));
const instant = (value: number | null): string => (value === null ? 'NULL' : `'${sqlInstant(value)}'`);

const timeValues = (sums: TimeFigures): string =>
  `${sums.operatingMs},${sums.downMs},${sums.closedMs},${sums.refurbishmentMs},${sums.observedMs},${sums.unobservedMs},` +
  `${sums.waitKnownMs},${sums.waitMinutesMs},${orNull(sums.minWait)},${orNull(sums.maxWait)},` +
  `${sums.placeholderCount},${sums.snapshotCount}`;
const openValues = (sums: OpenFigures): string =>
  `${timeValues(sums)},${sums.openMs},${sums.openObservedMs},${sums.openOperatingMs},${sums.openDownMs},` +
  `${sums.statusChanges},${sums.longestDownMs}`;

/** A row that is there already is overwritten in place: no reader ever finds it missing. */
const tailOf = (columns: string): string =>
  ` ON DUPLICATE KEY UPDATE ${columns
    .split(', ')
    .map((column) => `${column}=VALUES(${column})`)
    .join(',')}`;

const upsert = (table: string, key: string, columns: string) => {
  const [head, tail] = [`INSERT INTO ${table} (${key}, ${columns}) VALUES `, tailOf(columns)];
  return (rows: readonly string[]): string => `${head}${rows.join(',')}${tail}`;
};

const hourUpsert = upsert('ride_hourly_stats', HOUR_KEY, TIME_COLUMNS);
const dayUpsert = upsert('ride_daily_stats', DAY_KEY, DAY_COLUMNS);
const parkUpsert = upsert('park_daily_stats', PARK_KEY, PARK_COLUMNS);

export const upsertHours = (hours: readonly RideHour[]): string =>
  hourUpsert(hours.map((hour) => `(${hour.rideId},'${hour.localDate}',${hour.localHour},${timeValues(hour)})`));

export const upsertDays = (days: readonly RideDay[]): string =>
  dayUpsert(
    days.map(
      (day) =>
        `(${day.rideId},'${day.localDate}',${openValues(day)},${instant(day.firstOperatingMs)},` +
        `${instant(day.lastOperatingMs)},${orNull(day.coverage)})`,
    ),
  );

export const upsertParkDays = (days: readonly ParkDayFigures[]): string =>
  parkUpsert(
    days.map(
      (day) =>
        `(${day.parkId},'${day.localDate}',${openValues(day)},${instant(day.opensAtMs)},${instant(day.closesAtMs)},` +
        `${day.ridesTracked},${day.ridesOperated},${day.ridesWithDowntime},${orNull(day.coverage)})`,
    ),
  );

const EXTREMES: Readonly<Record<string, string>> = { min_wait: 'MIN', max_wait: 'MAX', longest_down_ms: 'MAX' };

/** A month of each ride is the sum of its days: `month` is the first of them, the parameters are month, rides, first day, next month. */
export const MONTH_UPSERT =
  `INSERT INTO ride_monthly_stats (month, ride_id, ${OPEN_COLUMNS}, days)
   SELECT ?, ride_id, ${OPEN_COLUMNS.split(', ')
     .map((column) => `${EXTREMES[column] ?? 'SUM'}(${column})`)
     .join(', ')}, COUNT(*)
     FROM ride_daily_stats WHERE ride_id IN (?) AND stat_date >= ? AND stat_date < ? GROUP BY ride_id` +
  tailOf(`${OPEN_COLUMNS}, days`);
