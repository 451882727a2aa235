import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-time.js';
import type { ExcludedInterval, ExcludedParkInterval, ExclusionInForce, ExclusionTargets } from './exclusion.js';

const INTERVAL_COLUMNS = `${millisecondsSql('e.from_at')} AS fromMs, ${millisecondsSql('e.to_at')} AS toMs, e.scope`;
const HOLDS_WITHIN = 'e.revoked_at IS NULL AND e.from_at < ? AND (e.to_at IS NULL OR e.to_at > ?)';

/** SQL that asks which exclusions hold. */
@Injectable()
export class ExclusionReadsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of each of the rides the excluded parts of the time from `from` to `to`. */
  async findIntervals(rideIds: readonly number[], from: Date, to: Date): Promise<ExcludedInterval[]> {
    if (rideIds.length === 0) return [];
    const rows = await this.dataSource.query<ExcludedInterval[]>(
      `SELECT r.ride_id AS rideId, ${INTERVAL_COLUMNS}
         FROM rides r JOIN data_exclusions e ON e.park_id = r.park_id AND e.ride_id IS NULL
        WHERE r.ride_id IN (?) AND ${HOLDS_WITHIN}
       UNION ALL SELECT e.ride_id, ${INTERVAL_COLUMNS} FROM data_exclusions e WHERE e.ride_id IN (?) AND ${HOLDS_WITHIN}`,
      [rideIds, to, from, rideIds, to, from],
    );
    return rows.map(withNumbers);
  }

  /** Time in which no data of the whole park counts. */
  async findOfParks(parkIds: readonly number[], from: Date, to: Date): Promise<ExcludedParkInterval[]> {
    if (parkIds.length === 0) return [];
    const rows = await this.dataSource.query<ExcludedParkInterval[]>(
      `SELECT e.park_id AS parkId, ${INTERVAL_COLUMNS} FROM data_exclusions e
        WHERE e.park_id IN (?) AND e.ride_id IS NULL AND e.scope = 'ALL' AND ${HOLDS_WITHIN} ORDER BY e.from_at`,
      [parkIds, to, from],
    );
    return rows.map(withNumbers);
  }

  /** Parks of which, as a whole, some data of the time does not count: everything of it, or the waits. */
  async findParks(from: Date, to: Date): Promise<number[]> {
    const rows = await this.dataSource.query<{ parkId: number }[]>(
      `SELECT DISTINCT e.park_id AS parkId FROM data_exclusions e WHERE e.ride_id IS NULL AND ${HOLDS_WITHIN}`,
      [to, from],
    );
    return rows.map(({ parkId }) => parkId);
  }

  /** Exclusions that hold and reach beyond `since`, of all parks and rides or of some. */
  async findInForce(since: Date, now: Date, of?: ExclusionTargets) {
    const ofTarget = of === undefined ? '' : `AND (e.ride_id IS NULL AND e.park_id IN (?) OR e.ride_id IN (?))`;
    const rows = await this.dataSource.query<ExclusionInForce[]>(
      `SELECT e.exclusion_id AS exclusionId, e.park_id AS parkId, e.ride_id AS rideId, e.reason, ${INTERVAL_COLUMNS}
         FROM data_exclusions e
        WHERE e.revoked_at IS NULL AND (e.to_at IS NULL OR e.to_at > ?) AND e.from_at <= ? ${ofTarget}
        ORDER BY e.from_at, e.exclusion_id`,
      [
        since,
        now,
        ...(of === undefined
          ? []
          : [
              [0, ...of.parkIds],
              [0, ...of.rideIds],
            ]),
      ],
    );
    return rows.map(withNumbers);
  }
}

const withNumbers = <Row extends { fromMs: number; toMs: number | null }>(row: Row): Row => ({
  ...row,
  fromMs: Number(row.fromMs),
  toMs: row.toMs === null ? null : Number(row.toMs),
});
