import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DataSource as ObservationSource, RideStatus } from './observations.js';
import {
  countSql,
  type HistoryPosition,
  historySql,
  type HistoryWindow,
  lastRowsSql,
  liveSpansSql,
} from './observation-query.sql.js';

export interface HistoryRecord {
  rideId: number;
  recordedAt: Date;
  status: RideStatus | null;
  waitMinutes: number | null;
  lastConfirmedAt: Date | null;
  dataSource: ObservationSource;
}

/** A row that polls made: from the first of them that saw it to the last. */
export interface LiveSpan {
  rideId: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

/** SQL that reads snapshots, always of a window of time: only its partitions are read. */
@Injectable()
export class ObservationQueryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In time order; rows of one instant by ride. */
  async findPoints(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryRecord[]> {
    return this.dataSource.manager.query<HistoryRecord[]>(historySql(window, after, limit));
  }

  /** The last row of each ride that has one in the window. */
  async findLastRows(window: HistoryWindow): Promise<HistoryRecord[]> {
    if (window.rideIds.length === 0) return [];
    return this.dataSource.manager.query<HistoryRecord[]>(lastRowsSql(window));
  }

  /** By ride, and in time order. */
  async findLiveSpans(window: HistoryWindow): Promise<LiveSpan[]> {
    if (window.rideIds.length === 0) return [];
    return this.dataSource.manager.query<LiveSpan[]>(liveSpansSql(window));
  }

  async count(window: HistoryWindow, source: ObservationSource): Promise<number> {
    if (window.rideIds.length === 0) return 0;
    const [row] = await this.dataSource.manager.query<{ count: number }[]>(countSql(window, source));
    return row!.count;
  }
}
