import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { ImportWorker } from './import-worker.js';

const POLL_MS = 1_000;

/**
 * Lets a serving process (ROLE worker or all) carry out the imports that wait, IMPORT_CONCURRENCY at a time. At its
 * start it takes up again what the API had started and a restart interrupted; imports from a command line wait for
 * their person.
 */
@Injectable()
export class ImportWorkerLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportWorkerLoop.name);
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;

  constructor(
    private readonly worker: ImportWorker,
    private readonly service: ImportService,
    private readonly imports: ImportRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.timer = setInterval(() => this.wake(), POLL_MS);
    void this.takeUpInterrupted();
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
      .catch((error: unknown) => this.logger.warn(`imports could not be looked for: ${String(error)}`))
      .finally(() => (this.polling = null));
  }

  private async poll(): Promise<void> {
    const free = this.config.IMPORT_CONCURRENCY - this.worker.runningCount;
    if (free <= 0) return;
    for (const { importId } of await this.imports.findWaiting(free)) this.begin(importId);
  }

  private async takeUpInterrupted(): Promise<void> {
    try {
      for (const record of await this.imports.findInterrupted(this.clock.now())) {
        if (record.options.origin !== 'api') continue;
        this.logger.log(`${record.importId} was interrupted: it goes on`);
        this.begin(record.importId);
      }
    } catch (error) {
      this.logger.warn(`interrupted imports could not be looked for: ${String(error)}`);
    }
  }

  private begin(importId: string): void {
    this.worker.run(importId).catch((error: unknown) => this.logger.error(`${importId}: ${String(error)}`));
  }
}
