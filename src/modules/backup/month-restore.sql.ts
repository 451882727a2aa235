import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { addMonths, type Month } from '../../common/time/months.js';
import type { PartitionedTable } from '../snapshots/partitions/partition-plan.js';
import type { BackupPart, BackupTable } from './manifest.js';
import type { QueueOfRide } from './month-content.js';
import { fingerprintSql } from './row-lines.js';

/** Observations of a month, and the rides that they belong to. */
@Injectable()
export class MonthRestoreRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async columnNames(table: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`,
      [table],
    );
    return rows.map(({ name }) => name);
  }

  async countRows(table: PartitionedTable, month: Month): Promise<number> {
    const [row] = await this.dataSource.query<{ count: string | number }[]>(
      `SELECT COUNT(*) AS count FROM ${table} WHERE ${withinMonth(month)}`,
    );
    return Number(row!.count);
  }

  async content(
    manager: EntityManager,
    { name, columns }: BackupTable,
    month: Month,
  ): Promise<Pick<BackupPart, 'rows' | 'fingerprint'>> {
    const [row] = await manager.query<{ rows: number | string; fingerprint: string }[]>(
      `SELECT ${fingerprintSql(columns)} FROM \`${name}\` WHERE ${withinMonth(month)}`,
    );
    return { rows: Number(row!.rows), fingerprint: row!.fingerprint };
  }

  /** UUIDs of rides, `\N` for none. */
  async uuidsOf(rideIds: readonly number[]): Promise<Map<number, string>> {
    if (rideIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ rideId: number; uuid: string }[]>(
      `SELECT ride_id AS rideId, COALESCE(CAST(themeparks_wiki_id AS CHAR), '\\\\N') AS uuid FROM rides WHERE ride_id IN (?)`,
      [rideIds],
    );
    return new Map(rows.map(({ rideId, uuid }) => [rideId, uuid]));
  }

  async parksOf(manager: EntityManager, rideIds: readonly number[]): Promise<number[]> {
    if (rideIds.length === 0) return [];
    const rows = await manager.query<{ parkId: number }[]>(
      `SELECT DISTINCT park_id AS parkId FROM rides WHERE ride_id IN (?)`,
      [rideIds],
    );
    return rows.map(({ parkId }) => parkId);
  }

  /** Those of the rides whose newest observation is older than the start of a month, or that have none. */
  async ridesBefore(manager: EntityManager, rideIds: readonly number[], month: Month): Promise<number[]> {
    const rows = await manager.query<{ rideId: number }[]>(
      `SELECT ride_id AS rideId FROM ride_current WHERE recorded_at >= '${month}-01'`,
    );
    const newer = new Set(rows.map(({ rideId }) => rideId));
    return rideIds.filter((rideId) => !newer.has(rideId));
  }

  /** The same for queues. */
  async queuesBefore(manager: EntityManager, queues: readonly QueueOfRide[], month: Month): Promise<QueueOfRide[]> {
    const rows = await manager.query<{ rideId: number; queueType: string }[]>(
      `SELECT ride_id AS rideId, queue_type AS queueType FROM queue_current WHERE recorded_at >= '${month}-01'`,
    );
    const newer = new Set(rows.map(({ rideId, queueType }) => `${rideId} ${queueType}`));
    return queues.filter(({ rideId, queueType }) => !newer.has(`${rideId} ${queueType}`));
  }
}

/** Months are checked words, such as 2026-07. */
const withinMonth = (month: Month): string =>
  `recorded_at >= '${month}-01' AND recorded_at < '${addMonths(month, 1)}-01'`;
