import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppConfig, loadConfig } from '../../src/common/config/app-config.js';
import { DatabaseClock } from '../../src/common/database/database-clock.js';
import { Clock } from '../../src/common/time/clock.js';
import { CoreModule } from '../../src/core.module.js';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';

export interface ModuleContextOptions {
  modules: readonly Type[];
  dataSource: DataSource;
  /** Environment variables that differ from the defaults. */
  settings: Record<string, string>;
  /** Default of these: the real one. */
  clock?: Clock | undefined;
  databaseClock?: DatabaseClock | undefined;
  timer?: MonotonicTimer | undefined;
}

/** Modules of the program as in a process of their own, on the connections of the test and without a log. */
export async function startModules(options: ModuleContextOptions): Promise<INestApplicationContext> {
  const { modules, dataSource, settings, clock, databaseClock, timer } = options;
  const building = Test.createTestingModule({ imports: [CoreModule, ...modules] })
    .overrideProvider(AppConfig)
    .useValue(loadConfig(settings))
    .overrideProvider(DataSource)
    .useValue(dataSource);
  if (clock) building.overrideProvider(Clock).useValue(clock);
  if (databaseClock) building.overrideProvider(DatabaseClock).useValue(databaseClock);
  if (timer) building.overrideProvider(MonotonicTimer).useValue(timer);
  const context = await building.setLogger(false as never).compile();
  return context.init();
}
