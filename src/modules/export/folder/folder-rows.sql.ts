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

/** Ids of one statement: few enough that the server looks up each range, and many enough that statements are few. */
const IDS_PER_STATEMENT = 250;

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

  /** The number of rows of a month and a text that changes if one of them does; null: the dataset is not compared in this way. */
  async readChecksum(
    view: ConsistentView,
    dataset: FolderDataset,
    month: PartMonth,
    ids: readonly (readonly number[] | null)[],
  ): Promise<{ rows: number; text: string } | null> {
    let rows = 0;
    const texts: string[] = [];
    for (const chunk of ids) {
      const sql = dataset.checksum(month, chunk);
      if (sql === null) return null;
      const [found] = await view.read<{ rowCount: number; crcSum: string; crcBits: string }>(sql);
      const { rowCount, crcSum, crcBits } = found!;
      rows += Number(rowCount);
      if (Number(rowCount) > 0) texts.push(`${rowCount}:${crcSum}:${crcBits}`);
    }
    return { rows, text: texts.join('+') };
  }

  /** Streams the rows of a month; `take` may return a promise, until which the server waits. @returns their number */
  async readRows(
    view: ConsistentView,
    dataset: FolderDataset,
    { month, ids }: { month: PartMonth; ids: readonly (readonly number[] | null)[] },
    take: (row: readonly unknown[]) => Promise<void> | null,
  ): Promise<number> {
    let rows = 0;
    const taken = (row: readonly unknown[]): Promise<void> | null => {
      rows++;
      return take(row);
    };
    for (const chunk of ids) await view.stream(dataset.select(month, chunk), taken);
    return rows;
  }

  /** The present instant of the database, in ISO 8601. */
  async now(view: ConsistentView): Promise<string> {
    const [row] = await view.read<{ nowMs: number }>(`SELECT ${millisecondsSql('UTC_TIMESTAMP(3)')} AS nowMs`);
    return new Date(Number(row!.nowMs)).toISOString();
  }
}
