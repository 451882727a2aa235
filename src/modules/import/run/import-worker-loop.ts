import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { ClockCheck } from '../../../common/database/database-clock.js';
import { RecurringFailure } from '../../../common/logging/recurring-failure.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { StatisticsRefreshService } from '../../statistics/refresh.service.js';
import { ImportStateError } from '../import-record.js';
import { ImportRepository } from '../import.repository.js';
import { ImportInProgressError, ImportService } from '../import.service.js';
import { ImportWorker } from './import-worker.js';

const POLL_MS = 1_000;

/** Resumes paused imports whose budget is available again, for any worker. */
@Injectable()
export class DueImports {
  constructor(
    private readonly imports: ImportRepository,
    private readonly service: ImportService,
    private readonly clock: Clock,
  ) {}

  async resumeDue(): Promise<void> {
    for (const { importId } of await this.imports.findDue(this.clock.now())) {
      try {
        await this.service.resume(importId, { forAnyWorker: true });
      } catch (error) {
        // Another import of the destination is running, or another process was faster: it is tried again at the next poll.
        if (!(error instanceof ImportInProgressError) && !(error instanceof ImportStateError)) throw error;
      }
    }
  }
}

/**
 * Runs waiting imports in a server (ROLE worker or all), IMPORT_CONCURRENCY at a time. That includes imports started by
 * the API whose process has died, as soon as their lease has expired. Interrupted imports of the command line wait
 * until they are resumed.
 */
@Injectable()
export class ImportWorkerLoop implements OnModuleDestroy {
  private readonly logger = new Logger(ImportWorkerLoop.name);
  private readonly failure = new RecurringFailure(this.logger);
  private readonly clockIsAhead = new RecurringFailure(this.logger, HOUR_MS);
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;

  constructor(
    private readonly worker: ImportWorker,
    private readonly imports: ImportRepository,
    private readonly statistics: StatisticsRefreshService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
    private readonly resumer: DueImports,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.polling;
  }

  /** Polls for waiting imports now instead of at the next second. */
  wake(): void {
    if (this.timer === null || this.polling !== null) return;
    this.polling = this.poll()
      .then(
        () => this.failure.succeeded('polling for imports works again'),
        (error: unknown) => this.failure.failed(`could not poll for imports: ${String(error)}`),
      )
      .finally(() => (this.polling = null));
  }

  private async poll(): Promise<void> {
    const free = this.config.IMPORT_CONCURRENCY - this.worker.runningCount;
    if (free <= 0) return;
    await this.resumer.resumeDue();
    const waiting = await this.imports.findWaiting(free, this.clock.now());
    // The leases of other processes would look expired.
    if (waiting.length > 0 && (await this.clockCheck.isAhead())) {
      return this.clockIsAhead.failed("imports wait: the clock is ahead of the database's clock");
    }
    this.clockIsAhead.succeeded('the clock is no longer ahead: imports run again');
    for (const { importId } of waiting) this.begin(importId);
  }

  private begin(importId: string): void {
    // Refresh the statistics as soon as the import has ended, not only at the next scheduled run.
    this.worker
      .run(importId)
      .then(() => this.statistics.refresh())
      .catch((error: unknown) => this.logger.error(`${importId}: ${String(error)}`));
  }
}
