import type { ObjectType } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride } from '../../catalog/entities/ride.entity.js';
import { ParkDailyStats, ParkHourlyStats } from '../../statistics/entities/park-stats.entity.js';
import { RideDailyStats, RideDayHours, RideMonthlyStats } from '../../statistics/entities/ride-stats.entity.js';
import {
  type HourColumn,
  hoursIn,
  HourUnpacker,
  NO_WAIT,
  PACKED_COLUMN_NAMES,
  type StoredHours,
} from '../../statistics/hours/packed-hours.js';
import { PARK_STATISTICS } from '../../statistics/statistics-tables.js';
import type { Cell } from '../export-table.js';
import { entityColumns, pickedColumns } from './entity-columns.js';
import { catalogueColumn, type TableColumn, type TableDataset, type Unpack } from './table-dataset.js';

/** Waits with their unit, as in the HTTP API. */
const WAITS = {
  minWait: 'minWaitMinutes',
  maxWait: 'maxWaitMinutes',
  p50Wait: 'p50WaitMinutes',
  p90Wait: 'p90WaitMinutes',
  outsideMinWait: 'outsideMinWaitMinutes',
  outsideMaxWait: 'outsideMaxWaitMinutes',
} as const;
const HOUR_WAITS = { minWait: WAITS.minWait, maxWait: WAITS.maxWait } as const;

const [ride, park] = [columnsOf(Ride, 'r'), columnsOf(Park, 'p')];
const OF_RIDE = pickedColumns(Ride, 'r', { rideName: 'name', parkId: 'parkId' }).map(catalogueColumn);
const OF_PARK = pickedColumns(Park, 'p', { parkName: 'name' }).map(catalogueColumn);

/** What the datasets of rides and those of parks have in common. */
const ofRides = (entity: ObjectType<object>) =>
  ({
    table: `${tableOf(entity)} s`,
    names: `JOIN ${tableOf(Ride)} r ON ${ride.rideId} = s.ride_id`,
    owner: { kind: 'ride', column: 's.ride_id' },
    isMonthly: false,
    groupBy: null,
    packed: null,
    checksumOf: entity,
  }) as const;
const ofParks = (entity: ObjectType<object>) =>
  ({
    ...ofRides(entity),
    names: `JOIN ${tableOf(Park)} p ON ${park.parkId} = s.park_id`,
    owner: { kind: 'park', column: 's.park_id' },
  }) as const;

const propertyOf = ({ meaning }: TableColumn): string => ('property' in meaning ? meaning.property : '');
/** As a whole number: a sum is a decimal, which drivers return as text. */
const sumSql = (sql: string): string => `CAST(SUM(${sql}) AS SIGNED)`;

/** The id first, then names of the catalogue, then the rest. */
const withNames = (names: readonly TableColumn[], [id, ...rest]: readonly TableColumn[]): TableColumn[] => [
  id!,
  ...names,
  ...rest,
];

const LOCAL_HOUR: TableColumn = {
  name: 'localHour',
  type: 'count',
  nullable: false,
  of: 'row',
  sql: 'NULL',
  meaning: { entity: ParkHourlyStats, property: 'localHour' },
  isInFolder: true,
};

/** The columns of hours as values, not as packed bytes: those of parks have the same names, types and meanings. */
const HOUR_VALUES = entityColumns(ParkHourlyStats, 's', HOUR_WAITS).filter((column) =>
  PACKED_COLUMN_NAMES.some((name) => name === propertyOf(column)),
);
const OF_HOUR = withNames(
  OF_RIDE,
  pickedColumns(RideDayHours, 's', { rideId: 'rideId', localDate: 'localDate' }),
).concat(LOCAL_HOUR, HOUR_VALUES);

const packed = columnsOf(RideDayHours, 's');

/** Unpacks the hours of a ride and day into a row for each. */
function hourUnpacker(): Unpack {
  const unpacker = new HourUnpacker(PACKED_COLUMN_NAMES);
  const names = HOUR_VALUES.map((column) => propertyOf(column) as HourColumn);
  return (row, keyCells, add) => {
    const key = row.slice(0, keyCells) as Cell[];
    const hours = row[keyCells] as number;
    const stored: StoredHours = { hours };
    unpacker.columns.forEach((name, index) => (stored[name] = row[keyCells + 1 + index] as Buffer | null));
    const day = unpacker.unpack(stored);
    for (const hour of hoursIn(hours)) {
      const cells: Cell[] = [...key, hour];
      for (const name of names) cells.push(day[name][hour] === NO_WAIT ? null : day[name][hour]!);
      add(cells);
    }
  };
}

export const RIDE_HOURS: TableDataset = {
  ...ofRides(RideDayHours),
  name: 'ride-hours',
  summary: 'statistics of a ride in one local hour',
  columns: OF_HOUR,
  dateColumn: 's.local_date',
  orderBy: 's.ride_id, s.local_date',
  packed: {
    unpackedColumns: 1 + HOUR_VALUES.length,
    select: [packed.hours, ...new HourUnpacker(PACKED_COLUMN_NAMES).columns.map((name) => packed[name])],
    unpacker: hourUnpacker,
  },
};

export const RIDE_DAYS: TableDataset = {
  ...ofRides(RideDailyStats),
  name: 'ride-days',
  summary: 'statistics of a ride on one local day',
  columns: withNames(OF_RIDE, entityColumns(RideDailyStats, 's', { statDate: 'localDate', ...WAITS })),
  dateColumn: 's.stat_date',
  orderBy: 's.ride_id, s.stat_date',
};

const monthly = entityColumns(RideMonthlyStats, 's', { month: 'firstDate', ...HOUR_WAITS });
const monthColumn = (property: keyof RideMonthlyStats): TableColumn =>
  monthly.find((column) => propertyOf(column) === property)!;
const MONTH_TOTALS = monthly.filter((column) => !['month', 'rideId', 'days'].includes(propertyOf(column)));

export const RIDE_MONTHS: TableDataset = {
  ...ofRides(RideMonthlyStats),
  name: 'ride-months',
  summary: 'statistics of a ride in one month',
  columns: withNames(OF_RIDE, [monthColumn('rideId'), monthColumn('month'), monthColumn('days'), ...MONTH_TOTALS]),
  dateColumn: 's.month',
  isMonthly: true,
  orderBy: 's.ride_id, s.month',
};

export const PARK_HOURS: TableDataset = {
  ...ofParks(ParkHourlyStats),
  name: 'park-hours',
  summary: 'statistics of a park in one local hour: the sum of its attractions',
  columns: withNames(OF_PARK, entityColumns(ParkHourlyStats, 's', HOUR_WAITS)),
  dateColumn: 's.local_date',
  orderBy: 's.park_id, s.local_date, s.local_hour',
};

export const PARK_DAYS: TableDataset = {
  ...ofParks(ParkDailyStats),
  name: 'park-days',
  summary: 'statistics of a park on one local day: the sum of its attractions',
  columns: withNames(OF_PARK, entityColumns(ParkDailyStats, 's', { statDate: 'localDate', ...WAITS })),
  dateColumn: 's.stat_date',
  orderBy: 's.park_id, s.stat_date',
};

const FIRST_OF_MONTH = "DATE_FORMAT(s.stat_date, '%Y-%m-01')";
const daily = entityColumns(ParkDailyStats, 's', HOUR_WAITS);
const EXTREMES: Readonly<Record<string, string>> = { minWait: 'MIN', maxWait: 'MAX', longestDownMs: 'MAX' };

/** The column of days with the aggregate that months have of it: totals are sums, and extremes are those of the days. */
function ofMonth(total: TableColumn): TableColumn {
  const column = daily.find((one) => propertyOf(one) === propertyOf(total))!;
  const extreme = EXTREMES[propertyOf(column)];
  return { ...total, sql: extreme === undefined ? sumSql(column.sql) : `${extreme}(${column.sql})` };
}

/** Parks have no stored months. A month is the sum of its days, as for rides. */
export const PARK_MONTHS: TableDataset = {
  ...ofParks(ParkDailyStats),
  name: 'park-months',
  summary: 'statistics of a park in one month: the sum of its days',
  columns: [
    daily[0]!,
    ...OF_PARK.map((column) => ({ ...column, sql: `MAX(${column.sql})` })),
    { ...monthColumn('month'), sql: FIRST_OF_MONTH },
    { ...monthColumn('days'), sql: sumSql(PARK_STATISTICS.days.observed) },
    ...MONTH_TOTALS.map(ofMonth),
  ],
  dateColumn: 's.stat_date',
  isMonthly: true,
  groupBy: `s.park_id, ${FIRST_OF_MONTH}`,
  orderBy: `s.park_id, ${FIRST_OF_MONTH}`,
  checksumOf: null,
};
