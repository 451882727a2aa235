import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { DatabaseClock } from '../../src/common/database/database-clock.js';
import { Clock } from '../../src/common/time/clock.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { CatalogModule } from '../../src/modules/catalog/catalog.module.js';
import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { CollectorModule } from '../../src/modules/collector/collector.module.js';
import { SharedBudgets } from '../../src/modules/themeparks-api/budgets/shared-budgets.service.js';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';
import { FollowedDatabaseClock } from './followed-database-clock.js';
import { migratedDataSource } from './migrated-schema.js';
import { startModules } from './module-context.js';
import { VirtualTimer } from './virtual-timer.js';

/** A clock that changes only when it is set. */
export class SettableClock extends Clock {
  constructor(public nowMs: number) {
    super();
  }

  override now(): Date {
    return new Date(this.nowMs);
  }
}

/** Simulated time that advances only during sleeps, so pauses take no real time and can be checked. */
export class SleepingTimer extends MonotonicTimer {
  private sleptMs = 0;
  readonly sleeps: number[] = [];

  override nowMs(): number {
    return this.sleptMs;
  }

  override sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(delayMs);
    this.sleptMs += delayMs;
    return Promise.resolve();
  }

  override skippedMs(): number {
    return this.sleptMs;
  }

  override random(): number {
    return 0.5;
  }
}

export interface CollectorAppOptions {
  connection: ConnectionTarget;
  settings: Record<string, string>;
  clock: Clock;
  /** By default it follows the clock; SERVER: the real clock of the database. */
  databaseClock?: DatabaseClock | 'SERVER';
  /** Size of the connection pool. */
  poolSize?: number;
  timer?: MonotonicTimer;
  /** Additional modules of the process. */
  modules?: Type[];
}

/** The collector, as in a process of the program. */
export class CollectorApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start({
    connection,
    settings,
    clock,
    databaseClock,
    poolSize = 8,
    timer,
    modules = [],
  }: CollectorAppOptions): Promise<CollectorApp> {
    const dataSource = await migratedDataSource(connection, poolSize);
    const context = await startModules({
      modules: [CollectorModule, CatalogModule, ...modules],
      dataSource,
      settings,
      clock,
      databaseClock: databaseClock === 'SERVER' ? undefined : (databaseClock ?? new FollowedDatabaseClock(clock)),
      timer: timer ?? new SleepingTimer(),
    });
    if (timer instanceof VirtualTimer) timer.watch(context.get(SharedBudgets, { strict: false }));
    return new CollectorApp(context, dataSource);
  }

  get collection(): CollectionService {
    return this.get(CollectionService);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  /** Inserts them like a sync of the catalogue. */
  async knowDestinations(themeparksWikiIds: readonly string[]): Promise<void> {
    const registry = this.get(EntityRegistry);
    for (const id of themeparksWikiIds) await registry.ensureDestination(id);
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
