import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readJson } from '../../../common/database/json-column.js';
import { millisecondsSql } from '../../../common/database/sql-time.js';
import type { DayUse } from '../../park-use/day-use.js';

/** The use of a park's day by the observations up to an instant. */
export interface LiveUse {
  parkId: number;
  localDate: string;
  newestMs: number;
  dayUse: DayUse;
}

/** SQL on park_live_use. */
@Injectable()
export class LiveUseRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findAll(parkId: number | null): Promise<LiveUse[]> {
    const rows = await this.dataSource.manager.query<Record<keyof LiveUse, number | string>[]>(
      `SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate,
              ${millisecondsSql('newest_at')} AS newestMs, day_use AS dayUse
         FROM park_live_use ${parkId === null ? '' : 'WHERE park_id = ?'}`,
      parkId === null ? [] : [parkId],
    );
    return rows.map((row) => ({
      parkId: Number(row.parkId),
      localDate: String(row.localDate),
      newestMs: Number(row.newestMs),
      dayUse: readJson<DayUse>(String(row.dayUse)),
    }));
  }

  async save({ parkId, localDate, newestMs, dayUse }: LiveUse): Promise<void> {
    await this.dataSource.manager.query(
      `INSERT INTO park_live_use (park_id, local_date, newest_at, day_use) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE local_date = VALUES(local_date), newest_at = VALUES(newest_at), day_use = VALUES(day_use)`,
      [parkId, localDate, new Date(newestMs), JSON.stringify(dayUse)],
    );
  }
}
