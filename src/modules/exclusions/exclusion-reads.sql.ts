import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import { DataExclusion } from './data-exclusion.entity.js';
import type {
  ExcludedInterval,
  ExcludedParkInterval,
  ExclusionInForce,
  ExclusionInterval,
  ExclusionTargets,
} from './exclusion.js';
import { excludedWithin, type ParkExclusion, type ParkStay, type RideMove, staysOf } from './park-stays.js';

export const EXCLUSIONS = tableOf(DataExclusion);
/** Columns of {@link EXCLUSIONS}, whose alias in all statements is `e`. */
export const e = columnsOf(DataExclusion, 'e');

/** SQL for the start and end of an exclusion in milliseconds. */
export const INTERVAL = `${millisecondsSql(e.fromAt)} AS fromMs, ${millisecondsSql(e.toAt)} AS toMs`;

/** Parses the columns of {@link INTERVAL}. The driver returns a BIGINT as text if it might exceed a number; these never do. */
export const withInterval = <Row extends { fromMs: number | string; toMs: number | string | null }>(
  row: Row,
): Omit<Row, 'fromMs' | 'toMs'> & ExclusionInterval => ({
  ...row,
  fromMs: Number(row.fromMs),
  toMs: row.toMs === null ? null : Number(row.toMs),
});

const INTERVAL_COLUMNS = `${INTERVAL}, ${e.scope} AS scope`;
const IN_FORCE_WITHIN = `${e.revokedAt} IS NULL AND ${e.fromAt} < ?
  AND (${e.toAt} IS NULL OR ${e.toAt} > ?)`;

/**
 * Reads the exclusions in force, for the statistics of a day and for live responses. The tables of parks and rides are named in
 * SQL, because the catalog module, which has their entities, depends on this one.
 */
@Injectable()
export class ExclusionReadsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The excluded intervals of each ride from `from` to `to`. */
  async findIntervals(rideIds: readonly number[], from: Date, to: Date): Promise<ExcludedInterval[]> {
    if (rideIds.length === 0) return [];
    const moves = await this.findMoves(rideIds);
    const rows = await this.dataSource.query<ExcludedInterval[]>(
      `SELECT r.ride_id AS rideId, ${INTERVAL_COLUMNS}
         FROM rides r JOIN ${EXCLUSIONS} e ON ${e.parkId} = r.park_id AND ${e.rideId} IS NULL
        WHERE r.ride_id IN (?) AND ${IN_FORCE_WITHIN}
       UNION ALL SELECT ${e.rideId}, ${INTERVAL_COLUMNS} FROM ${EXCLUSIONS} e
        WHERE ${e.rideId} IN (?) AND ${IN_FORCE_WITHIN}`,
      [[0, ...rideIds.filter((rideId) => !moves.has(rideId))], to, from, rideIds, to, from],
    );
    const stays = [...moves.values()].flatMap(staysOf);
    const ofFormerParks = stays.length === 0 ? [] : excludedWithin(stays, await this.findOfStays(stays, from, to));
    return [...rows.map(withInterval), ...ofFormerParks];
  }

  /** Moves by ride, oldest first, without undone ones. Most rides never move. */
  private async findMoves(rideIds: readonly number[]): Promise<Map<number, RideMove[]>> {
    const moves = await this.dataSource.query<RideMove[]>(
      `SELECT m.ride_id AS rideId, m.from_park_id AS fromParkId, m.to_park_id AS toParkId, m.cause,
              ${millisecondsSql('m.moved_at')} AS movedAtMs
         FROM entity_moves m LEFT JOIN catalog_decisions d ON d.decision_id = m.decision_id
        WHERE m.ride_id IN (?) AND m.cause <> 'UNDO' AND d.undone_at IS NULL ORDER BY m.moved_at, m.move_id`,
      [rideIds],
    );
    return groupBy(
      moves.map((move) => ({ ...move, movedAtMs: Number(move.movedAtMs) })),
      ({ rideId }) => rideId,
    );
  }

  private async findOfStays(stays: readonly ParkStay[], from: Date, to: Date): Promise<ParkExclusion[]> {
    const parkIds = [...new Set(stays.flatMap((stay) => [...stay.parkIds]))];
    const rows = await this.dataSource.query<ParkExclusion[]>(
      `SELECT ${e.parkId} AS parkId, ${INTERVAL_COLUMNS} FROM ${EXCLUSIONS} e
        WHERE ${e.parkId} IN (?) AND ${e.rideId} IS NULL AND ${IN_FORCE_WITHIN}`,
      [parkIds, to, from],
    );
    return rows.map(withInterval);
  }

  /** Intervals in which all data of a park is excluded. */
  async findOfParks(parkIds: readonly number[], from: Date, to: Date): Promise<ExcludedParkInterval[]> {
    if (parkIds.length === 0) return [];
    const rows = await this.dataSource.query<ExcludedParkInterval[]>(
      `SELECT ${e.parkId} AS parkId, ${INTERVAL_COLUMNS} FROM ${EXCLUSIONS} e
        WHERE ${e.parkId} IN (?) AND ${e.rideId} IS NULL AND ${e.scope} = 'ALL'
          AND ${IN_FORCE_WITHIN} ORDER BY ${e.fromAt}`,
      [parkIds, to, from],
    );
    return rows.map(withInterval);
  }

  /** Parks with an exclusion of the whole park, of either scope, in the given time. */
  async findParks(from: Date, to: Date): Promise<number[]> {
    const rows = await this.dataSource.query<{ parkId: number }[]>(
      `SELECT DISTINCT ${e.parkId} AS parkId FROM ${EXCLUSIONS} e
        WHERE ${e.rideId} IS NULL AND ${IN_FORCE_WITHIN}`,
      [to, from],
    );
    return rows.map(({ parkId }) => parkId);
  }

  /** Exclusions in force that end after `since`, for all parks and rides or only the given ones. */
  async findInForce(since: Date, now: Date, targets?: ExclusionTargets) {
    const ofTarget =
      targets === undefined ? '' : `AND (${e.rideId} IS NULL AND ${e.parkId} IN (?) OR ${e.rideId} IN (?))`;
    const rows = await this.dataSource.query<ExclusionInForce[]>(
      `SELECT ${e.exclusionId} AS exclusionId, ${e.parkId} AS parkId, ${e.rideId} AS rideId,
              ${e.reason} AS reason, ${INTERVAL_COLUMNS}
         FROM ${EXCLUSIONS} e
        WHERE ${e.revokedAt} IS NULL AND (${e.toAt} IS NULL OR ${e.toAt} > ?) AND ${e.fromAt} <= ?
          ${ofTarget}
        ORDER BY ${e.fromAt}, ${e.exclusionId}`,
      [
        since,
        now,
        ...(targets === undefined
          ? []
          : [
              [0, ...targets.parkIds],
              [0, ...targets.rideIds],
            ]),
      ],
    );
    return rows.map(withInterval);
  }
}
