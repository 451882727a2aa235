import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TransactionService } from '../../common/database/transaction.service.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { FindingsService } from '../findings/findings.service.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { type Drift, findDrift, findingOf } from './find-drift.js';
import { ResponseShapeRepository } from './response-shape.sql.js';
import { ShapeSampler } from './shape-sampler.js';

export interface DriftReport {
  /** Keys and words that are stored. */
  examined: number;
  drifts: Drift[];
  /** Findings that were resolved. */
  closed: number;
}

const NOT_ANY_MORE =
  'Resolved automatically: the key has returned, is known to the program now, or is not received any more';
export const DRIFT_JOB = 'drift-check';
export const DRIFT_SAMPLES_JOB = 'drift-samples';
const LEASE_MS = 60_000;

/** Stores what was sampled, and compares it with the known shapes. */
@Injectable()
export class DriftService {
  constructor(
    private readonly sampler: ShapeSampler,
    private readonly repository: ResponseShapeRepository,
    private readonly transactions: TransactionService,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  /** Stores what this process has counted since the last time. */
  async store(): Promise<void> {
    const counts = this.sampler.take();
    if (counts.length === 0) return;
    try {
      await this.transactions.run((manager) => this.repository.add(manager, counts, this.clock.now()));
    } catch (error) {
      this.sampler.giveBack(counts);
      throw error;
    }
  }

  /** Records a finding for each difference, and closes those that no longer exist. */
  async check(): Promise<DriftReport> {
    await this.store();
    const rows = (await this.repository.findAll()).map(({ occurrences, objectsSinceSeen, ...row }) => ({
      ...row,
      occurrences: Number(occurrences),
      objectsSinceSeen: Number(objectsSinceSeen),
    }));
    const { drifts, settled } = findDrift(rows, this.clock.now().getTime());
    const closed = await this.transactions.run(async (manager) => {
      await this.findings.record(manager, drifts.map(findingOf));
      return this.findings.resolveAutomatically(manager, settled, NOT_ANY_MORE);
    });
    return { examined: rows.filter(({ kind }) => kind !== 'OBJECT').length, drifts, closed };
  }
}

/** Every worker stores its own samples, so the job takes no lease. */
@Injectable()
export class DriftSamplesHandler implements JobHandler {
  constructor(private readonly drift: DriftService) {}

  @Cron('7 */10 * * * *', { name: DRIFT_SAMPLES_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Stores which keys the sampled responses of the live API had',
    timeoutMs: MINUTE_MS,
    needsRightClock: true,
    takesLease: false,
  })
  async run(): Promise<void> {
    await this.drift.store();
  }
}

@Injectable()
export class DriftCheckHandler implements JobHandler {
  private readonly logger = new Logger(DriftCheckHandler.name);

  constructor(
    private readonly drift: DriftService,
    private readonly leases: JobLeaseService,
  ) {}

  @Cron('0 40 6 * * 1', { name: DRIFT_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Compares the keys and words of the received responses with the known ones',
    timeoutMs: 5 * MINUTE_MS,
    needsRightClock: true,
  })
  async run(): Promise<void> {
    await this.leases.runExclusive({
      name: DRIFT_JOB,
      ttlMs: LEASE_MS,
      work: () => this.drift.check(),
      describe: ({ examined, drifts, closed }) =>
        `${examined} keys and words: ${drifts.length} differ, ${closed} closed`,
    });
    this.logger.log('the shapes of the responses have been compared');
  }
}
