import { TIME_LIMIT } from './error-codes.js';
import {
  type GuardedTable,
  ServerDialect,
  type SqlRange,
  type SqlStatement,
  WHILE_WRITERS_GO_ON,
} from './server-dialect.js';
import { withRowAlias } from './upsert-sql.js';

/** No row has this key. */
const NO_KEY = 0;

/** MySQL, from 8.4 on. */
export class MySqlDialect extends ServerDialect {
  readonly ormType = 'mysql';
  /** A count without WHERE over its time limit fails as an interrupted query instead. */
  readonly timeLimitErrors = new Set<number>([TIME_LIMIT.mySql, TIME_LIMIT.mySqlInterrupted]);
  readonly canCompressPages = true;

  /**
   * A time limit of the server would end long reads, such as those of an export. By default, the server returns sizes and next ids
   * of tables that are up to a day old.
   */
  get sessionStatements(): readonly string[] {
    const keepsOldSizes = this.server.variables.has('information_schema_stats_expiry');
    return [
      'SET SESSION max_execution_time = 0',
      ...(keepsOldSizes ? ['SET SESSION information_schema_stats_expiry = 0'] : []),
    ];
  }

  /** A member of a replication group. */
  get isCluster(): boolean {
    return (this.server.variables.get('group_replication_group_name') ?? '') !== '';
  }

  translate(sql: string): string {
    return withRowAlias(sql);
  }

  withTimeLimit(select: string, limitMs: number): string {
    return select.replace(/^\s*SELECT/i, `SELECT /*+ MAX_EXECUTION_TIME(${limitMs}) */`);
  }

  /** The default format of newer versions is a tree of text. */
  explain(select: string): string {
    return `EXPLAIN FORMAT=TRADITIONAL ${select}`;
  }

  /**
   * The free bytes are those of the file: information_schema.PARTITIONS has 0 for each partition. Unlike in file names, the
   * schema's name is not encoded.
   */
  tablespaces(schema: string): SqlStatement {
    return {
      sql: `SELECT s.NAME AS name, s.FILE_SIZE AS fileBytes, s.ALLOCATED_SIZE AS allocatedBytes, f.DATA_FREE AS freeBytes
              FROM information_schema.INNODB_TABLESPACES s
              LEFT JOIN information_schema.FILES f ON f.TABLESPACE_NAME = s.NAME
             WHERE SUBSTRING_INDEX(s.NAME, '/', 1) = ?`,
      values: [schema],
    };
  }

  /** COMPRESSION alone applies to pages written later; FORCE rebuilds the table. */
  pageCompression(table: string, compressed: boolean): string {
    return `ALTER TABLE ${table} COMPRESSION = '${compressed ? 'zlib' : 'none'}', FORCE, ${WHILE_WRITERS_GO_ON}`;
  }

  partitionBounds(table: string): SqlStatement {
    return {
      sql: `SELECT PARTITION_DESCRIPTION AS bound FROM information_schema.PARTITIONS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_DESCRIPTION <> 'MAXVALUE'
             ORDER BY PARTITION_ORDINAL_POSITION`,
      values: [table],
    };
  }

  /**
   * An index range over several partitions silently leaves out those that were rebuilt after the view was opened, as long as one
   * of them was not; a range within one partition fails. So each partition of the range is read by itself, for a key that does
   * not exist. Partitions that were split from one of the view are all new, so the bounds of the view suffice.
   */
  partitionGuard(
    { table, keyColumn, rangeColumn }: GuardedTable,
    { from, before }: SqlRange,
    bounds: readonly string[],
  ) {
    if (bounds.length === 0) return null;
    const inner = bounds.map((bound) => bound.replaceAll("'", '')).filter((bound) => bound > from && bound < before);
    const edges = [from, ...inner, before];
    const reads = edges
      .slice(1)
      .map(
        (edge, index) =>
          `EXISTS (SELECT 1 FROM ${table} WHERE ${keyColumn} = ${NO_KEY} AND ${rangeColumn} >= '${edges[index]!}' AND ${rangeColumn} < '${edge}')`,
      );
    return `SELECT ${reads.join(' OR ')} AS found`;
  }
}
