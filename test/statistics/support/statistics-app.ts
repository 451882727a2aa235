import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppConfig, loadConfig } from '../../../src/common/config/app-config.js';
import { CoreModule } from '../../../src/core.module.js';
import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { StatisticsModule } from '../../../src/modules/statistics/statistics.module.js';

/** The statistics as one process has them: its own settings, on the connections of the test. */
export class StatisticsApp {
  private constructor(private readonly context: INestApplicationContext) {}

  static async start(dataSource: DataSource, settings: Record<string, string> = {}): Promise<StatisticsApp> {
    const building = Test.createTestingModule({ imports: [CoreModule, StatisticsModule] })
      .overrideProvider(AppConfig)
      .useValue(loadConfig(settings))
      .overrideProvider(DataSource)
      .useValue(dataSource);
    const context = await building.setLogger(false as never).compile();
    await context.init();
    return new StatisticsApp(context);
  }

  get aggregator(): StatisticsRefreshService {
    return this.context.get(StatisticsRefreshService);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
