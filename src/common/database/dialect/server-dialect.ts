import type { ServerIdentity } from './server-identity.js';

export interface SqlStatement {
  sql: string;
  values: unknown[];
}

/** An instant range as SQL literals without quotes, half-open. */
export interface SqlRange {
  from: string;
  before: string;
}

/** A partitioned table, and the column by which its primary key begins. */
export interface GuardedTable {
  table: string;
  keyColumn: string;
  rangeColumn: string;
}

/** Ends an ALTER TABLE that must not stop writers; the server refuses one that would. */
export const WHILE_WRITERS_GO_ON = 'ALGORITHM = INPLACE, LOCK = NONE';

/**
 * All that differs between the supported servers. Chosen once, when a data source is made, by what the server itself reports.
 * Nothing outside this folder may depend on which server it is.
 */
export abstract class ServerDialect {
  constructor(readonly server: ServerIdentity) {}

  /** The driver type of TypeORM, which reads schemas of the two families back differently. */
  abstract readonly ormType: 'mysql' | 'mariadb';

  /** Statements for each new connection, after those of every server. */
  abstract readonly sessionStatements: readonly string[];

  /** A statement of the program in the words of this server. Called for every statement, so it must be cheap. */
  abstract translate(sql: string): string;

  /** A SELECT that the server ends by itself after `limitMs`. */
  abstract withTimeLimit(select: string, limitMs: number): string;

  /** The errors by which the server reports that a time limit has ended a statement. */
  abstract readonly timeLimitErrors: ReadonlySet<number>;

  /** The plan of a SELECT as rows with `table`, `type`, `partitions`, `key` and `rows`. */
  abstract explain(select: string): string;

  /** `name` (`schema/table#p#partition`), `fileBytes`, `allocatedBytes` and `freeBytes` of each file of a schema. */
  abstract tablespaces(schema: string): SqlStatement;

  /** The files of the binary log, of all schemas together, as rows with `File_size`. Needs REPLICATION CLIENT. */
  readonly binaryLogs: string = 'SHOW BINARY LOGS';

  /** Whether the server reports that it writes no binary log, which it does to every user. */
  get isBinaryLogOff(): boolean {
    return this.server.variables.get('log_bin') === 'OFF';
  }

  /** Whether the server accepts `LOAD DATA LOCAL`. By default, MariaDB does and MySQL does not. */
  get canLoadLocalData(): boolean {
    return this.server.variables.get('local_infile') === 'ON';
  }

  /** Whether the server is one of several that all take writes: their locks are not shared. */
  abstract readonly isCluster: boolean;

  /** Whether a server of this family writes every value as the same text as this one. */
  writesSameTextAs(family: string): boolean {
    return this.server.family === family;
  }

  /** Whether page compression saves space on this server. */
  abstract readonly canCompressPages: boolean;

  /**
   * Rebuilds a table with or without page compression; its later partitions inherit the option. Writers continue, except for a
   * moment at the end. The server keeps their changes in memory until then, up to innodb_online_alter_log_max_size.
   */
  abstract pageCompression(table: string, compressed: boolean): string;

  /**
   * The bounds of the partitions of a table as rows with `bound`, in order; null if the server needs no
   * {@link ServerDialect.partitionGuard}.
   */
  abstract partitionBounds(table: string): SqlStatement | null;

  /**
   * Fails with TABLE_DEFINITION_CHANGED in a consistent view if a partition of the range was rebuilt after the view was opened.
   * To be run after a read of that range, before the metadata locks of the transaction are given back. Null if nothing is to
   * be checked.
   */
  abstract partitionGuard(table: GuardedTable, range: SqlRange, bounds: readonly string[]): string | null;
}
