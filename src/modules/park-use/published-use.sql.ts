import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import { USE_TYPES, type UseType } from './published-interval.js';

export interface PublishedEntry {
  parkId: number;
  /** Of the park. */
  timezone: string | null;
  localDate: string;
  type: UseType;
  description: string | null;
  opensAtMs: number;
  closesAtMs: number;
}

/** Entries of parks declared to be the same as the given ones, for dates without an own entry. */
const OF_SAME_PARKS = `catalog_decisions d JOIN park_schedules s ON s.park_id = d.park_id
  JOIN parks p ON p.park_id = d.target_park_id
  WHERE d.target_park_id IN (?) AND d.kind = 'SAME_AS' AND d.undone_at IS NULL AND s.local_date BETWEEN ? AND ?
    AND s.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM park_schedules own
      WHERE own.park_id = d.target_park_id AND own.local_date = s.local_date AND own.withdrawn_at IS NULL)`;

/**
 * Reads the published use of parks. No other SQL reads it. The entities of these tables belong to the catalog, which uses this
 * module, so the names of tables and columns are literals here.
 */
@Injectable()
export class PublishedUseRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Entries of these local dates (inclusive) that were not withdrawn. Dates without an own entry come from a park that was
   * declared to be the same park.
   */
  async findEntries(parkIds: readonly number[], firstDate: string, lastDate: string): Promise<PublishedEntry[]> {
    if (parkIds.length === 0) return [];
    const rows = await this.dataSource.manager.query<PublishedEntry[]>(
      `SELECT s.park_id AS parkId, p.timezone, s.local_date AS localDate,
              s.schedule_type AS type, s.description, ${millisecondsSql('s.opens_at')} AS opensAtMs,
              ${millisecondsSql('s.closes_at')} AS closesAtMs
         FROM park_schedules s JOIN parks p ON p.park_id = s.park_id
        WHERE s.park_id IN (?) AND s.local_date BETWEEN ? AND ? AND s.withdrawn_at IS NULL AND s.schedule_type IN (?)
          AND s.opens_at IS NOT NULL AND s.closes_at IS NOT NULL
       UNION ALL
       SELECT d.target_park_id, p.timezone, s.local_date, s.schedule_type, s.description,
              ${millisecondsSql('s.opens_at')},
              ${millisecondsSql('s.closes_at')}
         FROM ${OF_SAME_PARKS} AND s.schedule_type IN (?) AND s.opens_at IS NOT NULL AND s.closes_at IS NOT NULL
        ORDER BY parkId, opensAtMs, closesAtMs`,
      [parkIds, firstDate, lastDate, USE_TYPES, parkIds, firstDate, lastDate, USE_TYPES],
    );
    return rows.map((row) => ({ ...row, opensAtMs: Number(row.opensAtMs), closesAtMs: Number(row.closesAtMs) }));
  }

  /** Dates with any entry that was not withdrawn, whatever its content. */
  async findDates(
    parkIds: readonly number[],
    firstDate: string,
    lastDate: string,
  ): Promise<{ parkId: number; localDate: string }[]> {
    if (parkIds.length === 0) return [];
    return this.dataSource.manager.query<{ parkId: number; localDate: string }[]>(
      `SELECT DISTINCT park_id AS parkId, local_date AS localDate FROM park_schedules
        WHERE park_id IN (?) AND local_date BETWEEN ? AND ? AND withdrawn_at IS NULL
       UNION
       SELECT d.target_park_id, s.local_date FROM ${OF_SAME_PARKS}`,
      [parkIds, firstDate, lastDate, parkIds, firstDate, lastDate],
    );
  }
}
