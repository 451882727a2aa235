import type { DataSource } from 'typeorm';
import type { Clock } from '../../src/common/time/clock.js';
import { JobHistory } from '../../src/modules/jobs/job-history.service.js';
import { JobLease } from '../../src/modules/jobs/job-lease.entity.js';
import { JobLeaseRepository } from '../../src/modules/jobs/job-lease.repository.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { JobRunRow } from '../../src/modules/jobs/job-run.entity.js';
import { JobRunRepository } from '../../src/modules/jobs/job-run.repository.js';

export function historyOf(dataSource: DataSource, clock: Clock): JobHistory {
  return new JobHistory(new JobRunRepository(dataSource.getRepository(JobRunRow)), clock);
}

/** The leases of one process. */
export function leaseServiceOf(dataSource: DataSource, clock: Clock, history = historyOf(dataSource, clock)) {
  return new JobLeaseService(new JobLeaseRepository(dataSource.getRepository(JobLease)), history, clock);
}
