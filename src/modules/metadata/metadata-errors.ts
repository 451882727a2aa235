import { DomainError } from '../../common/errors/domain-error.js';

export class MetadataSyncInProgressError extends DomainError {
  constructor() {
    super('METADATA_SYNC_IN_PROGRESS', 'A synchronisation of the metadata is under way');
  }
}
