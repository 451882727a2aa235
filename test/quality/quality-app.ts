import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { Clock } from '../../src/common/time/clock.js';
import { QualityModule } from '../../src/modules/quality/quality.module.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import { FollowedDatabaseClock } from '../support/followed-database-clock.js';
import { migratedDataSource } from '../support/migrated-schema.js';
import { startModules } from '../support/module-context.js';

export interface FoundRow {
  logId: number;
  issueType: string;
  reason: string;
  entityType: string;
  entityId: number;
  parkId: number;
  start: Date | null;
  end: Date | null;
  affected: number;
  occurrences: number;
  description: string;
  sample: unknown;
  status: string;
  notes: string | null;
}

/** The quality module with a migrated database. */
export class QualityApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start(options: {
    connection: ConnectionTarget;
    clock: Clock;
    settings?: Record<string, string>;
    modules?: Type[];
  }): Promise<QualityApp> {
    const { connection, clock, settings = {}, modules = [] } = options;
    const dataSource = await migratedDataSource(connection, 5);
    const databaseClock = new FollowedDatabaseClock(clock);
    const context = await startModules({
      modules: [QualityModule, ...modules],
      dataSource,
      settings,
      clock,
      databaseClock,
    });
    return new QualityApp(context, dataSource);
  }

  get checks(): QualityCheckService {
    return this.get(QualityCheckService);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  /** The rows of the issue log, by entity and window. */
  async found(where = '1 = 1'): Promise<FoundRow[]> {
    const rows = await this.query<FoundRow>(
      `SELECT log_id AS logId, issue_type AS issueType, reason, entity_type AS entityType, entity_id AS entityId,
              park_id AS parkId, window_start AS start, window_end AS end, records_affected AS affected, occurrences,
              description, sample, resolution_status AS status, resolution_notes AS notes
         FROM data_quality_log WHERE ${where} ORDER BY window_start, entity_id, log_id`,
    );
    return rows.map((row) => ({
      ...row,
      sample: typeof row.sample === 'string' ? (JSON.parse(row.sample) as unknown) : row.sample,
    }));
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
