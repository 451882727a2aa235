import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-helpers.js';

/** What a rebuild recomputes. Null means unrestricted. */
export interface RebuildScope {
  parkId: number | null;
  /** Local dates of the parks, both included. */
  from: string | null;
  to: string | null;
}

export interface RebuildRecord extends RebuildScope {
  rebuildId: number;
  parkDaysTotal: number;
  requestedAt: Date;
}

/** The first and last observation of a park. */
export interface ParkSpan {
  parkId: number;
  timezone: string | null;
  firstMs: number;
  lastMs: number;
}

const day = (column: string) => `DATE_FORMAT(${column}, '%Y-%m-%d')`;

/** SQL on statistics_rebuilds, and on the tables that give the range of days of a park. */
@Injectable()
export class RebuildRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async hasPark(parkId: number): Promise<boolean> {
    const rows = await this.dataSource.manager.query<unknown[]>('SELECT 1 FROM parks WHERE park_id = ?', [parkId]);
    return rows.length > 0;
  }

  /** Derived from the tables that each write of observations updates, and from the statistics themselves. */
  async findSpans(manager: EntityManager, parkId: number | null): Promise<ParkSpan[]> {
    const rows = await manager.query<ParkSpan[]>(
      `SELECT p.park_id AS parkId, p.timezone, ${millisecondsSql('MIN(observed.first_at)')} AS firstMs,
              ${millisecondsSql('MAX(observed.last_at)')} AS lastMs
         FROM parks p JOIN (
           SELECT park_id, first_seen_at AS first_at, last_seen_at AS last_at FROM rides
           UNION ALL SELECT r.park_id, n.first_seen_at, n.last_seen_at FROM ride_names n JOIN rides r ON r.ride_id = n.ride_id
           UNION ALL SELECT r.park_id, c.recorded_at, COALESCE(c.last_confirmed_at, c.recorded_at)
             FROM ride_current c JOIN rides r ON r.ride_id = c.ride_id
           UNION ALL SELECT park_id, MIN(stat_date), MAX(stat_date) FROM park_daily_stats GROUP BY park_id
         ) observed ON observed.park_id = p.park_id
        WHERE observed.first_at IS NOT NULL AND observed.last_at IS NOT NULL ${parkId === null ? '' : 'AND p.park_id = ?'}
        GROUP BY p.park_id, p.timezone ORDER BY p.park_id`,
      parkId === null ? [] : [parkId],
    );
    return rows.map((row) => ({ ...row, firstMs: Number(row.firstMs), lastMs: Number(row.lastMs) }));
  }

  async insert(manager: EntityManager, { parkId, from, to }: RebuildScope, requestedAt: Date): Promise<number> {
    const { insertId } = await manager.query<{ insertId: number }>(
      'INSERT INTO statistics_rebuilds (park_id, from_date, to_date, requested_at) VALUES (?, ?, ?, ?)',
      [parkId, from, to, requestedAt],
    );
    return insertId;
  }

  async setTotal(manager: EntityManager, rebuildId: number, parkDaysTotal: number): Promise<void> {
    await manager.query('UPDATE statistics_rebuilds SET park_days_total = ? WHERE rebuild_id = ?', [
      parkDaysTotal,
      rebuildId,
    ]);
  }

  async find(rebuildId: number): Promise<RebuildRecord | null> {
    const [record] = await this.dataSource.manager.query<RebuildRecord[]>(
      `SELECT rebuild_id AS rebuildId, park_id AS parkId, ${day('from_date')} AS \`from\`, ${day('to_date')} AS \`to\`,
              park_days_total AS parkDaysTotal, requested_at AS requestedAt
         FROM statistics_rebuilds WHERE rebuild_id = ?`,
      [rebuildId],
    );
    return record ?? null;
  }

  /** Days within the scope that were invalidated at the instant or before it and are still waiting. */
  async countWaitingSince({ parkId, from, to }: RebuildScope, instant: Date): Promise<number> {
    const [row] = await this.dataSource.manager.query<{ days: number }[]>(
      `SELECT COUNT(*) AS days FROM invalidated_park_days
        WHERE invalidated_at <= ? AND park_id = COALESCE(?, park_id)
          AND local_date >= COALESCE(?, local_date) AND local_date <= COALESCE(?, local_date)`,
      [instant, parkId, from, to],
    );
    return Number(row!.days);
  }
}
