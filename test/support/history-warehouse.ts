import type { Type } from '@nestjs/common';
import { type ApiPlan, UNMETERED_KEY, UNMETERED_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from './collector-app.js';
import { HistoryImportApp } from './history-import-app.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface HistoryWarehouseOptions {
  /** Name of the database. */
  label: string;
  /** Where the clock starts. */
  nowMs: number;
  rides?: number;
  /** Plans of keys besides the unmetered one, with which the warehouse starts. */
  keys?: Readonly<Record<string, ApiPlan>>;
  /** Additional modules of the process, and settings. */
  modules?: Type[];
  settings?: Record<string, string>;
}

/** A simulated API with one destination, and a warehouse that knows its parks and imports its history, at the time of one clock. */
export class HistoryWarehouse {
  readonly clock: SettableClock;
  simulator!: ApiSimulator;
  database!: TestDatabase;
  app!: HistoryImportApp;
  parkId!: number;

  private constructor(private readonly options: HistoryWarehouseOptions) {
    this.clock = new SettableClock(options.nowMs);
  }

  /** With an empty database. */
  static async open(options: HistoryWarehouseOptions): Promise<HistoryWarehouse> {
    const warehouse = new HistoryWarehouse(options);
    warehouse.database = await createTestDatabase(options.label);
    warehouse.simulator = await startApiSimulator({
      ...{ seed: 2, destinations: 1, ridesPerDestination: options.rides ?? 12, clock: () => warehouse.clock.nowMs },
      plans: { keys: { [UNMETERED_KEY]: UNMETERED_PLAN, ...options.keys } },
    });
    await warehouse.start(UNMETERED_KEY);
    [warehouse.parkId] = (await warehouse.app.addParks(warehouse.simulator)) as [number];
    return warehouse;
  }

  /** Continues in another process, with this key or without one. */
  async restart(key?: string): Promise<HistoryImportApp> {
    await this.app.close();
    return this.start(key);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.simulator.close();
    await this.database.drop();
  }

  private async start(key: string | undefined): Promise<HistoryImportApp> {
    const { simulator, clock } = this;
    const { modules = [], settings = {} } = this.options;
    const connection = this.database.connectionOptions;
    this.app = await HistoryImportApp.start({ connection, simulator, key, clock, modules, settings });
    return this.app;
  }
}
