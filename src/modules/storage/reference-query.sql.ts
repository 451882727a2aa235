import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { RideDayHours } from '../statistics/entities/ride-stats.entity.js';
import { HourUnpacker, hoursIn, type StoredHours } from '../statistics/hours/packed-hours.js';
import { StorageDatabase } from './storage-database.sql.js';

const LIMIT_MS = 5_000;
const RUNS = 5;
/** The rides of a large park. */
const MAX_RIDES = 200;

export interface ReferencePark {
  parkId: number | null;
  rideIds: number[];
}

export interface ReferencePeriod {
  from: Date;
  before: Date;
}

const WAITS = ['waitKnownMs', 'waitMinutesMs'] as const;
const unpacker = new HourUnpacker(WAITS);
const day = columnsOf(RideDayHours);

const PACKED_HOURS = `SELECT ${day.hours} AS hours, ${unpacker.columns.map((name) => `${day[name]} AS ${name}`).join(', ')}
  FROM ${tableOf(RideDayHours)} WHERE ${day.rideId} IN (?) AND ${day.localDate} >= DATE(?) AND ${day.localDate} < DATE(?)`;

/** The average wait, from packed hours. */
function averageOfHours(days: readonly StoredHours[]): number {
  let [knownMs, minutesMs] = [0, 0];
  for (const stored of days) {
    const { waitKnownMs, waitMinutesMs } = unpacker.unpack(stored);
    for (const hour of hoursIn(stored.hours)) {
      knownMs += waitKnownMs[hour]!;
      minutesMs += waitMinutesMs[hour]!;
    }
  }
  return minutesMs / knownMs;
}

/** The reference query on raw rows and on statistics. Read only; the server ends each query after a time limit. */
@Injectable()
export class ReferenceQueryRepository {
  constructor(private readonly database: StorageDatabase) {}

  /** Any park with observations in the period, with its rides; null if there is none. */
  async findPark({ from, before }: ReferencePeriod): Promise<ReferencePark | null> {
    const found = await this.database.queryWithin<{ rideId: number; parkId: number | null }>(
      LIMIT_MS,
      `SELECT s.rideId, r.park_id AS parkId
         FROM (SELECT ride_id AS rideId FROM ride_status_snapshots WHERE recorded_at >= ? AND recorded_at < ? LIMIT 1) s
         LEFT JOIN rides r ON r.ride_id = s.rideId`,
      [from, before],
    );
    const first = found?.[0];
    if (first === undefined) return null;
    if (first.parkId === null) return { parkId: null, rideIds: [first.rideId] };
    const rides = await this.database.query<{ rideId: number }>(
      `SELECT ride_id AS rideId FROM rides WHERE park_id = ? ORDER BY ride_id LIMIT ${MAX_RIDES}`,
      [first.parkId],
    );
    return { parkId: first.parkId, rideIds: rides.map(({ rideId }) => rideId) };
  }

  /** Median milliseconds; null if it takes longer than the limit. Each value is carried forward to the next one of its ride. */
  async timeRaw({ rideIds }: ReferencePark, { from, before }: ReferencePeriod): Promise<number | null> {
    return this.time(
      `SELECT SUM(wait_time * seconds) / SUM(seconds) AS averageWait
         FROM (SELECT status, wait_time, TIMESTAMPDIFF(SECOND, recorded_at,
                      LEAD(recorded_at) OVER (PARTITION BY ride_id ORDER BY recorded_at)) AS seconds
                 FROM ride_status_snapshots
                WHERE ride_id IN (?) AND recorded_at >= ? AND recorded_at < ?) o
        WHERE status = 'OPERATING' AND wait_time IS NOT NULL AND seconds IS NOT NULL`,
      [rideIds, from, before],
    );
  }

  async timeStatistics(kind: 'hourly' | 'daily', park: ReferencePark, period: ReferencePeriod): Promise<number | null> {
    const values = [park.rideIds, period.from, period.before];
    if (kind === 'hourly') return this.time(PACKED_HOURS, values, averageOfHours);
    return this.time(
      `SELECT SUM(wait_minutes_ms) / SUM(wait_known_ms) AS averageWait FROM ride_daily_stats
        WHERE ride_id IN (?) AND stat_date >= DATE(?) AND stat_date < DATE(?)`,
      values,
    );
  }

  private async time<Row>(
    select: string,
    values: unknown[],
    evaluate?: (rows: readonly Row[]) => unknown,
  ): Promise<number | null> {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const startedMs = performance.now();
      const rows = await this.database.queryWithin<Row>(LIMIT_MS, select, values);
      if (rows === null) return null;
      evaluate?.(rows);
      times.push(performance.now() - startedMs);
    }
    return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  }
}
