import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import type { ParkDaysStatistics } from '../days/park-days.js';
import { hoursIn } from '../hours/packed-hours.js';
import { monthOf, nextMonth, nextTenDays, tenDaysOf } from '../day-spans.js';
import { replaceDowntimeParts } from './downtime-parts.sql.js';
import { DownReportRepository } from './down-reports.repository.js';
import { replaceNoDataIntervals } from './no-data-intervals.sql.js';
import { PARK_DAYS, PARK_HOURS, RIDE_DAYS, RIDE_HOURS, type RollupTable } from './rollup-tables.sql.js';
import { MONTHS, type SummedDays, TEN_DAYS } from './summed-days.sql.js';

const ROWS_PER_STATEMENT = 1_000;
const KEYS_PER_STATEMENT = 500;

/** The range that a set of statistics covers, within one month. Stored rows without a new counterpart are deleted. */
export interface RollupScope {
  parkId: number;
  /** Every ride of the park, including linked ones. */
  rideIds: readonly number[];
  firstDate: string;
  lastDate: string;
  /** The same as instants, half-open. */
  startMs: number;
  endMs: number;
}

/** The rows of one table that a set of statistics replaces. */
interface ReplacedRows {
  /** Ids of rides or parks. */
  ids: readonly number[];
  firstDate: string;
  lastDate: string;
}

interface StoredDay {
  id: number;
  localDate: string;
  hours: number | string;
}

/** Replaces stored statistics in the caller's transaction. */
@Injectable()
export class RollupRepository {
  constructor(private readonly downReports: DownReportRepository) {}

  async replace(manager: EntityManager, place: RollupScope, statistics: ParkDaysStatistics): Promise<void> {
    const { parkId, rideIds, firstDate, lastDate } = place;
    const [rides, parks] = [rideIds, [parkId]].map((ids) => ({ ids, firstDate, lastDate }));
    await replaceRows(manager, RIDE_HOURS, rides!, statistics.hours);
    await replaceRows(manager, RIDE_DAYS, rides!, statistics.days);
    await replaceDowntimeParts(manager, place, statistics.downtimes);
    await replaceRows(manager, PARK_DAYS, parks!, statistics.parkDays);
    await replaceRows(manager, PARK_HOURS, parks!, statistics.parkHours);
    await replaceNoDataIntervals(manager, place, statistics.noData);
    if (rideIds.length > 0) await replaceTotals(manager, place);
    await this.downReports.refresh(manager, parkId);
  }
}

/** Deletes stored rows without a new counterpart, and writes the new ones. */
async function replaceRows<Row>(
  manager: EntityManager,
  table: RollupTable<Row>,
  { ids, firstDate, lastDate }: ReplacedRows,
  rows: readonly Row[],
): Promise<void> {
  const stored = ids.length === 0 ? [] : await manager.query<StoredDay[]>(table.selectKeys, [ids, firstDate, lastDate]);
  for (const keys of chunksOf(staleKeys(table, stored, rows), KEYS_PER_STATEMENT)) {
    await manager.query(table.deleteKeys(keys));
  }
  // The newest months are computed first. In ascending order each month would leave a half-empty page per ride behind (measured).
  for (const chunk of chunksOf([...rows].reverse(), ROWS_PER_STATEMENT)) await manager.query(table.upsert(chunk));
}

/** The keys of stored rows that the new rows do not have. */
function staleKeys<Row>(table: RollupTable<Row>, stored: readonly StoredDay[], rows: readonly Row[]): string[] {
  const { dayKeySql, hourOf } = table;
  if (stored.length === 0) return [];
  const hoursOfDays = new Map<string, number>();
  for (const row of rows) {
    const day = dayKeySql(row);
    hoursOfDays.set(day, (hoursOfDays.get(day) ?? 0) | (hourOf === null ? 1 : 1 << hourOf(row)));
  }
  return stored.flatMap(({ id, localDate, hours }) => {
    const day = `${id},'${localDate}'`;
    const stale = Number(hours) & ~(hoursOfDays.get(day) ?? 0);
    if (stale === 0) return [];
    return hourOf === null ? [`(${day})`] : hoursIn(stale).map((hour) => `(${day},${hour})`);
  });
}

/** Recomputes the month and the ten-day periods that contain the days. */
async function replaceTotals(manager: EntityManager, { rideIds, firstDate, lastDate }: RollupScope): Promise<void> {
  const month = monthOf(firstDate);
  await replaceSummed(manager, MONTHS, [month, rideIds, month, nextMonth(month)]);
  for (let tenDayPeriod = tenDaysOf(firstDate); tenDayPeriod <= lastDate; tenDayPeriod = nextTenDays(tenDayPeriod)) {
    await replaceSummed(manager, TEN_DAYS, [tenDayPeriod, rideIds, tenDayPeriod, nextTenDays(tenDayPeriod)]);
  }
}

async function replaceSummed(manager: EntityManager, days: SummedDays, parameters: readonly unknown[]): Promise<void> {
  await manager.query(days.deleteStale, [...parameters]);
  await manager.query(days.upsert, [...parameters]);
}
