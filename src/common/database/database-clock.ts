import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { millisecondsSql } from './sql-time.js';

/**
 * The clock of the database server, which all processes share. Tests that replay days with a clock of their own replace
 * this one as well; no setting turns the comparison with it off.
 */
@Injectable()
export class DatabaseClock {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Milliseconds since 1970 UTC.
   * @param manager that of the caller's transaction, which must not wait for a second connection
   */
  async nowMs(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const [row] = await manager.query<{ nowMs: number }[]>(`SELECT ${millisecondsSql('UTC_TIMESTAMP(3)')} AS nowMs`);
    return Number(row!.nowMs);
  }
}
