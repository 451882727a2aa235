import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { HistoryPosition, HistoryWindow } from './history-window.js';
import type { DataSource as ObservationSource, RideStatus } from './observations.js';
import { countSql, historySql, lastRowsSql, liveSpansSql } from './observation-query.sql.js';

export interface HistoryRecord {
  rideId: number;
  recordedAt: Date;
  status: RideStatus | null;
  waitMinutes: number | null;
  lastConfirmedAt: Date | null;
  dataSource: ObservationSource;
}

/** A row written by polls, from the first to the last poll that observed it. */
export interface LiveSpan {
  rideId: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

/** Reads snapshots, always of a time range, so that the server reads only its partitions. */
@Injectable()
export class ObservationQueryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ordered by time, then by ride. */
  async findPoints(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryRecord[]> {
    return this.dataSource.manager.query<HistoryRecord[]>(historySql(window, after, limit));
  }

  /** The last row of each ride that has one in the window. */
  async findLastRows(window: HistoryWindow): Promise<HistoryRecord[]> {
    if (window.rideIds.length === 0) return [];
    return this.dataSource.manager.query<HistoryRecord[]>(lastRowsSql(window));
  }

  /** Ordered by ride, then by time. */
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
