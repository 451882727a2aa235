import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '../../common/domain-error.js';

const NO_SUCH_TABLE = 1146;
/** "Query execution was interrupted" by its time limit: of MariaDB and of MySQL. */
const TIME_LIMIT_ERRORS = new Set([1969, 3024]);

/** A table of the schema is not there: the migrations have not been run, or somebody took it away. */
export class TableMissingError extends DomainError {
  constructor(table: string) {
    super('DATABASE_UNAVAILABLE', `The table ${table} is missing; npm run migration:status says what is not applied`, {
      table,
    });
  }
}

/** The database as the storage analysis speaks to it. */
@Injectable()
export class StorageDatabase {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  get isMariaDb(): boolean {
    return this.dataSource.options.type === 'mariadb';
  }

  get schemaName(): string {
    return String(this.dataSource.options.database);
  }

  /** Every table that there should be. */
  get expectedTables(): string[] {
    return this.dataSource.entityMetadatas.map(({ tableName }) => tableName).sort();
  }

  /** @throws TableMissingError */
  async query<Row>(
    sql: string,
    values: unknown[] = [],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Row[]> {
    try {
      return await manager.query<Row[]>(sql, values);
    } catch (error) {
      throw (error as { errno?: number }).errno === NO_SUCH_TABLE ? new TableMissingError(tableOf(error)) : error;
    }
  }

  /** A table that is missing has no rows. */
  async queryIfThere<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return await this.query<Row>(sql, values);
    } catch (error) {
      if (error instanceof TableMissingError) return [];
      throw error;
    }
  }

  /**
   * A SELECT that the server itself ends after `limitMs`, because one that only its client has given up goes on; null
   * where it took longer, or its table is missing.
   */
  async queryWithin<Row>(limitMs: number, select: string, values: unknown[] = []): Promise<Row[] | null> {
    const limited = this.isMariaDb
      ? `SET STATEMENT max_statement_time = ${limitMs / 1000} FOR ${select}`
      : select.replace(/^SELECT/, `SELECT /*+ MAX_EXECUTION_TIME(${limitMs}) */`);
    try {
      return await this.query<Row>(limited, values);
    } catch (error) {
      const { errno = 0 } = error as { errno?: number };
      if (error instanceof TableMissingError || TIME_LIMIT_ERRORS.has(errno)) return null;
      throw error;
    }
  }

  async inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** One connection for several statements. */
  async onOneConnection<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      return await work(runner.manager);
    } finally {
      await runner.release();
    }
  }
}

/** "Table 'schema.name' doesn't exist" */
function tableOf(error: unknown): string {
  return /'[^'.]*\.([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'of the schema';
}
