import { Injectable } from '@nestjs/common';
import { chunksOf } from '../../../common/collections.js';
import { addMonths, layoutOf, monthStartMs, PARTITIONED_TABLES } from '../../snapshots/partitions/partition-plan.js';
import { StorageDatabase } from '../storage-database.js';
import type { ImportedDay, KnownCount } from './count-plan.js';
import type { StorageUnit } from './storage-metrics.js';

type KnownRow = Record<'table' | 'partition' | 'rows' | 'rowsEstimate', string> &
  Record<'fileBytes' | 'updateMark' | 'importMark', string | null>;

const ROWS_PER_INSERT = 200;

/** A new exact count. */
export interface NewCount {
  unit: StorageUnit;
  known: KnownCount;
}

/** SQL that counts rows, and stores exact counts. */
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

  /** Keyed by `table/partition`. */
  async findKnownCounts(): Promise<Map<string, KnownCount>> {
    const rows = await this.database.query<KnownRow>(
      `SELECT table_name AS \`table\`, partition_name AS \`partition\`, row_count AS \`rows\`, file_bytes AS fileBytes,
              rows_estimate AS rowsEstimate, update_mark AS updateMark, import_mark AS importMark
         FROM storage_row_counts`,
    );
    return new Map(
      rows.map(({ table, partition, updateMark, importMark, ...metrics }) => [
        `${table}/${partition}`,
        {
          rows: Number(metrics.rows),
          rowsEstimate: Number(metrics.rowsEstimate),
          fileBytes: metrics.fileBytes === null ? null : Number(metrics.fileBytes),
          updateMark,
          importMark,
        },
      ]),
    );
  }

  async keepCounts(counts: readonly NewCount[], countedAt: Date): Promise<void> {
    for (const chunk of chunksOf(counts, ROWS_PER_INSERT)) {
      const rows = chunk.map(({ unit, known }) => [
        ...[unit.table, unit.partition, known.rows, countedAt, known.fileBytes, known.rowsEstimate],
        ...[known.updateMark, known.importMark],
      ]);
      await this.database.query(
        `INSERT INTO storage_row_counts (table_name, partition_name, row_count, counted_at, file_bytes, rows_estimate,
                update_mark, import_mark)
         VALUES ?
         ON DUPLICATE KEY UPDATE row_count = VALUES(row_count), counted_at = VALUES(counted_at),
                file_bytes = VALUES(file_bytes), rows_estimate = VALUES(rows_estimate),
                update_mark = VALUES(update_mark), import_mark = VALUES(import_mark)`,
        [rows],
      );
    }
  }

  /** All imports ever, by the day of the archive files. */
  async findImportedDays(): Promise<ImportedDay[]> {
    const rows = await this.database.queryIfThere<Record<string, string> & { lastDoneAt: Date }>(
      `SELECT DATE_FORMAT(file_date, '%Y-%m-%d') AS fileDate, COUNT(*) AS files,
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
