import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { TaskTracker } from '../../../common/async/work-in-hand.js';
import { shownReason } from '../../../common/errors/shown-reason.js';
import { Clock } from '../../../common/time/clock.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { StorageAlertService } from '../alerts/storage-alert.service.js';
import type { Measurement, MeasurementResult, MeasurementStarter } from './measurement.js';
import { MeasurementRepository } from './measurement.repository.js';
import { Measurer } from './measurer.js';
import { MeasurementInProgressError, MeasurementNotFoundError } from './storage-errors.js';

export const MEASURE_JOB = 'storage-measure';
const LEASE_MS = 120_000;
const STOPPED = 'Stopped before its end';
const ABANDONED = 'The process that measured has ended';

interface MeasureRequest {
  startedBy: MeasurementStarter;
  signal?: AbortSignal;
}

/** Measurements under a lease, each kept as a job; after each one the alerts are looked at. */
@Injectable()
export class MeasureService implements OnModuleDestroy {
  private readonly logger = new Logger(MeasureService.name);
  private readonly inHand = new TaskTracker();

  constructor(
    private readonly measurer: Measurer,
    private readonly jobs: MeasurementRepository,
    private readonly alerts: StorageAlertService,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  /** A whole measurement. @throws MeasurementInProgressError */
  async measure(request: MeasureRequest): Promise<Measurement> {
    const jobId = await this.inHand.follow(this.runUnderLease(request, () => undefined));
    return this.find(jobId);
  }

  /** Begins a measurement in the background, or finds the one that runs already. */
  async start(startedBy: MeasurementStarter): Promise<Measurement> {
    try {
      return await this.find(await this.begin(startedBy));
    } catch (error) {
      const running = error instanceof MeasurementInProgressError ? await this.jobs.findRunning() : null;
      if (running === null) throw error;
      return running;
    }
  }

  /** One that still seems to run although nobody holds the lease has failed. @throws MeasurementNotFoundError */
  async find(jobId: string): Promise<Measurement> {
    const job = await this.jobs.findById(jobId);
    if (job === null) throw new MeasurementNotFoundError(jobId);
    if (job.status !== 'RUNNING' || (await this.leases.isRunning(MEASURE_JOB))) return job;
    // It may have ended between the two looks.
    const again = await this.jobs.findById(jobId);
    return again?.status === 'RUNNING' ? { ...again, status: 'FAILED', error: ABANDONED } : again!;
  }

  async lastCompleted(): Promise<Measurement | null> {
    return this.jobs.findLastCompleted();
  }

  async hasObservations(): Promise<boolean> {
    return this.jobs.hasObservations();
  }

  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  private async begin(startedBy: MeasurementStarter): Promise<string> {
    return this.inHand.begin<string>(
      (onStarted) => this.runUnderLease({ startedBy }, onStarted),
      (error) => {
        if (!(error instanceof MeasurementInProgressError)) this.logger.error(`measuring failed: ${String(error)}`);
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
        return this.work(jobId, this.inHand.signalWith(lost, signal));
      },
      describe: ({ rows, totalBytes, tables }) => `${tables} tables, ${rows} rows, ${totalBytes} bytes`,
    });
    if (!outcome.ran) {
      const running = await this.jobs.findRunning();
      throw new MeasurementInProgressError(running?.jobId ?? null, await this.leases.findHold(MEASURE_JOB));
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
      await this.jobs.fail(jobId, this.clock.now(), signal.aborted ? STOPPED : shownReason(error));
      throw error;
    }
  }
}
