import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ConnectionTarget, dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { Clock } from '../../src/common/time/clock.js';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';
import { ThemeparksApiModule } from '../../src/modules/themeparks-api/themeparks-api.module.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { FollowedDatabaseClock } from './followed-database-clock.js';
import { startModules } from './module-context.js';

export interface ThemeparksApiAppOptions {
  connection: ConnectionTarget;
  settings: Record<string, string>;
  /** Without it, the real time of process and database. */
  time?: { clock: Clock; timer: MonotonicTimer };
}

/** The clients of the ThemeParks.wiki API, as in a process of the program. */
export class ThemeparksApiApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start({ connection, settings, time }: ThemeparksApiAppOptions): Promise<ThemeparksApiApp> {
    const schema = { entities: ENTITIES, migrations: MIGRATIONS };
    const dataSource = await new DataSource(await dataSourceOptions(connection, schema, 4)).initialize();
    await dataSource.runMigrations();
    const databaseClock = time && new FollowedDatabaseClock(time.clock);
    const context = await startModules({
      modules: [ThemeparksApiModule],
      dataSource,
      settings,
      ...time,
      databaseClock,
    });
    return new ThemeparksApiApp(context, dataSource);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
