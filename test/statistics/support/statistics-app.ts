import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { StatisticsModule } from '../../../src/modules/statistics/statistics.module.js';
import { startModules } from '../../support/module-context.js';

/** The statistics as one process has them: its own settings, on the connections of the test. */
export class StatisticsApp {
  private constructor(private readonly context: INestApplicationContext) {}

  static async start(dataSource: DataSource, settings: Record<string, string> = {}): Promise<StatisticsApp> {
    return new StatisticsApp(await startModules({ modules: [StatisticsModule], dataSource, settings }));
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
