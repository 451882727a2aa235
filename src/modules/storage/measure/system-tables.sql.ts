import { Injectable } from '@nestjs/common';
import { sum } from '../../../common/collections.js';
import { NO_BINARY_LOG } from '../../../common/database/dialect/error-codes.js';
import { StorageDatabase } from '../storage-database.sql.js';
import type { BinaryLog, StorageUnit } from './storage-metrics.js';
import { keyOfTablespace, type Tablespace, type Tablespaces, unitsOf, type UnitStatistics } from './tablespaces.js';

/** Errors of a missing privilege or a missing view, with the note for operators. */
const NOT_SHOWN = new Map([
  [1227, 'the database user lacks the PROCESS privilege (GRANT PROCESS ON *.* TO ...)'],
  [1142, 'the database user may not read the system tables'],
  [1044, 'the database user may not read the system tables'],
  [1109, 'the server has no list of its tablespaces'],
]);

export type TablespaceResponse = { tablespaces: Tablespaces; note: null } | { tablespaces: null; note: string };

type TablespaceRow = Record<'name' | 'fileBytes' | 'allocatedBytes', string> & { freeBytes: string | null };

type StatisticsRow = Record<'table' | 'partition', string> & {
  updatedAt: string | null;
} & Record<'rowsEstimate' | 'dataBytes' | 'indexBytes' | 'freeBytes' | 'updatedJustNow', number | string | null>;

/** SQL on the server's system tables. Reads no rows of the warehouse, and blocks no writer. */
@Injectable()
export class SystemTablesRepository {
  constructor(private readonly database: StorageDatabase) {}

  /** All tables of the schema, partition by partition, in order. */
  async findStatistics(): Promise<UnitStatistics[]> {
    const rows = await this.database.query<StatisticsRow>(
      `SELECT p.TABLE_NAME AS \`table\`, COALESCE(p.PARTITION_NAME, '') AS \`partition\`, p.TABLE_ROWS AS rowsEstimate,
                p.DATA_LENGTH AS dataBytes, p.INDEX_LENGTH AS indexBytes, p.DATA_FREE AS freeBytes,
                DATE_FORMAT(p.UPDATE_TIME, '%Y-%m-%d %H:%i:%s') AS updatedAt,
                p.UPDATE_TIME > NOW() - INTERVAL 2 SECOND AS updatedJustNow
           FROM information_schema.PARTITIONS p
           JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = p.TABLE_SCHEMA AND t.TABLE_NAME = p.TABLE_NAME
          WHERE p.TABLE_SCHEMA = DATABASE() AND t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'
          ORDER BY p.TABLE_NAME, p.PARTITION_ORDINAL_POSITION`,
    );
    return rows.map(statisticsOf);
  }

  /** Exact file sizes, within milliseconds for any number of rows. Needs the PROCESS privilege. */
  async findTablespaces(): Promise<TablespaceResponse> {
    try {
      const { sql, values } = this.database.dialect.tablespaces(this.database.schemaName);
      const rows = await this.database.query<TablespaceRow>(sql, values);
      return { tablespaces: new Map(rows.map(tablespaceOf)), note: null };
    } catch (error) {
      const note = NOT_SHOWN.get((error as { errno?: number }).errno ?? 0);
      if (note === undefined) throw error;
      return { tablespaces: null, note };
    }
  }

  /** The sizes of its files. Needs a privilege, unless the server writes none. */
  async findBinaryLog(): Promise<BinaryLog> {
    const off: BinaryLog = { state: 'OFF', bytes: null, note: null };
    const { binaryLogs, isBinaryLogOff } = this.database.dialect;
    if (isBinaryLogOff) return off;
    try {
      const files = await this.database.query<{ File_size: string | number }>(binaryLogs);
      return { state: 'ON', bytes: sum(files.map((file) => Number(file.File_size))), note: null };
    } catch (error) {
      const { errno = 0 } = error as { errno?: number };
      if (errno === NO_BINARY_LOG) return off;
      if (NOT_SHOWN.has(errno)) return { state: 'UNKNOWN', bytes: null, note: LOG_NOT_SHOWN };
      throw error;
    }
  }
}

const LOG_NOT_SHOWN =
  'the database user lacks the REPLICATION CLIENT privilege (GRANT REPLICATION CLIENT ON *.* TO ...)';

function tablespaceOf({ name, fileBytes, allocatedBytes, freeBytes }: TablespaceRow): [string, Tablespace] {
  const free = freeBytes === null ? null : Number(freeBytes);
  const sizes = { fileBytes: Number(fileBytes), allocatedBytes: Number(allocatedBytes), freeBytes: free };
  return [keyOfTablespace(name), sizes];
}

function statisticsOf(row: StatisticsRow): UnitStatistics {
  const { table, partition, updatedAt } = row;
  return {
    table,
    partition,
    updatedAt,
    rowsEstimate: Number(row.rowsEstimate ?? 0),
    dataBytes: Number(row.dataBytes ?? 0),
    indexBytes: Number(row.indexBytes ?? 0),
    freeBytes: Number(row.freeBytes ?? 0),
    updatedJustNow: Number(row.updatedJustNow ?? 0) === 1,
  };
}

export interface ReadSizes {
  units: StorageUnit[];
  /** Why some sizes are estimates instead of file sizes; null if none are. */
  note: string | null;
  binaryLog: BinaryLog;
}

/** The current size on disk of every table and partition. Fast, because it counts no rows. */
@Injectable()
export class UnitSizes {
  constructor(private readonly repository: SystemTablesRepository) {}

  async read(): Promise<ReadSizes> {
    const statistics = await this.repository.findStatistics();
    const { tablespaces, note } = await this.repository.findTablespaces();
    const binaryLog = await this.repository.findBinaryLog();
    const units = unitsOf(statistics, tablespaces);
    const shared = units.filter(({ sizeSource }) => sizeSource !== 'FILE').map(({ table }) => table);
    if (tablespaces === null || shared.length === 0) return { units, note, binaryLog };
    const inShared = `no file of their own (innodb_file_per_table): ${[...new Set(shared)].join(', ')}`;
    return { units, note: inShared, binaryLog };
  }
}
