import { DomainError } from '../../common/errors/domain-error.js';
import { holdText, type LeaseHold } from '../jobs/lease-hold.js';

export class MetadataSyncInProgressError extends DomainError {
  constructor(hold: LeaseHold | null) {
    super('METADATA_SYNC_IN_PROGRESS', `A synchronisation of the metadata is under way${holdText(hold)}`);
  }
}
