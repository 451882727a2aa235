import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-time.js';
import { DAY_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import { sqlInstant } from '../../snapshots/observation-sql.js';

/** How long before a window a row may begin that reaches into it, as far as this is looked for. */
const REACH_MS = DAY_MS;

/** Bounds are literals: only the partitions of the window are read, and of those each ride's part of the key. */
const within = (rideIds: readonly number[], { startMs, endMs }: TimeWindow): string =>
  `ride_id IN (${rideIds.join(',')}) AND recorded_at >= '${sqlInstant(startMs)}' AND recorded_at < '${sqlInstant(endMs)}'`;

/** Bounded questions about the stored observations of one park's rides; asked only of parks that look suspicious. */
@Injectable()
export class FeedHealthHistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async anyWaitAboveZero(rideIds: readonly number[], window: TimeWindow): Promise<boolean> {
    return this.any(`${within(rideIds, window)} AND wait_time > 0 AND status = 'OPERATING'`);
  }

  /** The last instant at which a wait above zero was posted; null: none was. */
  async findLastWaitAboveZero(rideIds: readonly number[], window: TimeWindow): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | string | null }[]>(
      `SELECT ${millisecondsSql('MAX(COALESCE(last_confirmed_at, recorded_at))')} AS atMs FROM ride_status_snapshots
        WHERE ${within(rideIds, window)} AND wait_time > 0 AND status = 'OPERATING'`,
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  async anyOperating(rideIds: readonly number[], window: TimeWindow): Promise<boolean> {
    return this.any(`${reachingInto(rideIds, window)} AND status = 'OPERATING'`);
  }

  async anyObserved(rideIds: readonly number[], window: TimeWindow): Promise<boolean> {
    return this.any(reachingInto(rideIds, window));
  }

  /** When the first of the rides was seen first; null: never. */
  async findFirstObserved(rideIds: readonly number[]): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | string | null }[]>(
      `SELECT ${millisecondsSql('MIN(first_seen_at)')} AS atMs FROM rides WHERE ride_id IN (?)`,
      [rideIds],
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  private async any(where: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM ride_status_snapshots WHERE ${where} ORDER BY ride_id, recorded_at LIMIT 1`,
    );
    return rows.length > 0;
  }
}

const reachingInto = (rideIds: readonly number[], { startMs, endMs }: TimeWindow): string =>
  `${within(rideIds, { startMs: startMs - REACH_MS, endMs })}
   AND COALESCE(last_confirmed_at, recorded_at) >= '${sqlInstant(startMs)}'`;
