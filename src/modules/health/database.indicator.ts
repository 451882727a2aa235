import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

const PING_TIMEOUT_MS = 3_000;

/** Whether the database answers; without it nothing can be served. */
@Injectable()
export class DatabaseIndicator {
  readonly key = 'database';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    const ping = this.indicators
      .check('database')
      .attempt(async () => void (await this.dataSource.query('SELECT 1')))
      .withTimeout(PING_TIMEOUT_MS);
    const { database } = await ping;
    // the driver's own words name hosts and users
    return { database: database.status === 'down' ? { ...database, message: 'does not answer' } : database };
  }
}
