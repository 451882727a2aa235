import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import type {
  ImportOptions,
  ImportRecord,
  ProgressListener,
  RunResult,
} from '../../src/modules/import/import-record.js';
import { ImportModule } from '../../src/modules/import/import.module.js';
import { type ImportRange, ImportService } from '../../src/modules/import/import.service.js';
import { DueImports } from '../../src/modules/import/run/import-worker-loop.js';
import { ImportWorker } from '../../src/modules/import/run/import-worker.js';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';
import type { ApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type SettableClock, SleepingTimer } from './collector-app.js';
import { FollowedDatabaseClock } from './followed-database-clock.js';
import { migratedDataSource } from './migrated-schema.js';
import { startModules } from './module-context.js';

const OPTIONS: ImportOptions = { onConflict: 'archive', replaceLive: false, origin: 'cli', source: 'HISTORY_API' };

export interface HistoryImportAppOptions {
  connection: ConnectionTarget;
  simulator: Pick<ApiSimulator, 'baseUrl'>;
  key?: string | undefined;
  clock: SettableClock;
  /** Additional modules of the process, and settings. */
  modules?: Type[];
  settings?: Record<string, string>;
  /** Default: sleeps take no time. */
  timer?: MonotonicTimer;
}

/** The importer of the History API, at the time of a clock, against a real server. */
export class HistoryImportApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start(options: HistoryImportAppOptions): Promise<HistoryImportApp> {
    const { connection, simulator, key, clock, modules = [], timer = new SleepingTimer() } = options;
    const dataSource = await migratedDataSource(connection, 8);
    const settings = {
      LIVE_API_BASE_URL: simulator.baseUrl,
      ...(key === undefined ? {} : { THEMEPARKS_API_KEY: key }),
      ...options.settings,
    };
    const databaseClock = new FollowedDatabaseClock(clock);
    const context = await startModules({
      modules: [ImportModule, ...modules],
      dataSource,
      settings,
      clock,
      databaseClock,
      timer,
    });
    return new HistoryImportApp(context, dataSource);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  /** Adds the destination and its parks, as a sync of the catalogue does. @returns their internal ids */
  async addParks(simulator: ApiSimulator): Promise<number[]> {
    const ids: number[] = [];
    for (const { id, parks } of simulator.world.destinations) {
      const destinationId = await this.get(EntityRegistry).ensureDestination(id);
      for (const park of parks) {
        await this.query(
          'INSERT INTO parks (destination_id, themeparks_wiki_id, name, timezone, is_active) VALUES (?, ?, ?, ?, 1)',
          [destinationId, park.id, park.name, park.clock.timezone],
        );
        const [row] = await this.query<{ id: number }>('SELECT park_id AS id FROM parks WHERE themeparks_wiki_id = ?', [
          park.id,
        ]);
        ids.push(row!.id);
      }
    }
    return ids;
  }

  async start(parkId: number, range: ImportRange, options: Partial<ImportOptions> = {}): Promise<ImportRecord> {
    return this.get(ImportService).startPark(parkId, range, { ...OPTIONS, ...options });
  }

  async import(
    parkId: number,
    startDate: string,
    endDate: string,
  ): Promise<{ record: ImportRecord; result: RunResult | null }> {
    const { importId } = await this.start(parkId, { startDate, endDate });
    return this.run(importId);
  }

  async run(importId: string, onProgress?: ProgressListener) {
    const result = await this.get(ImportWorker).run(importId, onProgress);
    return { record: await this.get(ImportService).get(importId), result };
  }

  /** The import that was added last. */
  async newest(): Promise<ImportRecord> {
    const [row] = await this.query<{ importId: string }>(
      'SELECT import_id AS importId FROM import_checkpoints ORDER BY checkpoint_id DESC LIMIT 1',
    );
    return this.get(ImportService).get(row!.importId);
  }

  resume(importId: string): Promise<ImportRecord> {
    return this.get(ImportService).resume(importId);
  }

  /** Resumes what is due, as the loop of a server does at each poll. */
  resumeDue(): Promise<void> {
    return this.get(DueImports).resumeDue();
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
