import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride } from '../../catalog/entities/ride.entity.js';
import { RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import type { ObservedSpan } from './observed-spans.js';

/** Rides per statement. */
const RIDES_AT_ONCE = 40;

const OBSERVATIONS = tableOf(RideStatusSnapshot);
const observation = columnsOf(RideStatusSnapshot);

const SPAN_COLUMNS = `${observation.rideId} AS rideId, ${millisecondsSql(observation.recordedAt)} AS fromMs,
  ${millisecondsSql(`COALESCE(${observation.lastConfirmedAt}, ${observation.recordedAt})`)} AS untilMs,
  ${observation.status} AS status, ${observation.waitTime} AS waitMinutes, ${observation.dataSource} AS source`;

/** Reads observations for the detectors, always with a range of recorded_at, to limit the partitions. */
@Injectable()
export class CheckObservationsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findObserved(rideIds: readonly number[], from: Date, to: Date): Promise<ObservedSpan[]> {
    const observed: ObservedSpan[] = [];
    for (const ids of chunksOf(rideIds, RIDES_AT_ONCE)) {
      const rows = await this.dataSource.query<ObservedSpan[]>(
        `SELECT ${SPAN_COLUMNS} FROM ${OBSERVATIONS}
          WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} < ?`,
        [ids, from, to],
      );
      for (const row of rows) observed.push(withNumbers(row));
    }
    return observed;
  }

  /** The last observation of each ride before `before`, not older than `oldest`. */
  async findLastObserved(rideIds: readonly number[], oldest: Date, before: Date): Promise<ObservedSpan[]> {
    return this.findOneOfEach(rideIds, 'DESC', oldest, before);
  }

  /** The first observation of each ride from `from` on, before `newest`. */
  async findFirstObserved(rideIds: readonly number[], from: Date, newest: Date): Promise<ObservedSpan[]> {
    return this.findOneOfEach(rideIds, 'ASC', from, newest);
  }

  /**
   * Since when a ride has reported the same as at `at`: DOWN, or one status with one wait.
   * @param rideIds the ride and those linked to it
   */
  async findUnchangedSince(
    rideIds: readonly number[],
    { status, waitMinutes }: Pick<ObservedSpan, 'status' | 'waitMinutes'>,
    oldest: Date,
    at: Date,
  ): Promise<number | null> {
    const isDown = status === 'DOWN';
    const [other] = await this.dataSource.query<{ recordedAt: Date }[]>(
      `SELECT ${observation.recordedAt} AS recordedAt FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} <= ?
          AND NOT (${observation.status} <=> ? ${isDown ? '' : `AND ${observation.waitTime} <=> ?`})
        ORDER BY ${observation.recordedAt} DESC LIMIT 1`,
      [rideIds, oldest, at, status, ...(isDown ? [] : [waitMinutes])],
    );
    const [first] = await this.dataSource.query<{ fromMs: number | string }[]>(
      `SELECT ${millisecondsSql(observation.recordedAt)} AS fromMs FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} IN (?) AND ${observation.recordedAt} > ? AND ${observation.recordedAt} <= ?
        ORDER BY ${observation.recordedAt} LIMIT 1`,
      [rideIds, other?.recordedAt ?? oldest, at],
    );
    return first === undefined ? null : Number(first.fromMs);
  }

  /** The last archived observation of a destination's rides in an interval; null: none. */
  async findLastArchived(destinationId: number, from: Date, to: Date): Promise<number | null> {
    const [park, ride, stored] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideStatusSnapshot, 's')];
    const [row] = await this.dataSource.query<{ untilMs: number | string | null }[]>(
      `SELECT ${millisecondsSql(`MAX(${stored.recordedAt})`)} AS untilMs
         FROM ${tableOf(Park)} p JOIN ${tableOf(Ride)} r ON ${ride.parkId} = ${park.parkId}
         JOIN ${OBSERVATIONS} s ON ${stored.rideId} = ${ride.rideId}
        WHERE ${park.destinationId} = ? AND ${stored.recordedAt} >= ? AND ${stored.recordedAt} < ?
          AND ${stored.dataSource} = 'ARCHIVE'`,
      [destinationId, from, to],
    );
    return row?.untilMs == null ? null : Number(row.untilMs);
  }

  private async findOneOfEach(
    rideIds: readonly number[],
    order: 'ASC' | 'DESC',
    from: Date,
    to: Date,
  ): Promise<ObservedSpan[]> {
    const observed: ObservedSpan[] = [];
    for (const ids of chunksOf(rideIds, RIDES_AT_ONCE)) {
      // one lookup in the primary key per ride; a grouped MAX() may read the whole range
      const one = `(SELECT ${SPAN_COLUMNS} FROM ${OBSERVATIONS}
        WHERE ${observation.rideId} = ? AND ${observation.recordedAt} >= ? AND ${observation.recordedAt} < ?
        ORDER BY ${observation.recordedAt} ${order} LIMIT 1)`;
      const rows = await this.dataSource.query<ObservedSpan[]>(
        ids.map(() => one).join(' UNION ALL '),
        ids.flatMap((rideId) => [rideId, from, to]),
      );
      observed.push(...rows.map(withNumbers));
    }
    return observed;
  }
}

/** The driver returns a BIGINT as text if it might exceed a number; these values never do. */
const withNumbers = (row: ObservedSpan): ObservedSpan => ({
  ...row,
  fromMs: Number(row.fromMs),
  untilMs: Number(row.untilMs),
});
