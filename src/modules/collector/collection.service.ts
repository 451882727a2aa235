import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { CollectionCycle } from './cycle/collection-cycle.js';
import { CollectionInProgressError, type CycleReport } from './cycle/run-result.js';

export const COLLECT_JOB = 'collect';
const LEASE_MS = 60_000;

export interface CollectionRequest {
  /** UUID of the only destination to collect; without it all active ones. */
  destinationId?: string | null | undefined;
  signal?: AbortSignal | undefined;
}

/** Runs cycles under a lease: one at a time across all processes. */
@Injectable()
export class CollectionService implements JobHandler, OnModuleDestroy {
  private readonly logger = new Logger(CollectionService.name);
  private readonly tasks = new TaskTracker();

  constructor(
    private readonly cycle: CollectionCycle,
    private readonly leases: JobLeaseService,
    private readonly metrics: MetricsService,
  ) {}

  /** A whole cycle. @throws CollectionInProgressError, UnknownDestinationError */
  async collect(request: CollectionRequest = {}): Promise<CycleReport> {
    return this.tasks.follow(this.runUnderLease(request, () => undefined));
  }

  /** Starts a cycle and returns its id; its result is in the log and in the run. @throws as {@link collect} */
  async start(request: CollectionRequest = {}): Promise<number> {
    return this.tasks.begin<number>(
      (onStarted) => this.runUnderLease(request, onStarted),
      (error) => {
        if (!(error instanceof CollectionInProgressError)) this.logger.error(`the cycle failed: ${String(error)}`);
      },
    );
  }

  /** The scheduled cycle. It is skipped while a cycle of another process is running. */
  // A cycle ends by itself before the next one begins, and after ten minutes at most.
  @Cron('*/5 * * * *', { name: COLLECT_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Collects live data of every destination',
    timeoutMs: 12 * MINUTE_MS,
    setting: 'COLLECT_CRON',
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      // A cycle that is not begun is lost, so an outage of seconds is worth a wait.
      await this.tasks.follow(this.runUnderLease({ signal, waitsForDatabase: true }, () => undefined));
    } catch (error) {
      if (!(error instanceof CollectionInProgressError)) throw error;
      this.logger.warn('skipped this cycle: another process runs it, or the previous one is still running');
    }
  }

  /** A running cycle ends between two destinations, and records its result. */
  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  private async runUnderLease(
    { destinationId = null, signal, waitsForDatabase = false }: CollectionRequest & { waitsForDatabase?: boolean },
    onStarted: (runId: number) => void,
  ): Promise<CycleReport> {
    const outcome = await this.leases.runExclusive({
      name: COLLECT_JOB,
      ttlMs: LEASE_MS,
      waitsUntil: waitsForDatabase ? this.tasks.signalWith(signal) : undefined,
      work: (lost) => this.cycle.run(this.tasks.signalWith(lost, signal), { destinationId, onStarted }),
      describe: ({ runId, destinationsTotal, destinationsFailed, rowsWritten }) =>
        `run ${runId}: ${destinationsTotal - destinationsFailed}/${destinationsTotal} destinations, ${rowsWritten} rows`,
    });
    if (!outcome.ran) throw new CollectionInProgressError(await this.leases.findActive(COLLECT_JOB));
    this.metrics.countCycle(outcome.result);
    return outcome.result;
  }
}
