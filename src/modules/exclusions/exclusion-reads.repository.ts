import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import type { ExcludedInterval, ExcludedParkInterval, ExclusionInForce, ExclusionTargets } from './exclusion.js';
import type { ExclusionMoveView, ExclusionQuery, ExclusionView } from './exclusions.dto.js';
import { excludedWithin, type ParkExclusion, type ParkStay, type RideMove, staysOf } from './park-stays.js';

const INTERVAL_COLUMNS = `${millisecondsSql('e.from_at')} AS fromMs, ${millisecondsSql('e.to_at')} AS toMs, e.scope`;
const IN_FORCE_WITHIN = 'e.revoked_at IS NULL AND e.from_at < ? AND (e.to_at IS NULL OR e.to_at > ?)';

/** Reads the exclusions in force. */
@Injectable()
export class ExclusionReadsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The excluded intervals of each ride from `from` to `to`. */
  async findIntervals(rideIds: readonly number[], from: Date, to: Date): Promise<ExcludedInterval[]> {
    if (rideIds.length === 0) return [];
    const moves = await this.findMoves(rideIds);
    const rows = await this.dataSource.query<ExcludedInterval[]>(
      `SELECT r.ride_id AS rideId, ${INTERVAL_COLUMNS}
         FROM rides r JOIN data_exclusions e ON e.park_id = r.park_id AND e.ride_id IS NULL
        WHERE r.ride_id IN (?) AND ${IN_FORCE_WITHIN}
       UNION ALL SELECT e.ride_id, ${INTERVAL_COLUMNS} FROM data_exclusions e WHERE e.ride_id IN (?) AND ${IN_FORCE_WITHIN}`,
      [[0, ...rideIds.filter((rideId) => !moves.has(rideId))], to, from, rideIds, to, from],
    );
    const stays = [...moves.values()].flatMap(staysOf);
    const ofFormerParks = stays.length === 0 ? [] : excludedWithin(stays, await this.findOfStays(stays, from, to));
    return [...rows.map(withNumbers), ...ofFormerParks];
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
      `SELECT e.park_id AS parkId, ${INTERVAL_COLUMNS} FROM data_exclusions e
        WHERE e.park_id IN (?) AND e.ride_id IS NULL AND ${IN_FORCE_WITHIN}`,
      [parkIds, to, from],
    );
    return rows.map(withNumbers);
  }

  /** Intervals in which all data of a park is excluded. */
  async findOfParks(parkIds: readonly number[], from: Date, to: Date): Promise<ExcludedParkInterval[]> {
    if (parkIds.length === 0) return [];
    const rows = await this.dataSource.query<ExcludedParkInterval[]>(
      `SELECT e.park_id AS parkId, ${INTERVAL_COLUMNS} FROM data_exclusions e
        WHERE e.park_id IN (?) AND e.ride_id IS NULL AND e.scope = 'ALL' AND ${IN_FORCE_WITHIN} ORDER BY e.from_at`,
      [parkIds, to, from],
    );
    return rows.map(withNumbers);
  }

  /** Parks with an exclusion of the whole park, of either scope, in the given time. */
  async findParks(from: Date, to: Date): Promise<number[]> {
    const rows = await this.dataSource.query<{ parkId: number }[]>(
      `SELECT DISTINCT e.park_id AS parkId FROM data_exclusions e WHERE e.ride_id IS NULL AND ${IN_FORCE_WITHIN}`,
      [to, from],
    );
    return rows.map(({ parkId }) => parkId);
  }

  /** Exclusions in force that end after `since`, for all parks and rides or only the given ones. */
  async findInForce(since: Date, now: Date, targets?: ExclusionTargets) {
    const ofTarget = targets === undefined ? '' : `AND (e.ride_id IS NULL AND e.park_id IN (?) OR e.ride_id IN (?))`;
    const rows = await this.dataSource.query<ExclusionInForce[]>(
      `SELECT e.exclusion_id AS exclusionId, e.park_id AS parkId, e.ride_id AS rideId, e.reason, ${INTERVAL_COLUMNS}
         FROM data_exclusions e
        WHERE e.revoked_at IS NULL AND (e.to_at IS NULL OR e.to_at > ?) AND e.from_at <= ? ${ofTarget}
        ORDER BY e.from_at, e.exclusion_id`,
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
    return rows.map(withNumbers);
  }
}

const withNumbers = <Row extends { fromMs: number; toMs: number | null }>(row: Row): Row => ({
  ...row,
  fromMs: Number(row.fromMs),
  toMs: row.toMs === null ? null : Number(row.toMs),
});

const COLUMNS = `e.exclusion_id AS exclusionId, COALESCE(r.park_id, e.park_id) AS parkId, p.name AS parkName, e.ride_id AS rideId,
  r.name AS rideName, e.from_at AS \`from\`, e.to_at AS \`to\`, e.scope, e.reason, e.origin,
  e.revoked_at IS NULL AS isActive, e.note, e.log_id AS logId, e.created_at AS createdAt, e.created_by AS createdBy,
  e.updated_at AS updatedAt, e.revoked_at AS revokedAt, e.revoked_origin AS revokedOrigin, e.revoked_by AS revokedBy,
  e.revoke_note AS revokeNote`;
/** A ride takes its exclusions along into another park. */
const FROM = `FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id
  LEFT JOIN parks p ON p.park_id = COALESCE(r.park_id, e.park_id)`;

type Row = Omit<ExclusionView, 'isActive' | 'logId'> & { isActive: number | string; logId: number | string | null };

/** Lists exclusions for the admin API. */
@Injectable()
export class ExclusionListRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Latest start first. */
  async find(query: ExclusionQuery): Promise<ExclusionView[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${sql} ORDER BY e.from_at DESC, e.exclusion_id DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map(viewOf);
  }

  async count(query: ExclusionQuery): Promise<number> {
    const { sql, values } = whereOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total ${FROM} WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  async findOne(exclusionId: number): Promise<ExclusionView | null> {
    const rows = await this.dataSource.query<Row[]>(`SELECT ${COLUMNS} ${FROM} WHERE e.exclusion_id = ?`, [
      exclusionId,
    ]);
    return rows.map(viewOf)[0] ?? null;
  }

  /** Oldest first. */
  async findHistory(exclusionId: number): Promise<ExclusionMoveView[]> {
    return this.dataSource.query<ExclusionMoveView[]>(
      `SELECT action, origin, changed_by AS changedBy, note, from_at AS \`from\`, to_at AS \`to\`, changed_at AS changedAt
         FROM data_exclusion_history WHERE exclusion_id = ? ORDER BY history_id`,
      [exclusionId],
    );
  }
}

function whereOf({ parkId, rideId, active, reason, origin }: ExclusionQuery): { sql: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    ['COALESCE(r.park_id, e.park_id) = ?', parkId],
    ['e.ride_id = ?', rideId],
    ['(e.revoked_at IS NULL) = ?', active === undefined ? undefined : Number(active)],
    ['e.reason = ?', reason],
    ['e.origin = ?', origin],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    sql: given.length === 0 ? '1 = 1' : given.map(([condition]) => condition).join(' AND '),
    values: given.map(([, value]) => value),
  };
}

const viewOf = (row: Row): ExclusionView => ({
  ...row,
  isActive: Number(row.isActive) === 1,
  logId: row.logId === null ? null : Number(row.logId),
});
