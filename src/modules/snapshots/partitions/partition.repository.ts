import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { LockHeldError } from '../../../common/database/database-errors.js';
import { EARLIEST_MONTH, type Month, type PartitionedTable } from './partition-plan.js';

/** The content of a catch-all partition. */
export interface CatchAllContent {
  rows: number;
  /** Month of the oldest row with a plausible date; null if there is none. */
  oldestMonth: Month | null;
}

export interface PartitionSize {
  name: string;
  /** The server's estimate. */
  rowsEstimate: number;
  dataBytes: number;
  indexBytes: number;
}

/** Ignores rows dated so early that no partition is made for them. */
const OLDEST_MONTH = `DATE_FORMAT(MIN(CASE WHEN recorded_at >= '${EARLIEST_MONTH}-01 00:00:00' THEN recorded_at END), '%Y-%m')`;

const LOCK_WAIT_SECONDS = 60;

/** All SQL on the partitions themselves. */
@Injectable()
export class PartitionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Only one process changes partitions at a time. The lock belongs to the connection, so it ends with a process that dies. */
  async withPartitionLock<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    const name = `partitions:${String(this.dataSource.options.database)}`.slice(0, 64);
    try {
      const [lock] = await runner.manager.query<{ held: number | null }[]>('SELECT GET_LOCK(?, ?) AS held', [
        name,
        LOCK_WAIT_SECONDS,
      ]);
      if (Number(lock?.held) !== 1) throw new PartitionLockError(LOCK_WAIT_SECONDS);
      try {
        return await work(runner.manager);
      } finally {
        // This fails only if the connection is lost, which frees the lock too. The error of the work must not be hidden.
        await runner.manager.query('DO RELEASE_LOCK(?)', [name]).catch(() => undefined);
      }
    } finally {
      await runner.release();
    }
  }

  async partitionNames(manager: EntityManager, table: PartitionedTable): Promise<string[]> {
    const rows = await manager.query<{ name: string | null }[]>(
      `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY PARTITION_ORDINAL_POSITION`,
      [table],
    );
    return rows.map(({ name }) => name).filter((name) => name !== null);
  }

  async catchAllContent(manager: EntityManager, table: PartitionedTable, partition: string): Promise<CatchAllContent> {
    const [content] = await manager.query<CatchAllContent[]>(
      `SELECT COUNT(*) AS \`rows\`, ${OLDEST_MONTH} AS oldestMonth FROM ${table} PARTITION (${partition})`,
    );
    return content!;
  }

  /** Month of the oldest row with a plausible date. Reads the whole table. */
  async oldestMonth(manager: EntityManager, table: PartitionedTable): Promise<Month | null> {
    const [row] = await manager.query<{ oldest: Month | null }[]>(`SELECT ${OLDEST_MONTH} AS oldest FROM ${table}`);
    return row?.oldest ?? null;
  }

  /** MySQL has no such table option. */
  async supportsPageCompression(manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ version: string }[]>('SELECT VERSION() AS version');
    return row!.version.includes('MariaDB');
  }

  async run(manager: EntityManager, statements: readonly string[]): Promise<void> {
    for (const statement of statements) await manager.query(statement);
  }

  /** Ordered by month; empty if the table is not partitioned. */
  async findPartitions(table: PartitionedTable): Promise<PartitionSize[]> {
    const rows = await this.dataSource.manager.query<PartitionSize[]>(
      `SELECT PARTITION_NAME AS name, TABLE_ROWS AS rowsEstimate, DATA_LENGTH AS dataBytes, INDEX_LENGTH AS indexBytes
         FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
        ORDER BY PARTITION_ORDINAL_POSITION`,
      [table],
    );
    return rows.map(({ name, ...sizes }) => ({
      name,
      rowsEstimate: Number(sizes.rowsEstimate),
      dataBytes: Number(sizes.dataBytes),
      indexBytes: Number(sizes.indexBytes),
    }));
  }

  /** Exact. Reads the whole partition. */
  async countRows(table: PartitionedTable, partition: string): Promise<number> {
    const [row] = await this.dataSource.manager.query<{ count: number }[]>(
      `SELECT COUNT(*) AS count FROM ${table} PARTITION (${partition})`,
    );
    return Number(row!.count);
  }
}

/** Another process still holds the lock: either a change hangs, or it rebuilds a large table. */
export class PartitionLockError extends LockHeldError {
  constructor(waitedSeconds: number) {
    super(`Another process is still changing partitions after ${waitedSeconds} seconds`);
    this.name = 'PartitionLockError';
  }
}

/** The server is not MariaDB. */
export class PageCompressionUnsupportedError extends Error {
  constructor() {
    super('Only MariaDB can compress the pages of these tables');
    this.name = 'PageCompressionUnsupportedError';
  }
}
