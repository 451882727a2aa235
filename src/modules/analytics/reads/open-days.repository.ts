import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dateText } from './figure-columns.js';
import type { OpenDay } from './open-time-to-come.js';

/** SQL that tells when parks are open. */
@Injectable()
export class OpenDaysRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Parks that close after `now`, on one of the days. */
  async findStillOpen(dates: readonly string[], now: Date): Promise<OpenDay[]> {
    if (dates.length === 0) return [];
    return this.dataSource.manager.query<OpenDay[]>(
      `SELECT park_id AS parkId, ${dateText('stat_date')} AS date, opens_at AS opensAt, closes_at AS closesAt,
              rides_tracked AS ridesTracked
         FROM park_daily_stats WHERE stat_date IN (?) AND closes_at > ?`,
      [dates, now],
    );
  }
}
