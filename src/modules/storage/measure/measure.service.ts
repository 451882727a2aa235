import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../../common/async/task-tracker.js';
import { sum } from '../../../common/collections.js';
import { DomainError, reasonText } from '../../../common/domain-error.js';
import { bytesText, count } from '../../../common/text.js';
import { MINUTE_MS, utcDayOf } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { type ActiveLease, activeLeaseText } from '../../jobs/job-lease.entity.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type DueAtStart } from '../../jobs/job.decorator.js';
import { StorageAlertService } from '../storage-alert.service.js';
import { StorageDatabase } from '../storage-database.sql.js';
import { MeasurementRepository } from './measurement.repository.js';
import { MetricRepository } from './metric.repository.js';
import { RowCounter } from './row-counter.js';
import {
  bytesOf,
  type Measurement,
  type MeasurementResult,
  type MeasurementStarter,
  ROW_COUNT_SOURCES,
  type StorageMetricRow,
  wholeTables,
} from './storage-metrics.js';
import { UnitSizes } from './system-tables.sql.js';

export class MeasurementNotFoundError extends DomainError {
  constructor(jobId: string) {
    super('MEASUREMENT_NOT_FOUND', `Measurement ${jobId} does not exist`, { jobId });
  }
}

/** Another process is measuring. */
export class MeasurementInProgressError extends DomainError {
  constructor(jobId: string | null, lease: ActiveLease | null) {
    super('MEASUREMENT_IN_PROGRESS', `Another process is measuring the storage${activeLeaseText(lease)}`, { jobId });
  }
}

/** Measures the whole schema and stores the values under the UTC day. */
@Injectable()
export class Measurer {
  constructor(
    private readonly sizes: UnitSizes,
    private readonly counter: RowCounter,
    private readonly metrics: MetricRepository,
    private readonly database: StorageDatabase,
    private readonly clock: Clock,
  ) {}

  async measure(signal: AbortSignal): Promise<MeasurementResult> {
    const startedAt = this.clock.now();
    const measurementDate = utcDayOf(startedAt);
    const { units, note, binaryLog } = await this.sizes.read();
    const metrics = await this.counter.countAll(units, signal);
    const tables = wholeTables(metrics);
    const partitions = metrics.filter(({ partition }) => partition !== '');
    signal.throwIfAborted();
    await this.metrics.replaceDay(measurementDate, startedAt, [...tables, ...partitions]);
    return {
      measurementDate,
      durationMs: this.clock.now().getTime() - startedAt.getTime(),
      tables: tables.length,
      partitions: partitions.length,
      rows: sum(tables.map(({ rows }) => rows)),
      totalBytes: sum(tables.map(bytesOf)),
      sizeSource: tables.every(({ sizeSource }) => sizeSource === 'FILE') ? 'FILE' : 'STATISTICS',
      sizeNote: note,
      rowCounts: countsBySource(metrics),
      binaryLog,
      missingTables: this.database.expectedTables.filter((name) => !tables.some(({ table }) => table === name)),
    };
  }
}

function countsBySource(metrics: readonly StorageMetricRow[]): MeasurementResult['rowCounts'] {
  const counts = ROW_COUNT_SOURCES.map((source) => [
    source,
    metrics.filter(({ rowSource }) => rowSource === source).length,
  ]);
  return Object.fromEntries(counts) as MeasurementResult['rowCounts'];
}

export const MEASURE_JOB = 'storage-measure';
const LEASE_MS = 120_000;
const STOPPED = 'Stopped before it was complete';
const ABANDONED = 'The process that ran it has ended';

interface MeasureRequest {
  startedBy: MeasurementStarter;
  signal?: AbortSignal;
}

/** Runs measurements under a lease, records each as a job, and evaluates the alerts after it. */
@Injectable()
export class MeasureService implements DueAtStart, OnModuleDestroy {
  private readonly logger = new Logger(MeasureService.name);
  private readonly tasks = new TaskTracker();

  constructor(
    private readonly measurer: Measurer,
    private readonly jobs: MeasurementRepository,
    private readonly alerts: StorageAlertService,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  /** Measures and waits for the result. @throws MeasurementInProgressError */
  async measure(request: MeasureRequest): Promise<Measurement> {
    const jobId = await this.tasks.follow(this.runUnderLease(request, () => undefined));
    return this.find(jobId);
  }

  /** Starts a measurement in the background, or returns the one in progress. */
  async start(startedBy: MeasurementStarter): Promise<Measurement> {
    try {
      return await this.find(await this.begin(startedBy));
    } catch (error) {
      const running = error instanceof MeasurementInProgressError ? await this.jobs.findRunning() : null;
      if (running === null) throw error;
      return running;
    }
  }

  /** A measurement recorded as running whose lease no process holds has failed. @throws MeasurementNotFoundError */
  async find(jobId: string): Promise<Measurement> {
    const job = await this.jobs.findById(jobId);
    if (job === null) throw new MeasurementNotFoundError(jobId);
    if (job.status !== 'RUNNING' || (await this.leases.isRunning(MEASURE_JOB))) return job;
    // It may have ended between the two queries.
    const again = await this.jobs.findById(jobId);
    return again?.status === 'RUNNING' ? { ...again, status: 'FAILED', error: ABANDONED } : again!;
  }

  /** It may be in progress. Null: none yet. */
  async newest(): Promise<Measurement | null> {
    const job = await this.jobs.findNewest();
    return job && this.find(job.jobId);
  }

  /** Due if there is something to measure and today has no measurement yet. */
  async isDueAtStart(): Promise<boolean> {
    const last = await this.jobs.findLastCompleted();
    const today = utcDayOf(this.clock.now());
    return last?.result?.measurementDate !== today && (await this.jobs.hasObservations());
  }

  // After the partition job: a count delays changes of a table's partitions.
  @Cron('0 50 3 * * *', { name: MEASURE_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Measures tables and disk, and projects their growth',
    timeoutMs: 30 * MINUTE_MS,
    needsRightClock: true,
  })
  async measureDaily(signal: AbortSignal): Promise<void> {
    try {
      await this.measure({ startedBy: 'SCHEDULE', signal });
    } catch (error) {
      if (!(error instanceof MeasurementInProgressError)) throw error;
      this.logger.log('skipped: another process is already measuring the storage');
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  private async begin(startedBy: MeasurementStarter): Promise<string> {
    return this.tasks.begin<string>(
      (onStarted) => this.runUnderLease({ startedBy }, onStarted),
      (error) => {
        if (!(error instanceof MeasurementInProgressError))
          this.logger.error(`the measurement failed: ${String(error)}`);
      },
    );
  }

  private async runUnderLease(
    { startedBy, signal }: MeasureRequest,
    onStarted: (jobId: string) => void,
  ): Promise<string> {
    const jobId = `msr_${randomBytes(10).toString('hex')}`;
    const outcome = await this.leases.runExclusive({
      name: MEASURE_JOB,
      ttlMs: LEASE_MS,
      work: async (lost) => {
        await this.jobs.failAbandoned(this.clock.now(), ABANDONED);
        await this.jobs.insertRunning(jobId, startedBy, this.clock.now());
        onStarted(jobId);
        return this.work(jobId, this.tasks.signalWith(lost, signal));
      },
      describe: ({ rows, totalBytes, tables }) =>
        `${count(tables)} tables, ${count(rows)} rows, ${bytesText(totalBytes)}`,
    });
    if (!outcome.ran) {
      const running = await this.jobs.findRunning();
      throw new MeasurementInProgressError(running?.jobId ?? null, await this.leases.findActive(MEASURE_JOB));
    }
    return jobId;
  }

  private async work(jobId: string, signal: AbortSignal): Promise<MeasurementResult> {
    try {
      const result = await this.measurer.measure(signal);
      await this.alerts.evaluate();
      await this.jobs.complete(jobId, this.clock.now(), result);
      return result;
    } catch (error) {
      await this.jobs.fail(jobId, this.clock.now(), signal.aborted ? STOPPED : reasonText(error));
      throw error;
    }
  }
}
