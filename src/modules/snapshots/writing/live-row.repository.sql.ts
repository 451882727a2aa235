import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PollStep, QueueRow, SnapshotRow, StoredSpan } from './live-rows.js';
import { type QueueKey, renewCurrentQueues, renewCurrentSnapshots } from './current-row.sql.js';
import { chunksOf } from '../../../common/collections.js';
import { millisecondsSql, sqlInstant } from '../../../common/database/sql-helpers.js';
import type { QueueObservation } from '../observations.js';
import {
  confirmStatement,
  currentQueueUpsert,
  currentSnapshotUpsert,
  extendStatement,
  liveQueueInsert,
  liveSnapshotInsert,
} from './live-row.sql.js';
import { countSpans, groupSpans, type SpanGroup } from './span-groups.js';
import { OBSERVATION, QUEUE, SNAPSHOT } from '../observation-columns.js';
import { SELECT_QUEUE_FIELDS } from './observation.repository.sql.js';

const ROWS_PER_STATEMENT = 500;

const { rideId: RIDE, recordedAt: AT, lastConfirmedAt: CONFIRMED, dataSource: SOURCE } = OBSERVATION;
/** A {@link StoredSpan}. */
const SELECT_SPAN = `${RIDE} AS rideId, ${millisecondsSql(AT)} AS recordedAtMs,
  ${millisecondsSql(CONFIRMED)} AS lastConfirmedAtMs, ${SOURCE} AS dataSource`;

/** SQL on rows written by polls, always in the caller's transaction. */
@Injectable()
export class LiveRowRepository {
  /** The newest row of each ride; rides without observations are omitted. */
  async findCurrentSnapshots(manager: EntityManager, rideIds: readonly number[]): Promise<SnapshotRow[]> {
    if (rideIds.length === 0) return [];
    return manager.query<SnapshotRow[]>(
      `SELECT ${SELECT_SPAN}, ${SNAPSHOT.status} AS status, ${SNAPSHOT.waitTime} AS waitMinutes,
              ${millisecondsSql(SNAPSHOT.lastUpdatedApi)} AS lastUpdatedMs
         FROM ride_current WHERE ${RIDE} IN (?)`,
      [rideIds],
    );
  }

  /** The newest row of each queue of each ride. */
  async findCurrentQueues(manager: EntityManager, rideIds: readonly number[]): Promise<QueueRow[]> {
    if (rideIds.length === 0) return [];
    const rows = await manager.query<(StoredSpan & QueueObservation)[]>(
      `SELECT ${SELECT_SPAN}, ${SELECT_QUEUE_FIELDS} FROM queue_current WHERE ${RIDE} IN (?)`,
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
    const instant = andEnds ? `COALESCE(${CONFIRMED}, ${AT})` : AT;
    const isAhead = `${RIDE} IN (?) AND ${instant} > '${horizon}' AND ${SOURCE} = 'LIVE'`;
    const rides = await manager.query<{ rideId: number }[]>(
      `SELECT ${RIDE} AS rideId FROM ride_current WHERE ${isAhead}`,
      [rideIds],
    );
    await renewCurrentSnapshots(
      manager,
      rides.map(({ rideId }) => rideId),
      horizonMs,
    );
    const queues = await manager.query<QueueKey[]>(
      `SELECT ${RIDE} AS rideId, ${QUEUE.queueType} AS queueType FROM queue_current WHERE ${isAhead}`,
      [rideIds],
    );
    await renewCurrentQueues(manager, queues, horizonMs);
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
    const untilMs = rows[0]?.lastConfirmedAtMs ?? null;
    let matched = 0;
    for (const groups of liveSpans(rows)) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(extendStatement(table, groups, untilMs));
      matched += affectedRows;
    }
    return matched;
  }

  /** Moves the confirmation of rows from one poll to the next. @returns whether each of them was there as expected */
  async confirm(
    manager: EntityManager,
    table: Parameters<typeof confirmStatement>[0],
    spans: readonly SpanGroup[][],
    step: PollStep,
  ): Promise<boolean> {
    for (const groups of spans) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(confirmStatement(table, groups, step));
      if (affectedRows !== countSpans(groups)) return false;
    }
    return true;
  }

  async updateCurrentSnapshots(manager: EntityManager, rows: readonly SnapshotRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(currentSnapshotUpsert(chunk));
  }

  async updateCurrentQueues(manager: EntityManager, rows: readonly QueueRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(currentQueueUpsert(chunk));
  }
}

/** The keys of rows of one kind of table. */
export const liveSpans = (rows: readonly (SnapshotRow | QueueRow)[]): SpanGroup[][] =>
  groupSpans<SnapshotRow | QueueRow>(rows, (row) => ('queue' in row ? row.queue.queueType : null));
