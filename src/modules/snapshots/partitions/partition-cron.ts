import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../../common/config/app-config.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { PartitionService } from './partition.service.js';

const JOB = 'partitions';
/** At an hour of UTC that is night for no large group of parks, but any hour does: it takes hundredths of a second. */
const DAILY = '0 25 3 * * *';
const LEASE_MS = 60_000;

/** Keeps the partitions ahead: when a serving process starts, and every day. ROLE=api leaves it to the workers. */
@Injectable()
export class PartitionCron implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(PartitionCron.name);
  private running: Promise<void> | null = null;

  constructor(
    private readonly partitions: PartitionService,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
  ) {}

  /** Does not hold up the start: there are months of partitions ahead. */
  onApplicationBootstrap(): void {
    void this.run();
  }

  @Cron(DAILY, { name: JOB, timeZone: 'UTC' })
  async run(): Promise<void> {
    if (!this.config.runsWorkers) return;
    this.running ??= this.ensure().finally(() => (this.running = null));
    await this.running;
  }

  async onModuleDestroy(): Promise<void> {
    await this.running;
  }

  /** A failure is logged and kept in job_leases; the next day tries again. */
  private async ensure(): Promise<void> {
    try {
      await this.leases.runExclusive({
        name: JOB,
        ttlMs: LEASE_MS,
        work: () => this.partitions.ensure(),
        describe: (reports) =>
          reports
            .map(({ table, created, strandedRows }) => `${table} +${created} (${strandedRows} stranded)`)
            .join(', '),
      });
    } catch (error) {
      this.logger.error(`partitions could not be kept ahead: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
