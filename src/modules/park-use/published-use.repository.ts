import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-time.js';
import { USE_TYPES, type UseType } from './published-interval.js';

export interface PublishedEntry {
  parkId: number;
  localDate: string;
  type: UseType;
  opensAtMs: number;
  closesAtMs: number;
}

/** SQL that reads what is published of the use of parks; the only place that does. */
@Injectable()
export class PublishedUseRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Entries of these local dates (both included) that have not been withdrawn. */
  async findEntries(parkIds: readonly number[], firstDate: string, lastDate: string): Promise<PublishedEntry[]> {
    if (parkIds.length === 0) return [];
    const rows = await this.dataSource.manager.query<PublishedEntry[]>(
      `SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, schedule_type AS type,
              ${millisecondsSql('opens_at')} AS opensAtMs, ${millisecondsSql('closes_at')} AS closesAtMs
         FROM park_schedules
        WHERE park_id IN (?) AND local_date BETWEEN ? AND ? AND withdrawn_at IS NULL AND schedule_type IN (?)
          AND opens_at IS NOT NULL AND closes_at IS NOT NULL
        ORDER BY park_id, opens_at, closes_at`,
      [parkIds, firstDate, lastDate, USE_TYPES],
    );
    return rows.map((row) => ({ ...row, opensAtMs: Number(row.opensAtMs), closesAtMs: Number(row.closesAtMs) }));
  }

  /** Dates of which any entry has not been withdrawn, whatever it says. */
  async findDates(parkId: number, firstDate: string, lastDate: string): Promise<string[]> {
    const rows = await this.dataSource.manager.query<{ localDate: string }[]>(
      `SELECT DISTINCT DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate FROM park_schedules
        WHERE park_id = ? AND local_date BETWEEN ? AND ? AND withdrawn_at IS NULL`,
      [parkId, firstDate, lastDate],
    );
    return rows.map(({ localDate }) => localDate);
  }
}
