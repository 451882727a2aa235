import { DomainError } from '../../../common/errors/domain-error.js';

export class MeasurementNotFoundError extends DomainError {
  constructor(jobId: string) {
    super('MEASUREMENT_NOT_FOUND', `There is no measurement ${jobId}`, { jobId });
  }
}

/** Another process is measuring. */
export class MeasurementInProgressError extends DomainError {
  constructor(jobId: string | null) {
    super('MEASUREMENT_IN_PROGRESS', 'Another process is measuring the storage', { jobId });
  }
}
