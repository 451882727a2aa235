import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ServerDialect } from '../../common/database/dialect/server-dialect.js';
import { namingMissingTable, TableMissingError } from './table-missing.js';

/** Raw SQL for the storage analysis: tables that may be missing, and queries with a time limit. */
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
  async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return namingMissingTable(this.dataSource.manager.query<Row[]>(sql, values));
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
}
