import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { EARLIEST_MONTH, type Month, type PartitionedTable } from './partition-plan.js';

/** The months of the rows of a catch-all partition, and how many of them lie outside what may be partitioned. */
export interface CatchAllContent {
  rows: number;
  oldestMonth: Month | null;
  newestMonth: Month | null;
}

const LOCK_WAIT_SECONDS = 60;

/** All SQL about the partitions themselves. */
@Injectable()
export class PartitionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One process at a time changes partitions; the lock goes with the connection, so a dead holder frees it. */
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
        await runner.manager.query('DO RELEASE_LOCK(?)', [name]);
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
      `SELECT COUNT(*) AS \`rows\`, DATE_FORMAT(MIN(recorded_at), '%Y-%m') AS oldestMonth,
              DATE_FORMAT(MAX(recorded_at), '%Y-%m') AS newestMonth FROM ${table} PARTITION (${partition})`,
    );
    return content!;
  }

  /** Month of the oldest row that is not absurdly old; reads the whole table. */
  async oldestMonth(manager: EntityManager, table: PartitionedTable): Promise<Month | null> {
    const [row] = await manager.query<{ oldest: Month | null }[]>(
      `SELECT DATE_FORMAT(MIN(recorded_at), '%Y-%m') AS oldest FROM ${table}
        WHERE recorded_at >= '${EARLIEST_MONTH}-01 00:00:00'`,
    );
    return row?.oldest ?? null;
  }

  async countOlderThanEarliest(manager: EntityManager, table: PartitionedTable, partition: string): Promise<number> {
    const [row] = await manager.query<{ count: number }[]>(
      `SELECT COUNT(*) AS count FROM ${table} PARTITION (${partition}) WHERE recorded_at < '${EARLIEST_MONTH}-01 00:00:00'`,
    );
    return row!.count;
  }

  async run(manager: EntityManager, statements: readonly string[]): Promise<void> {
    for (const statement of statements) await manager.query(statement);
  }
}

/** Another process has been changing partitions for longer than a change takes. */
export class PartitionLockError extends Error {
  constructor(waitedSeconds: number) {
    super(`Another process is still changing partitions after ${waitedSeconds} seconds`);
    this.name = 'PartitionLockError';
  }
}
