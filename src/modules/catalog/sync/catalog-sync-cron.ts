import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../../common/config/app-config.js';
import { CatalogSyncJob } from './catalog-sync-job.js';

/** Before the morning of the first parks of the day in Europe, after the night of the last in America. */
const DAILY = '0 40 4 * * *';

/** Brings the catalogue in step every day, and at a start at which there is none yet, or the last attempt failed. */
@Injectable()
export class CatalogSyncCron implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(CatalogSyncCron.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly job: CatalogSyncJob,
    private readonly config: AppConfig,
  ) {}

  /** Does not hold up the start. */
  onApplicationBootstrap(): void {
    if (this.isWanted) void this.begin(async () => ((await this.job.hasCatalogue()) ? undefined : this.sync()));
  }

  @Cron(DAILY, { name: 'catalog-sync', timeZone: 'UTC' })
  async run(): Promise<void> {
    if (this.isWanted) await this.begin(() => this.sync());
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('the program stops'));
    await this.running;
  }

  private get isWanted(): boolean {
    return this.config.runsWorkers && this.config.COLLECT_ENABLED;
  }

  private async sync(): Promise<void> {
    await this.job.run({ signal: this.stopping.signal });
  }

  /** A failure is logged and kept in job_leases; the next day tries again. */
  private begin(work: () => Promise<unknown>): Promise<void> {
    this.running ??= work()
      .then(() => undefined)
      .catch((error: unknown) => this.logger.error(`the catalogue could not be synchronised: ${String(error)}`))
      .finally(() => (this.running = null));
    return this.running;
  }
}
