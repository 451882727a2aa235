import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { isListedParkSql } from '../catalog/counted-entities.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { CollectionRunDestination } from '../collector/collection-run.entity.js';
import { ImportCheckpoint } from '../import/entities/import-checkpoint.entity.js';
import { HistoryDay } from '../import/entities/history-day.entity.js';
import { ImportFile } from '../import/entities/import-file.entity.js';
import { ParkDailyStats } from '../statistics/entities/park-stats.entity.js';
import type { ParkDayRow } from './coverage-report.js';

const PARK = ['parkId', 'destinationId', 'name', 'timezone'] as const;
export type CoveredPark = Pick<Park, (typeof PARK)[number]> & { destinationName: string };

const park = columnsOf(Park, 'p');
const destination = columnsOf(Destination, 'd');
const day = columnsOf(ParkDailyStats);
const poll = columnsOf(CollectionRunDestination);
const checkpoint = columnsOf(ImportCheckpoint, 'c');
const historyDay = columnsOf(HistoryDay);
const file = columnsOf(ImportFile, 'f');

/** Reads coverage from the statistics, never from the observations: rows of many parks and days. */
@Injectable()
export class CoverageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All active parks by name, or the given park. */
  async findParks(parkId: number | undefined): Promise<CoveredPark[]> {
    const where = parkId === undefined ? `${park.isActive} = 1 AND ${isListedParkSql('p')}` : `${park.parkId} = ?`;
    return this.dataSource.query<CoveredPark[]>(
      `SELECT ${selectList(Park, PARK, 'p')}, ${destination.name} AS destinationName FROM ${tableOf(Park)} p
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
        WHERE ${where} ORDER BY ${park.name}, ${park.parkId}`,
      parkId === undefined ? [] : [parkId],
    );
  }

  async findDays(parkIds: readonly number[], startDate: string, endDate: string): Promise<ParkDayRow[]> {
    const rows = await this.dataSource.query<ParkDayRow[]>(
      `SELECT ${day.parkId} AS parkId, ${day.statDate} AS date, ${day.scheduledMs} AS scheduledMs,
              ${day.scheduledObservedMs} AS scheduledObservedMs, ${day.snapshotCount} AS snapshots,
              ${day.observedMs} AS observedMs, ${day.archiveMs} AS archiveMs, ${day.ridesTracked} AS ridesTracked
         FROM ${tableOf(ParkDailyStats)} WHERE ${day.parkId} IN (?) AND ${day.statDate} BETWEEN ? AND ?
        ORDER BY ${day.statDate}`,
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
      `SELECT DISTINCT DATE_FORMAT(${poll.observedAt}, '%Y-%m-%dT%H:00:00Z') AS hour
         FROM ${tableOf(CollectionRunDestination)}
        WHERE ${poll.destinationId} = ? AND ${poll.startedAt} >= ? - INTERVAL 1 DAY
          AND ${poll.startedAt} < ? + INTERVAL 2 DAY AND ${poll.observedAt} IS NOT NULL`,
      [destinationId, startDate, endDate],
    );
    return rows.map(({ hour }) => hour);
  }

  /** UTC days of the archive files that contained events of the destination. */
  async findArchiveDays(destinationId: number, startDate: string, endDate: string): Promise<string[]> {
    const rows = await this.dataSource.query<Pick<ImportFile, 'fileDate'>[]>(
      `SELECT DISTINCT ${file.fileDate} AS fileDate
         FROM ${tableOf(ImportCheckpoint)} c JOIN ${tableOf(ImportFile)} f ON ${file.importId} = ${checkpoint.importId}
        WHERE ${checkpoint.destinationId} = ? AND ${file.fileDate} BETWEEN ? AND ?
          AND ${file.stored} + ${file.duplicate} > 0 AND ${file.objectKey} NOT LIKE '%/history/%'`,
      [destinationId, startDate, endDate],
    );
    return rows.map(({ fileDate }) => fileDate);
  }

  /** Local days of the park that were imported from the History API. */
  async findHistoryDays(parkId: number, startDate: string, endDate: string): Promise<string[]> {
    const rows = await this.dataSource.query<Pick<HistoryDay, 'localDate'>[]>(
      `SELECT ${historyDay.localDate} AS localDate FROM ${tableOf(HistoryDay)}
        WHERE ${historyDay.parkId} = ? AND ${historyDay.localDate} BETWEEN ? AND ? AND ${historyDay.state} <> 'REFUSED'`,
      [parkId, startDate, endDate],
    );
    return rows.map(({ localDate }) => localDate);
  }
}
