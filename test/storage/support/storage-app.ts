import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../../src/common/config/app-config.js';
import { type ConnectionTarget, dataSourceOptions } from '../../../src/common/database/data-source-options.js';
import { Clock } from '../../../src/common/time/clock.js';
import { StorageService } from '../../../src/modules/storage/storage.service.js';
import { MeasureService } from '../../../src/modules/storage/measure/measure.service.js';
import type { Measurement } from '../../../src/modules/storage/measure/storage-metrics.js';
import { StorageModule } from '../../../src/modules/storage/storage.module.js';
import { ENTITIES, MIGRATIONS } from '../../../src/schema.js';
import { migratedDataSource } from '../../support/migrated-schema.js';
import { startModules } from '../../support/module-context.js';
import { type TestDatabase, createTestDatabase } from '../../support/test-database.js';

/** A clock that stands until it is set. */
export class SetClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date): void {
    this.instant = instant;
  }
}

/** The storage analysis over a database of its own, at whatever time the test says. */
export class StorageApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
    readonly database: TestDatabase,
    /** May be changed: settings are read when they are needed. */
    readonly config: AppConfig,
    readonly clock: SetClock,
  ) {}

  static async start(
    label: string,
    {
      at,
      settings = {},
      as,
    }: { at: Date; settings?: Record<string, string>; as?: Partial<ConnectionTarget> | undefined },
  ): Promise<StorageApp> {
    const database = await createTestDatabase(label);
    await migrate(database.connectionOptions);
    return StorageApp.over(database, { at, settings, as });
  }

  /** Over a database that is migrated already, as this user of the server. */
  static async over(
    database: TestDatabase,
    {
      at,
      settings = {},
      as = {},
    }: { at: Date; settings?: Record<string, string>; as?: Partial<ConnectionTarget> | undefined },
  ): Promise<StorageApp> {
    const schema = { entities: ENTITIES, migrations: MIGRATIONS };
    const target = { ...database.connectionOptions, ...as };
    const dataSource = await new DataSource(await dataSourceOptions(target, schema, 5)).initialize();
    const chosen = { DATABASE_URL: 'mysql://elsewhere/db', ...settings };
    const clock = new SetClock(at);
    const context = await startModules({ modules: [StorageModule], dataSource, settings: chosen, clock });
    return new StorageApp(context, dataSource, database, context.get(AppConfig, { strict: false }), clock);
  }

  get api(): StorageService {
    return this.context.get(StorageService, { strict: false });
  }

  get<T>(type: Type<T>): T {
    return this.context.get(type, { strict: false });
  }

  measure(): Promise<Measurement> {
    return this.context.get(MeasureService, { strict: false }).measure({ startedBy: 'CLI' });
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  async close({ drop = true }: { drop?: boolean } = {}): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    if (drop) await this.database.drop();
  }
}

async function migrate(connection: ConnectionTarget): Promise<void> {
  const dataSource = await migratedDataSource(connection, 1);
  await dataSource.destroy();
}
