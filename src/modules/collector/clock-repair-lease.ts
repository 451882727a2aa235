import { Injectable } from '@nestjs/common';
import type { ClockReading } from '../../common/database/database-clock.js';
import { DomainError } from '../../common/domain-error.js';
import { offsetText } from '../../common/time/clock.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { ClockWatch } from './clock-watch.service.js';
import { COLLECT_JOB } from './collection.service.js';
import { CollectionInProgressError } from './cycle/run-result.js';

const LEASE_MS = 60_000;

/** It is unknown which of the two clocks is wrong, so rows ahead of one of them may be correct. */
export class ClockDisagreesError extends DomainError {
  constructor(reading: ClockReading) {
    super('CLOCK_DISAGREES', messageOf(reading), { offsetSeconds: reading.offsetMs / 1_000 });
  }
}

function messageOf({ offsetMs, verdict }: ClockReading): string {
  if (verdict === 'UNKNOWN') return 'The database responds too slowly to compare the clocks. Try again';
  return (
    `The clock of this host is ${offsetText(offsetMs)} ${verdict === 'AHEAD' ? 'ahead of' : 'behind'} the database's ` +
    'clock. Correct the wrong clock first: the repair compares rows with the clock of the database'
  );
}

/** Runs a repair, or the restoration of one, while the clocks agree and nothing is collected. */
@Injectable()
export class ClockRepairLease {
  constructor(
    private readonly watch: ClockWatch,
    private readonly leases: JobLeaseService,
  ) {}

  /** The instant after which rows are ahead of both clocks. @throws ClockDisagreesError */
  async agreedHorizonMs(): Promise<number> {
    const { reading } = await this.watch.report();
    if (reading.verdict !== 'RIGHT') throw new ClockDisagreesError(reading);
    return reading.horizonMs;
  }

  /** @throws CollectionInProgressError */
  async run<T>(work: (lost: AbortSignal) => Promise<T>, describe: (result: T) => string): Promise<T> {
    const outcome = await this.leases.runExclusive({ name: COLLECT_JOB, ttlMs: LEASE_MS, work, describe });
    if (!outcome.ran) throw new CollectionInProgressError(await this.leases.findActive(COLLECT_JOB));
    await this.watch.evaluate();
    return outcome.result;
  }
}
