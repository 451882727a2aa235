import { Injectable } from '@nestjs/common';
import type { PartitionedTable } from '../../snapshots/partitions/partition-plan.js';
import { StorageDatabase } from '../storage-database.sql.js';

/** Imports of old days, summed by the minute. */
export interface ImportedBulk {
  atMs: number;
  snapshots: number;
  queueRows: number;
}

/** An archive day that is imported within this many days counts as steady growth, not as a bulk load. */
const BULK_AFTER_DAYS = 14;

const SPAN_LIMIT_MS = 20_000;

/** SQL on when and how observations were added. */
@Injectable()
export class GrowthRepository {
  constructor(private readonly database: StorageDatabase) {}

  /** After `since`, up to and including `until`. */
  async findBulkLoads(since: Date, until: Date): Promise<ImportedBulk[]> {
    const rows = await this.database.queryIfThere<{ lastDoneAt: Date; snapshots: string; queueRows: string }>(
      `SELECT MAX(done_at) AS lastDoneAt, SUM(events_stored) AS snapshots, SUM(queue_rows_stored) AS queueRows
         FROM import_files
        WHERE done_at > ? AND done_at <= ? AND events_stored + queue_rows_stored > 0
          AND file_date < DATE(done_at) - INTERVAL ${BULK_AFTER_DAYS} DAY
        GROUP BY DATE_FORMAT(done_at, '%Y-%m-%d %H:%i') ORDER BY lastDoneAt`,
      [since, until],
    );
    return rows.map(({ lastDoneAt, snapshots, queueRows }) => ({
      atMs: lastDoneAt.getTime(),
      snapshots: Number(snapshots),
      queueRows: Number(queueRows),
    }));
  }

  /** First and last instant within a month; null if it is empty, or if the query takes too long. */
  async findSpan(table: PartitionedTable, from: Date, to: Date): Promise<{ firstAt: Date; lastAt: Date } | null> {
    const rows = await this.database.queryWithin<{ firstAt: Date | null; lastAt: Date | null }>(
      SPAN_LIMIT_MS,
      `SELECT MIN(recorded_at) AS firstAt, MAX(recorded_at) AS lastAt FROM ${table}
        WHERE recorded_at >= ? AND recorded_at < ?`,
      [from, to],
    );
    const { firstAt, lastAt } = rows?.[0] ?? { firstAt: null, lastAt: null };
    return firstAt === null || lastAt === null ? null : { firstAt, lastAt };
  }
}
