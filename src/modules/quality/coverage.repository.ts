import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isCountedParkSql } from '../catalog/entity-types.js';
import type { ParkDayRow } from './coverage-report.js';

export interface CoveredPark {
  parkId: number;
  destinationId: number;
  name: string;
  timezone: string | null;
}

/** Reads coverage from the statistics, never from the observations. */
@Injectable()
export class CoverageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active parks by name, or the given park. */
  async findParks(parkId: number | undefined): Promise<CoveredPark[]> {
    const where = parkId === undefined ? `p.is_active = 1 AND ${isCountedParkSql('p')}` : 'p.park_id = ?';
    return this.dataSource.query<CoveredPark[]>(
      `SELECT p.park_id AS parkId, p.destination_id AS destinationId, p.name, p.timezone FROM parks p
        WHERE ${where} ORDER BY p.name, p.park_id`,
      parkId === undefined ? [] : [parkId],
    );
  }

  async findDays(parkIds: readonly number[], startDate: string, endDate: string): Promise<ParkDayRow[]> {
    const rows = await this.dataSource.query<ParkDayRow[]>(
      `SELECT park_id AS parkId, DATE_FORMAT(stat_date, '%Y-%m-%d') AS date, scheduled_ms AS scheduledMs,
              scheduled_observed_ms AS scheduledObservedMs, snapshot_count AS snapshots,
              observed_ms AS observedMs, archive_ms AS archiveMs, rides_tracked AS ridesTracked
         FROM park_daily_stats WHERE park_id IN (?) AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [parkIds, startDate, endDate],
    );
    return rows.map((row) => ({
      ...row,
      scheduledMs: Number(row.scheduledMs),
      scheduledObservedMs: Number(row.scheduledObservedMs),
      observedMs: Number(row.observedMs),
      archiveMs: Number(row.archiveMs),
    }));
  }

  /** Starts of the UTC hours with live observations of the destination, from one day before to one day after the dates. */
  async findLiveHours(destinationId: number, startDate: string, endDate: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ hour: string }[]>(
      `SELECT DISTINCT DATE_FORMAT(observed_at, '%Y-%m-%dT%H:00:00Z') AS hour FROM collection_run_destinations
        WHERE destination_id = ? AND started_at >= ? - INTERVAL 1 DAY AND started_at < ? + INTERVAL 2 DAY
          AND observed_at IS NOT NULL`,
      [destinationId, startDate, endDate],
    );
    return rows.map(({ hour }) => hour);
  }

  /** UTC days of the archive files that contained events of the destination. */
  async findArchiveDays(destinationId: number, startDate: string, endDate: string): Promise<string[]> {
    return this.days(
      `SELECT DISTINCT DATE_FORMAT(f.file_date, '%Y-%m-%d') AS day
         FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
        WHERE c.destination_id = ? AND f.file_date BETWEEN ? AND ? AND f.events_stored + f.events_duplicate > 0`,
      [destinationId, startDate, endDate],
    );
  }

  private async days(sql: string, values: unknown[]): Promise<string[]> {
    return (await this.dataSource.query<{ day: string }[]>(sql, values)).map(({ day }) => day);
  }
}
