import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ServerDialect } from '../../common/database/dialect/server-dialect.js';
import { DomainError } from '../../common/domain-error.js';

const NO_SUCH_TABLE = 1146;

/** A table of the schema is missing: migrations were not run, or the table was dropped. */
export class TableMissingError extends DomainError {
  constructor(table: string) {
    super(
      'DATABASE_UNAVAILABLE',
      `The table ${table} is missing; npm run migration:status lists the migrations that are not applied`,
      {
        table,
      },
    );
  }
}

/** Database access for the storage analysis. */
@Injectable()
export class StorageDatabase {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    readonly dialect: ServerDialect,
  ) {}

  get schemaName(): string {
    return String(this.dataSource.options.database);
  }

  /** Names of all tables of the schema. */
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

  /** Returns no rows if the table is missing. */
  async queryIfThere<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return await this.query<Row>(sql, values);
    } catch (error) {
      if (error instanceof TableMissingError) return [];
      throw error;
    }
  }

  /**
   * A SELECT that the server itself ends after `limitMs`: if only the client gave up, the server would continue. Null if it
   * took longer, or if its table is missing.
   */
  async queryWithin<Row>(limitMs: number, select: string, values: unknown[] = []): Promise<Row[] | null> {
    try {
      return await this.query<Row>(this.dialect.withTimeLimit(select, limitMs), values);
    } catch (error) {
      const { errno = 0 } = error as { errno?: number };
      if (error instanceof TableMissingError || this.dialect.timeLimitErrors.has(errno)) return null;
      throw error;
    }
  }

  async inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Runs several statements on one connection. */
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
