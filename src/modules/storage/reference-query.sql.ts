import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
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

  async timeStatistics(
    kind: 'hourly' | 'daily',
    { rideIds }: ReferencePark,
    { from, before }: ReferencePeriod,
  ): Promise<number | null> {
    const [table, day] = kind === 'hourly' ? ['ride_hourly_stats', 'local_date'] : ['ride_daily_stats', 'stat_date'];
    return this.time(
      `SELECT SUM(wait_minutes_ms) / SUM(wait_known_ms) AS averageWait FROM ${table}
        WHERE ride_id IN (?) AND ${day} >= DATE(?) AND ${day} < DATE(?)`,
      [rideIds, from, before],
    );
  }

  private async time(select: string, values: unknown[]): Promise<number | null> {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const startedMs = performance.now();
      if ((await this.database.queryWithin(LIMIT_MS, select, values)) === null) return null;
      times.push(performance.now() - startedMs);
    }
    return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  }
}
