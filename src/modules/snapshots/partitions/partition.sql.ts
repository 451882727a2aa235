import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { LockHeldError, serverErrnoOf } from '../../../common/database/database-errors.js';
import { TOO_MANY_ONLINE_CHANGES } from '../../../common/database/dialect/error-codes.js';
import { lockName, withNamedLock } from '../../../common/database/dialect/named-lock.js';
import { ServerDialect } from '../../../common/database/dialect/server-dialect.js';
import { type Month } from '../../../common/time/months.js';
import { EARLIEST_MONTH, type PartitionedTable } from './partition-plan.js';

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
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly dialect: ServerDialect,
  ) {}

  /** Only one process changes partitions at a time. */
  async withPartitionLock<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const name = lockName('partitions', String(this.dataSource.options.database));
    const done = await withNamedLock(this.dataSource, { name, waitSeconds: LOCK_WAIT_SECONDS }, work);
    if (done === null) throw new PartitionLockError(LOCK_WAIT_SECONDS);
    return done.result;
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

  /** Rebuilds a table while it is written. @throws PageCompressionUnsupportedError, TooManyChangesError */
  async setPageCompression(manager: EntityManager, table: PartitionedTable, compressed: boolean): Promise<void> {
    if (this.dialect.isCluster) throw new PageCompressionUnsupportedError(WOULD_STOP_CLUSTER);
    if (!this.dialect.canCompressPages) throw new PageCompressionUnsupportedError(HAS_NO_ALGORITHM);
    try {
      await this.run(manager, [this.dialect.pageCompression(table, compressed), `ANALYZE TABLE ${table}`]);
    } catch (error) {
      throw serverErrnoOf(error) === TOO_MANY_ONLINE_CHANGES ? new TooManyChangesError(table, { cause: error }) : error;
    }
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

const HAS_NO_ALGORITHM =
  'This server cannot compress the pages of these tables: it has no innodb_compression_algorithm';
const WOULD_STOP_CLUSTER =
  'Rebuilding these tables would stop all writers on all nodes of this cluster: rebuild them on one node after another, ' +
  'with SET SESSION wsrep_OSU_method = RSU on Galera';

/** Nothing has changed: the server went back to the table as it was. */
export class TooManyChangesError extends Error {
  constructor(table: string, options: ErrorOptions) {
    super(
      `${table} was written faster than it was rebuilt, and is as before: try again while no import runs, or raise ` +
        'innodb_online_alter_log_max_size of the database server',
      options,
    );
    this.name = 'TooManyChangesError';
  }
}

/** The server cannot compress pages, or not without stopping all others. */
export class PageCompressionUnsupportedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PageCompressionUnsupportedError';
  }
}
