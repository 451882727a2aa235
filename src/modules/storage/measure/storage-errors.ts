import { DomainError } from '../../../common/errors/domain-error.js';
import { holdText, type LeaseHold } from '../../jobs/lease-hold.js';

export class MeasurementNotFoundError extends DomainError {
  constructor(jobId: string) {
    super('MEASUREMENT_NOT_FOUND', `There is no measurement ${jobId}`, { jobId });
  }
}

/** Another process is measuring. */
export class MeasurementInProgressError extends DomainError {
  constructor(jobId: string | null, hold: LeaseHold | null) {
    super('MEASUREMENT_IN_PROGRESS', `Another process is measuring the storage${holdText(hold)}`, { jobId });
  }
}
