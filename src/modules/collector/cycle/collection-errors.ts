import { DomainError } from '../../../common/errors/domain-error.js';
import { holdText, type LeaseHold } from '../../jobs/lease-hold.js';

/** Another cycle is at work, in this process or another one. */
export class CollectionInProgressError extends DomainError {
  constructor(hold: LeaseHold | null) {
    super('COLLECTION_IN_PROGRESS', `A collection cycle is running already${holdText(hold)}`);
  }
}

export class UnknownDestinationError extends DomainError {
  constructor(destinationId: string) {
    super('DESTINATION_NOT_FOUND', `The catalogue has no destination ${destinationId}`, { destinationId });
  }
}

/** The run was closed by somebody else: this process had been given up. Nothing of its transaction may stay. */
export class RunTakenOverError extends DomainError {
  constructor(runId: number) {
    super('INTERNAL_ERROR', `Run ${runId} was closed by another process`, { runId });
  }
}
