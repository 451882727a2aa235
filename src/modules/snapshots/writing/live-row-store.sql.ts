import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { QueueRow, SnapshotRow, StoredSpan } from './live-rows.js';
import { sqlInstant } from '../../../common/database/sql-instant.js';
import { chunksOf } from '../../../common/collections.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import type { QueueObservation } from '../observations.js';
import {
  currentQueueUpsert,
  currentSnapshotUpsert,
  extendStatement,
  liveQueueInsert,
  liveSnapshotInsert,
  newestQueueInsert,
  newestSnapshotInsert,
} from './live-row.sql.js';
import { SELECT_QUEUE_FIELDS } from './observation-store.sql.js';

/** Rows per statement; limited because the range optimiser plans every key of an UPDATE. */
const ROWS_PER_STATEMENT = 500;

/** One queue of a ride. */
export interface QueueKey {
  rideId: number;
  queueType: string;
}

/** SQL on rows written by polls, always in the caller's transaction. */
@Injectable()
export class LiveRowRepository {
  /** The newest row of each ride; rides without observations are omitted. */
  async findCurrentSnapshots(manager: EntityManager, rideIds: readonly number[]): Promise<SnapshotRow[]> {
    if (rideIds.length === 0) return [];
    return manager.query<SnapshotRow[]>(
      `SELECT ride_id AS rideId, ${millisecondsSql('recorded_at')} AS recordedAtMs,
              ${millisecondsSql('last_confirmed_at')} AS lastConfirmedAtMs, data_source AS dataSource, status,
              wait_time AS waitMinutes, ${millisecondsSql('last_updated_api')} AS lastUpdatedMs
         FROM ride_current WHERE ride_id IN (?)`,
      [rideIds],
    );
  }

  /** The newest row of each queue of each ride. */
  async findCurrentQueues(manager: EntityManager, rideIds: readonly number[]): Promise<QueueRow[]> {
    if (rideIds.length === 0) return [];
    const rows = await manager.query<(StoredSpan & QueueObservation)[]>(
      `SELECT ride_id AS rideId, ${millisecondsSql('recorded_at')} AS recordedAtMs,
              ${millisecondsSql('last_confirmed_at')} AS lastConfirmedAtMs, data_source AS dataSource, ${SELECT_QUEUE_FIELDS}
         FROM queue_current WHERE ride_id IN (?)`,
      [rideIds],
    );
    return rows.map(({ rideId, recordedAtMs, lastConfirmedAtMs, dataSource, ...queue }) => ({
      rideId,
      recordedAtMs,
      lastConfirmedAtMs,
      dataSource,
      queue,
    }));
  }

  /**
   * Replaces newest LIVE rows that start after the horizon with the newest rows before it.
   * @param andEnds also those that only end after it, because the rows themselves were shortened
   */
  async setBackCurrent(
    manager: EntityManager,
    rideIds: readonly number[],
    horizonMs: number,
    { andEnds = false } = {},
  ): Promise<void> {
    if (rideIds.length === 0) return;
    const horizon = sqlInstant(horizonMs);
    const instant = andEnds ? 'COALESCE(last_confirmed_at, recorded_at)' : 'recorded_at';
    const isAhead = `ride_id IN (?) AND ${instant} > '${horizon}' AND data_source = 'LIVE'`;
    const rides = await manager.query<{ rideId: number }[]>(
      `SELECT ride_id AS rideId FROM ride_current WHERE ${isAhead}`,
      [rideIds],
    );
    await this.renewCurrentSnapshots(
      manager,
      rides.map(({ rideId }) => rideId),
      horizonMs,
    );
    const queues = await manager.query<QueueKey[]>(
      `SELECT ride_id AS rideId, queue_type AS queueType FROM queue_current WHERE ${isAhead}`,
      [rideIds],
    );
    await this.renewCurrentQueues(manager, queues, horizonMs);
  }

  /** Makes the newest rows up to the horizon the current ones. */
  async renewCurrentSnapshots(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<void> {
    for (const rideId of rideIds) {
      await manager.query('DELETE FROM ride_current WHERE ride_id = ?', [rideId]);
      await manager.query(newestSnapshotInsert(sqlInstant(horizonMs)), [rideId]);
    }
  }

  async renewCurrentQueues(manager: EntityManager, queues: readonly QueueKey[], horizonMs: number): Promise<void> {
    for (const { rideId, queueType } of queues) {
      await manager.query('DELETE FROM queue_current WHERE ride_id = ? AND queue_type = ?', [rideId, queueType]);
      await manager.query(newestQueueInsert(sqlInstant(horizonMs)), [rideId, queueType]);
    }
  }

  async insertSnapshots(manager: EntityManager, rows: readonly SnapshotRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(liveSnapshotInsert(chunk));
  }

  async insertQueues(manager: EntityManager, rows: readonly QueueRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(liveQueueInsert(chunk));
  }

  /** Returns how many of the rows existed. */
  async extend(
    manager: EntityManager,
    table: 'ride_status_snapshots' | 'queue_data',
    rows: readonly (SnapshotRow | QueueRow)[],
  ): Promise<number> {
    let matched = 0;
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(extendStatement(table, chunk));
      matched += affectedRows;
    }
    return matched;
  }

  async updateCurrentSnapshots(manager: EntityManager, rows: readonly SnapshotRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(currentSnapshotUpsert(chunk));
  }

  async updateCurrentQueues(manager: EntityManager, rows: readonly QueueRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(currentQueueUpsert(chunk));
  }
}
