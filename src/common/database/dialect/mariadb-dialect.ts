import { TIME_LIMIT } from './error-codes.js';
import { ServerDialect, type SqlStatement, WHILE_WRITERS_GO_ON } from './server-dialect.js';

/** MariaDB, from 10.11 on. */
export class MariaDbDialect extends ServerDialect {
  readonly ormType = 'mariadb';
  /** A limit of the server would end long reads, such as those of an export. */
  readonly sessionStatements = ['SET SESSION max_statement_time = 0'];
  readonly timeLimitErrors = new Set<number>([TIME_LIMIT.mariaDb]);

  translate(sql: string): string {
    return sql;
  }

  withTimeLimit(select: string, limitMs: number): string {
    return `SET STATEMENT max_statement_time = ${limitMs / 1000} FOR ${select}`;
  }

  explain(select: string): string {
    return `EXPLAIN PARTITIONS ${select}`;
  }

  /** Galera. */
  get isCluster(): boolean {
    return this.server.variables.get('wsrep_on') === 'ON';
  }

  /** Free bytes are null: those of each partition are in information_schema.PARTITIONS. */
  tablespaces(schema: string): SqlStatement {
    return {
      sql: `SELECT NAME AS name, FILE_SIZE AS fileBytes, ALLOCATED_SIZE AS allocatedBytes, NULL AS freeBytes
              FROM information_schema.INNODB_SYS_TABLESPACES WHERE SUBSTRING_INDEX(NAME, '/', 1) = ?`,
      values: [encodedInFileNames(schema)],
    };
  }

  /** Punches holes into the file: needs an algorithm, and a file system with holes. */
  get canCompressPages(): boolean {
    return (this.server.variables.get('innodb_compression_algorithm') ?? 'none') !== 'none';
  }

  pageCompression(table: string, compressed: boolean): string {
    return `ALTER TABLE ${table} PAGE_COMPRESSED = ${compressed ? 1 : 0}, ${WHILE_WRITERS_GO_ON}`;
  }

  /** MariaDB itself refuses to read a rebuilt partition in an older view. */
  partitionBounds(): null {
    return null;
  }

  partitionGuard(): null {
    return null;
  }
}

/** Table and schema names in file names: all characters but letters, digits and `_` become `@` and four hex digits. */
export function encodedInFileNames(name: string): string {
  return name.replace(/[^0-9A-Za-z_]/g, (char) => `@${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
