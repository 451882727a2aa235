import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionTarget } from '../../../src/common/database/data-source-options.js';
import { QualityCheckService } from '../../../src/modules/quality/detection/quality-check.service.js';
import { QualityModule } from '../../../src/modules/quality/quality.module.js';
import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { type ApiSimulator, startApiSimulator } from '../../../src/tools/api-simulator/api-simulator.js';
import { CatalogApp } from '../../support/catalog-app.js';
import { type CycleEnd, CollectProcess } from '../../support/collect-process.js';
import { CYCLE_MS } from '../../support/collected-days.js';
import { CollectorApp, SettableClock } from '../../support/collector-app.js';

const WORLD = { seed: 17, destinations: 3, ridesPerDestination: 8, limitPerMinute: 1_000_000 };
const CYCLES_A_DAY = 288;
/** Of pauses between attempts. */
const SPEED = 100;
/** A database that was killed needs seconds; then the next attempt goes on. */
const ATTEMPTS = 40;
const BETWEEN_ATTEMPTS_MS = 250;
const SETTINGS = { LIVE_CONCURRENCY: '2', LIVE_REQUESTS_PER_MINUTE: '100000', LIVE_REQUEST_TIMEOUT_MS: '1000' };

/** What happens to a cycle while it runs. */
export type Fault = (process: CollectProcess) => Promise<void>;

export interface WeekOptions {
  startMs: number;
  /** For jobs, which run in the process of the test. */
  connection: ConnectionTarget;
  /** For the collecting process: through a network that can be cut. */
  collectedThrough: ConnectionTarget;
}

/** Simulated days of live collection by a process of its own. Time stands still while a cycle is repeated. */
export class CollectedWeek {
  private process: CollectProcess;
  /** Attempts that did not store all destinations, by how they ended. */
  readonly failed: Record<string, number> = {};

  private constructor(
    private readonly options: WeekOptions,
    private readonly clock: SettableClock,
    readonly simulator: ApiSimulator,
    private readonly app: CollectorApp,
  ) {
    this.process = this.begin();
  }

  static async start(options: WeekOptions): Promise<CollectedWeek> {
    const { connection, startMs } = options;
    const clock = new SettableClock(startMs);
    const simulator = await startApiSimulator({ clock: () => clock.nowMs, ...WORLD });
    const catalog = await CatalogApp.start({ connection, baseUrl: simulator.baseUrl, clock });
    await catalog.sync();
    await catalog.close();
    const settings = { ...SETTINGS, LIVE_API_BASE_URL: simulator.baseUrl };
    const app = await CollectorApp.start({ connection, settings, clock, modules: [QualityModule] });
    return new CollectedWeek(options, clock, simulator, app);
  }

  /** @param faultOf the fault of a cycle, if it has one */
  async collect(days: number, faultOf: (cycle: number) => Fault | null): Promise<void> {
    for (let cycle = 0; cycle < days * CYCLES_A_DAY; cycle++) {
      this.clock.nowMs = this.options.startMs + cycle * CYCLE_MS;
      await this.cycle(faultOf(cycle));
      if (cycle % CYCLES_A_DAY === CYCLES_A_DAY - 1) await this.nightly();
    }
  }

  query<Row>(sql: string): Promise<Row[]> {
    return this.app.query<Row>(sql);
  }

  async close(): Promise<void> {
    this.process.end();
    await this.app.close();
    await this.simulator.close();
  }

  private begin(): CollectProcess {
    const settings = { ...SETTINGS, LIVE_API_BASE_URL: this.simulator.baseUrl };
    return new CollectProcess({ connection: this.options.collectedThrough, settings, speed: SPEED });
  }

  /** Repeats the cycle at the same instant until all destinations are stored. */
  private async cycle(fault: Fault | null): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      let struck: Promise<void> | undefined;
      const end = await this.process.cycle(this.clock.nowMs, () => {
        if (attempt === 0) struck = fault?.(this.process);
      });
      await struck;
      if (isWhole(end)) return;
      const how = end.kind === 'report' ? [...new Set(failuresOf(end))].join(', ') : end.kind;
      this.failed[how] = (this.failed[how] ?? 0) + 1;
      if (end.kind === 'killed') this.process = this.begin();
      else await pause(BETWEEN_ATTEMPTS_MS);
      await this.letLeasesExpire().catch(() => undefined);
    }
    throw new Error(`the cycle at ${this.clock.now().toISOString()} was not complete after ${ATTEMPTS} attempts`);
  }

  /** The lease of a dead process ends by time, which stands still here. */
  private async letLeasesExpire(): Promise<void> {
    await this.app.query(`UPDATE job_leases SET until = '2000-01-01' WHERE owner IS NOT NULL`);
  }

  private async nightly(): Promise<void> {
    await this.app.get(StatisticsRefreshService).refresh();
    await this.app.get(QualityCheckService).check();
  }
}

/** A destination that an earlier attempt of the same instant has stored is overtaken by it. */
const failuresOf = ({ report }: Extract<CycleEnd, { kind: 'report' }>): string[] =>
  report.failures.map(({ errorCode }) => errorCode).filter((code) => code !== 'OVERTAKEN');

const isWhole = (end: CycleEnd): boolean =>
  end.kind === 'report' && !end.report.wasAborted && failuresOf(end).length === 0;
