import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import type { DayTotals, ScheduledTimeTotals, ParkDayRow, ParkHour, RideDay } from '../days/rollup-rows.js';
import type { ParkDailyStats, ParkHourlyStats } from '../entities/park-stats.entity.js';
import { type RideDailyStats, RideDayHours } from '../entities/ride-stats.entity.js';
import { type HoursOfRideDay, PACKED_COLUMN_NAMES } from '../hours/packed-hours.js';
import { PARK_STATISTICS, RIDE_STATISTICS, type StatisticsTable } from '../statistics-tables.js';

/** In the order of {@link timeValues}. */
const TIME_COLUMNS = [
  'operatingMs', 'downMs', 'closedMs', 'refurbishmentMs', 'observedMs', 'archiveMs', 'unknownMs', 'waitKnownMs',
  'waitMinutesMs', 'minWait', 'maxWait', 'implausibleWaitCount', 'snapshotCount', 'scheduledMs', 'scheduledObservedMs',
  'scheduledOperatingMs', 'scheduledDownMs',
] as const; // prettier-ignore

/** The columns that periods longer than a day have too. */
export const WHOLE_DAY_COLUMNS = [...TIME_COLUMNS, 'statusChanges', 'longestDownMs'] as const;

/** In the order of {@link dayValues}. */
const DAY_COLUMNS = [
  ...WHOLE_DAY_COLUMNS,
  'outsideWaitKnownMs', 'outsideWaitMinutesMs', 'outsideMinWait', 'outsideMaxWait', 'eventMs', 'eventOperatingMs',
  'eventDownMs', 'eventWaitKnownMs', 'eventWaitMinutesMs', 'extremeCount', 'p50Wait', 'p90Wait',
] as const; // prettier-ignore

const orNull = (value: number | null): string => (value === null ? 'NULL' : String(value));
const binary = (hex: string | null): string => (hex === null ? 'NULL' : `x'${hex}'`);
const instant = (value: number | null): string => (value === null ? 'NULL' : `'${sqlInstant(value)}'`);

// Written out by field: a loop over the columns is several times slower, and a recomputation writes hundreds of thousands of rows.
const timeValues = (totals: ScheduledTimeTotals): string =>
  `${totals.operatingMs},${totals.downMs},${totals.closedMs},${totals.refurbishmentMs},${totals.observedMs},${totals.archiveMs},${totals.unknownMs},` +
  `${totals.waitKnownMs},${totals.waitMinutesMs},${orNull(totals.minWait)},${orNull(totals.maxWait)},` +
  `${totals.implausibleWaitCount},${totals.snapshotCount},${totals.scheduledMs},${totals.scheduledObservedMs},${totals.scheduledOperatingMs},${totals.scheduledDownMs}`;
const dayValues = (totals: DayTotals): string =>
  `${timeValues(totals)},${totals.statusChanges},${totals.longestDownMs},${totals.outsideWaitKnownMs},${totals.outsideWaitMinutesMs},` +
  `${orNull(totals.outsideMinWait)},${orNull(totals.outsideMaxWait)},${totals.eventMs},${totals.eventOperatingMs},` +
  `${totals.eventDownMs},${totals.eventWaitKnownMs},${totals.eventWaitMinutesMs},${totals.extremeCount},` +
  `${orNull(totals.p50Wait)},${orNull(totals.p90Wait)}`;

/** Writes a table with a row per local day, or per hour of one. */
export interface RollupTable<Row> {
  /** The key of the row's day as SQL: the id of the ride or park, and the date. */
  dayKeySql: (row: Row) => string;
  /** Null: a row per day. */
  hourOf: ((row: Row) => number) | null;
  /** Inserts rows, and overwrites existing ones in place, so that readers never miss them. */
  upsert: (rows: readonly Row[]) => string;
  /** Selects `id`, `localDate` and the bit set `hours` of stored days. Parameters: ids, first and last date. */
  selectKeys: string;
  /** Deletes the rows of these keys. */
  deleteKeys: (keys: readonly string[]) => string;
}

interface Layout<Entity, Row> {
  columns: readonly (keyof Entity)[];
  idOf: (row: Row) => number;
  /** In the order of the columns. */
  valuesOf: (row: Row) => string;
}

/** Assigns the new values to an existing row. */
export const overwrite = (columns: readonly string[]): string =>
  ` ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column}=VALUES(${column})`).join(',')}`;

function rollupTable<Entity extends object, Row extends { localDate: string; localHour?: number }>(
  { table, columns: names, id, date, hour }: Omit<StatisticsTable<Entity>, 'observed'>,
  { columns, idOf, valuesOf }: Layout<Entity, Row>,
): RollupTable<Row> {
  const key = hour === null ? [id, date] : [id, date, hour];
  const values = columns.map((property) => names[property]);
  const head = `INSERT INTO ${table} (${[...key, ...values].join(', ')}) VALUES `;
  const tail = overwrite(values);
  const dayKeySql = (row: Row): string => `${idOf(row)},'${row.localDate}'`;
  const rowOf = (row: Row): string =>
    hour === null ? `(${dayKeySql(row)},${valuesOf(row)})` : `(${dayKeySql(row)},${row.localHour},${valuesOf(row)})`;
  const hours = hour === null ? '1' : `BIT_OR(1 << ${hour})`;
  return {
    dayKeySql,
    hourOf: hour === null ? null : (row) => row.localHour!,
    upsert: (rows) => head + rows.map(rowOf).join(',') + tail,
    selectKeys: `SELECT ${id} AS id, ${date} AS localDate, ${hours} AS hours FROM ${table}
      WHERE ${id} IN (?) AND ${date} BETWEEN ? AND ? ${hour === null ? '' : `GROUP BY ${id}, ${date}`}`,
    deleteKeys: (keys) => `DELETE FROM ${table} WHERE (${key.join(', ')}) IN (${keys.join(',')})`,
  };
}

const rideHours = columnsOf(RideDayHours);

/** A packed row per ride and day. */
export const RIDE_HOURS = rollupTable<RideDayHours, HoursOfRideDay>(
  { table: tableOf(RideDayHours), columns: rideHours, id: rideHours.rideId, date: rideHours.localDate, hour: null },
  {
    columns: ['hours', ...PACKED_COLUMN_NAMES],
    idOf: (row) => row.rideId,
    valuesOf: ({ packed: { hours, columns } }) => {
      let values = String(hours);
      for (const name of PACKED_COLUMN_NAMES) values += `,${binary(columns[name])}`;
      return values;
    },
  },
);

export const PARK_HOURS = rollupTable<ParkHourlyStats, ParkHour>(PARK_STATISTICS.hours, {
  columns: TIME_COLUMNS,
  idOf: ({ parkId }) => parkId,
  valuesOf: timeValues,
});

export const RIDE_DAYS = rollupTable<RideDailyStats, RideDay>(RIDE_STATISTICS.days, {
  columns: [...DAY_COLUMNS, 'firstOperatingAt', 'lastOperatingAt', 'coverage'],
  idOf: ({ rideId }) => rideId,
  valuesOf: (day) =>
    `${dayValues(day)},${instant(day.firstOperatingMs)},${instant(day.lastOperatingMs)},${orNull(day.coverage)}`,
});

export const PARK_DAYS = rollupTable<ParkDailyStats, ParkDayRow>(PARK_STATISTICS.days, {
  columns: [...DAY_COLUMNS, 'opensAt', 'closesAt', 'ridesTracked', 'ridesOperated', 'ridesWithDowntime', 'coverage'],
  idOf: ({ parkId }) => parkId,
  valuesOf: (day) =>
    `${dayValues(day)},${instant(day.opensAtMs)},${instant(day.closesAtMs)},` +
    `${day.ridesTracked},${day.ridesOperated},${day.ridesWithDowntime},${orNull(day.coverage)}`,
});
