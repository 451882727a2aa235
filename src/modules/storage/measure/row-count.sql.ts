import { Injectable } from '@nestjs/common';
import { addMonths, monthStartMs } from '../../../common/time/months.js';
import { layoutOf, PARTITIONED_TABLES } from '../../snapshots/partitions/partition-plan.js';
import { StorageDatabase } from '../storage-database.sql.js';
import type { ImportedDay } from './count-plan.js';
import type { StorageUnit } from './storage-metrics.js';

/** Counts rows, within a time limit and partition by partition. */
@Injectable()
export class RowCountRepository {
  constructor(private readonly database: StorageDatabase) {}

  /**
   * Exact as of its start: a consistent read, which blocks no writer. Null if it takes longer than `limitMs`: a change of the
   * table's partitions waits for it, and writers wait behind that.
   */
  async countRows({ table, partition }: StorageUnit, limitMs: number): Promise<number | null> {
    const { from, values } = scopeOf(table, partition);
    const rows = await this.database.queryWithin<{ total: string }>(
      limitMs,
      `SELECT COUNT(*) AS total FROM ${from}`,
      values,
    );
    return rows === null ? null : Number(rows[0]!.total);
  }

  /** All imports ever, by the day of the archive files. */
  async findImportedDays(): Promise<ImportedDay[]> {
    const rows = await this.database.queryIfThere<Record<string, string> & { lastDoneAt: Date }>(
      `SELECT file_date AS fileDate, COUNT(*) AS files,
              SUM(events_stored + queue_rows_stored) AS \`rows\`, MAX(done_at) AS lastDoneAt,
              COALESCE(MAX(issues LIKE '%OUTSIDE_FILE_DAY%'), 0) AS hasStrayEvents
         FROM import_files GROUP BY file_date`,
    );
    return rows.map(({ lastDoneAt, fileDate, files, rows: stored, hasStrayEvents }) => ({
      fileDate: fileDate!,
      files: Number(files),
      rows: Number(stored),
      lastDoneAt,
      hasStrayEvents: Number(hasStrayEvents) === 1,
    }));
  }
}

/** Observation tables are counted by instant: a month's partition contains exactly the rows of its month. */
function scopeOf(table: string, partition: string): { from: string; values: Date[] } {
  if (!PARTITIONED_TABLES.some((name) => name === table)) {
    return { from: partition === '' ? `\`${table}\`` : `\`${table}\` PARTITION (\`${partition}\`)`, values: [] };
  }
  const [month] = layoutOf([partition]).months;
  if (month === undefined && partition !== '') return { from: `${table} PARTITION (${partition})`, values: [] };
  const values =
    month === undefined ? ALL_TIME : [new Date(monthStartMs(month)), new Date(monthStartMs(addMonths(month, 1)))];
  return { from: `${table} WHERE recorded_at >= ? AND recorded_at < ?`, values };
}

/** The range for a table whose partitioning was removed. */
const ALL_TIME = [new Date('1000-01-01T00:00:00Z'), new Date('9999-12-31T00:00:00Z')];
