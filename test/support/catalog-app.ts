import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { Clock } from '../../src/common/time/clock.js';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import { CatalogModule } from '../../src/modules/catalog/catalog.module.js';
import type { SyncOptions } from '../../src/modules/catalog/sync/catalog-sync.service.js';
import type { SyncReport } from '../../src/modules/catalog/sync/sync-report.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { MappingService } from '../../src/modules/catalog/mappings/mapping.service.js';
import { SleepingTimer } from './collector-app.js';
import { migratedDataSource } from './migrated-schema.js';
import { startModules } from './module-context.js';

export interface CatalogAppOptions {
  connection: ConnectionTarget;
  baseUrl: string;
  clock: Clock;
}

/** The catalogue sync, as in a process of the program. */
export class CatalogApp {
  private constructor(
    readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start({ connection, baseUrl, clock }: CatalogAppOptions): Promise<CatalogApp> {
    const dataSource = await migratedDataSource(connection, 8);
    const settings = {
      LIVE_API_BASE_URL: baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
    };
    const context = await startModules({
      modules: [CatalogModule],
      dataSource,
      settings,
      clock,
      timer: new SleepingTimer(),
    });
    return new CatalogApp(context, dataSource);
  }

  get registry(): EntityRegistry {
    return this.context.get(EntityRegistry, { strict: false });
  }

  get mappings(): MappingService {
    return this.context.get(MappingService, { strict: false });
  }

  get<T>(token: Type<T>): T {
    return this.context.get(token, { strict: false });
  }

  /** @throws the failure of the sync, or an error if another process runs one */
  async sync(options: SyncOptions = {}): Promise<SyncReport> {
    const outcome = await this.context.get(CatalogSyncJob).run(options);
    if (!outcome.ran) throw new Error('another process is syncing the catalogue');
    return outcome.result;
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
