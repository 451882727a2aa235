import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { Clock } from '../../common/time/clock.js';
import { StatisticsAggregator } from '../analytics/statistics/aggregator.service.js';
import { ImportRepository } from './import.repository.js';
import { ImportWorker } from './import-worker.js';

const POLL_MS = 1_000;

/**
 * Lets a serving process (ROLE worker or all) carry out the imports that wait, IMPORT_CONCURRENCY at a time; also what
 * the API had started and the death of a process interrupted, as soon as its lease is over. Interrupted imports of a
 * command line wait for their person.
 */
@Injectable()
export class ImportWorkerLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportWorkerLoop.name);
  private readonly failure = new RecurringFailure(this.logger);
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;

  constructor(
    private readonly worker: ImportWorker,
    private readonly imports: ImportRepository,
    private readonly statistics: StatisticsAggregator,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.polling;
  }

  /** Looks for waiting imports now instead of at the next second. */
  wake(): void {
    if (this.timer === null || this.polling !== null) return;
    this.polling = this.poll()
      .then(
        () => this.failure.succeeded('imports are looked for again'),
        (error: unknown) => this.failure.failed(`imports could not be looked for: ${String(error)}`),
      )
      .finally(() => (this.polling = null));
  }

  private async poll(): Promise<void> {
    const free = this.config.IMPORT_CONCURRENCY - this.worker.runningCount;
    if (free <= 0) return;
    for (const { importId } of await this.imports.findWaiting(free, this.clock.now())) this.begin(importId);
  }

  private begin(importId: string): void {
    // Its days are in the statistics as soon as it is done, not only when the schedule comes round.
    this.worker
      .run(importId)
      .then(() => this.statistics.refresh())
      .catch((error: unknown) => this.logger.error(`${importId}: ${String(error)}`));
  }
}
