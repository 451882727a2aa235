import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { lockName, withNamedLock } from '../../../common/database/dialect/named-lock.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { ConsistentView } from '../../../common/database/consistent-view.js';
import { ViewOutdatedError } from '../outdated-view.js';
import { monthsBetween } from '../../../common/time/months.js';
import { layoutOf } from '../../snapshots/partitions/partition-plan.js';
import type { FolderDataset, PartMonth } from './folder-dataset.js';
import { type ChecksumRow, checksumText, RowsChecksum, rowsChecksumSql } from './row-checksum.js';

/** Ids of one statement: few enough that the server looks up each range, and many enough that statements are few. */
const IDS_PER_STATEMENT = 250;

/** A month, and the ids by which it is read in parts. */
export interface MonthRows {
  month: PartMonth;
  ids: readonly (readonly number[] | null)[];
}

/** Reads whole datasets, month by month. */
@Injectable()
export class FolderRowsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  openView(): Promise<ConsistentView> {
    return ConsistentView.open(this.dataSource, (cause) => new ViewOutdatedError(cause));
  }

  /** Null if another run holds the lock. */
  async withLock<T>(name: string, work: () => Promise<T>): Promise<{ result: T } | null> {
    return withNamedLock(this.dataSource, { name: lockName('export', name), waitSeconds: 0 }, work);
  }

  async schemaVersion(): Promise<string> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      'SELECT name FROM schema_migrations ORDER BY timestamp DESC LIMIT 1',
    );
    return rows[0]?.name ?? '';
  }

  /** The months that may have rows, in order. */
  async findMonths({ months }: FolderDataset): Promise<PartMonth[]> {
    if (months === null) return [null];
    if ('partitioned' in months) return this.monthsOfPartitions(months.partitioned);
    const { table, id, date } = months;
    const [range] = await this.dataSource.query<{ earliest: string | null; latest: string | null }[]>(
      `SELECT MIN(e) AS earliest, MAX(l) AS latest FROM (SELECT MIN(${date}) AS e, MAX(${date}) AS l FROM ${table} GROUP BY ${id}) d`,
    );
    if (range === undefined || range.earliest === null || range.latest === null) return [];
    return monthsBetween(range.earliest.slice(0, 7), range.latest.slice(0, 7));
  }

  /** The months of the partitions, and those of the rows outside of them. */
  private async monthsOfPartitions(table: string): Promise<string[]> {
    const partitions = await this.dataSource.query<{ name: string | null }[]>(
      `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [table],
    );
    const monthsOf = (name: string | null) => layoutOf(name === null ? [] : [name]).months;
    const found = new Set(partitions.flatMap(({ name }) => monthsOf(name)));
    for (const { name } of partitions.filter((partition) => monthsOf(partition.name).length === 0)) {
      const rows = await this.dataSource.query<{ month: string }[]>(
        `SELECT DISTINCT DATE_FORMAT(recorded_at, '%Y-%m') AS month FROM ${table}${name === null ? '' : ` PARTITION (${name})`}`,
      );
      for (const row of rows) found.add(row.month);
    }
    return [...found].sort();
  }

  /** The parts in which a month is read. */
  async findIds(dataset: FolderDataset): Promise<(readonly number[] | null)[]> {
    const { months, idColumn } = dataset;
    if (idColumn === null || months === null || 'partitioned' in months) return [null];
    const rows = await this.dataSource.query<{ id: number }[]>(
      `SELECT DISTINCT ${idColumn} AS id FROM ${months.table} ORDER BY id`,
    );
    const chunks: number[][] = [];
    rows.forEach(({ id }, index) => {
      if (index % IDS_PER_STATEMENT === 0) chunks.push([]);
      chunks.at(-1)!.push(Number(id));
    });
    return chunks;
  }

  /** Whether a month has no rows. */
  async isEmpty(view: ConsistentView, dataset: FolderDataset, { month, ids }: MonthRows): Promise<boolean> {
    for (const chunk of ids) {
      const rows = await view.read(`SELECT 1 FROM ${dataset.source(month, chunk)} LIMIT 1`);
      if (rows.length > 0) return false;
    }
    return true;
  }

  /** A text that changes if one of the rows of a month does; null: the dataset is not compared in this way. */
  async readChecksum(view: ConsistentView, dataset: FolderDataset, { month, ids }: MonthRows): Promise<string | null> {
    if (dataset.checksumOf === null) return null;
    const parts: ChecksumRow[] = [];
    for (const chunk of ids) {
      const sql = rowsChecksumSql(dataset.checksumOf, dataset.source(month, chunk));
      parts.push(...(await view.read<ChecksumRow>(sql)));
    }
    return checksumText(parts);
  }

  /**
   * Streams the rows of a month; `take` may return a promise, until which the server waits.
   * @returns the same checksum as {@link readChecksum}, of the rows that were taken
   */
  async readRows(
    view: ConsistentView,
    dataset: FolderDataset,
    { month, ids }: MonthRows,
    take: (row: readonly unknown[]) => Promise<void> | null,
  ): Promise<string | null> {
    const hasChecksum = dataset.checksumOf !== null;
    const parts: ChecksumRow[] = [];
    for (const chunk of ids) {
      const checksum = new RowsChecksum();
      const taken = (row: readonly unknown[]): Promise<void> | null => {
        if (hasChecksum) checksum.add(row[row.length - 1] as number);
        return take(row);
      };
      await view.stream(dataset.select(month, chunk, hasChecksum), taken);
      parts.push(checksum.result());
    }
    return hasChecksum ? checksumText(parts) : null;
  }

  /** The present instant of the database, in ISO 8601. */
  async now(view: ConsistentView): Promise<string> {
    const [row] = await view.read<{ nowMs: number }>(`SELECT ${millisecondsSql('UTC_TIMESTAMP(3)')} AS nowMs`);
    return new Date(Number(row!.nowMs)).toISOString();
  }
}
