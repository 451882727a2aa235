import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DayDetailColumns } from '../../statistics/derived-metrics.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import type { HourColumn } from '../../statistics/hours/packed-hours.js';
import { columnsAsTotals, joinDownReport, type StoredTotals } from '../../statistics/rollup-totals.js';
import { DAY_DETAIL_COLUMNS, RIDE_STATISTICS } from '../../statistics/statistics-tables.js';
import { TOTALS_COLUMNS, totalsOfHour, waitOrNull } from '../queries/ride-hours.js';
import { RideHoursRepository, type UnpackedDay } from '../queries/ride-hours.sql.js';
import type { Target } from '../queries/target.sql.js';

export const ROLLUP_INTERVALS = ['hour', 'day'] as const;
export type RollupInterval = (typeof ROLLUP_INTERVALS)[number];

/** One stored hour or day of a ride. */
export interface RollupRow extends StoredTotals, Partial<DayDetailColumns> {
  localDate: string;
  /** Null for a day. */
  localHour: number | null;
  operatingMs: number;
  /** As stored, even on days without reports of DOWN, on which {@link StoredTotals} leave both out of uptime. */
  inUseOperatingMs: number;
  inUseDownMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  unknownMs: number;
  archiveMs: number;
  minWait: number | null;
  implausibleWaits: number;
  snapshots: number;
}

const { table: DAYS, columns: day } = RIDE_STATISTICS.days;

const SELECT_DAYS = `SELECT ${day.statDate} AS localDate, NULL AS localHour,
    ${day.scheduledOperatingMs} AS inUseOperatingMs, ${day.scheduledDownMs} AS inUseDownMs,
    ${day.operatingMs} AS operatingMs, ${day.downMs} AS downMs, ${day.closedMs} AS closedMs,
    ${day.refurbishmentMs} AS refurbishmentMs, ${day.unknownMs} AS unknownMs, ${day.archiveMs} AS archiveMs,
    ${day.minWait} AS minWait, ${day.implausibleWaitCount} AS implausibleWaits, ${day.snapshotCount} AS snapshots,
    ${columnsAsTotals()}, ${DAY_DETAIL_COLUMNS}
  FROM ${DAYS} ${joinDownReport(day.statDate)}
 WHERE ${day.rideId} = ? AND ${day.statDate} BETWEEN ? AND ? ORDER BY ${day.statDate} LIMIT ?`;

const HOUR_COLUMNS: readonly HourColumn[] = [
  ...TOTALS_COLUMNS,
  'operatingMs', 'downMs', 'closedMs', 'refurbishmentMs', 'unknownMs', 'archiveMs', 'minWait', 'implausibleWaitCount',
  'snapshotCount',
]; // prettier-ignore

/** Reads stored hours and days of one ride. */
@Injectable()
export class RollupPointsRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly rideHours: RideHoursRepository,
  ) {}

  /** Ordered by local date, then hour. Those without data have no row. */
  async findRows(
    ride: Pick<Target, 'parkId' | 'rideId'>,
    interval: RollupInterval,
    span: DaySpan,
    limit: number,
  ): Promise<RollupRow[]> {
    if (interval === 'hour') return firstHours(await this.rideHours.findDays(ride, span, HOUR_COLUMNS), limit);
    return this.dataSource.manager.query<RollupRow[]>(SELECT_DAYS, [
      ride.parkId,
      ride.rideId,
      span.from,
      span.to,
      limit,
    ]);
  }
}

function firstHours(days: Iterable<UnpackedDay>, limit: number): RollupRow[] {
  const rows: RollupRow[] = [];
  for (const day of days) {
    for (const hour of day.hours) {
      if (rows.length === limit) return rows;
      rows.push(hourRow(day, hour));
    }
  }
  return rows;
}

function hourRow(day: UnpackedDay, hour: number): RollupRow {
  const { date, values } = day;
  return {
    ...totalsOfHour(day, hour),
    days: 1,
    localDate: date,
    localHour: hour,
    operatingMs: values.operatingMs[hour]!,
    inUseOperatingMs: values.scheduledOperatingMs[hour]!,
    inUseDownMs: values.scheduledDownMs[hour]!,
    downMs: values.downMs[hour]!,
    closedMs: values.closedMs[hour]!,
    refurbishmentMs: values.refurbishmentMs[hour]!,
    unknownMs: values.unknownMs[hour]!,
    archiveMs: values.archiveMs[hour]!,
    minWait: waitOrNull(values.minWait[hour]!),
    implausibleWaits: values.implausibleWaitCount[hour]!,
    snapshots: values.snapshotCount[hour]!,
  };
}
