import { DomainError } from '../../common/errors/domain-error.js';
import { holdText, type LeaseHold } from '../jobs/lease-hold.js';

interface ParkName {
  parkId: number;
  name: string;
}

export class MetadataSyncInProgressError extends DomainError {
  /** `syncId` null: it is only just beginning. */
  constructor(syncId: number | null, hold: LeaseHold | null) {
    super('METADATA_SYNC_IN_PROGRESS', `A synchronisation of the metadata is under way${holdText(hold)}`, { syncId });
  }
}

/** Park and ride are both known, and do not belong together. */
export class RideNotInParkError extends DomainError {
  constructor(ride: { rideId: number; name: string; parkId: number; parkName: string }, asked: ParkName) {
    const message =
      `Ride ${ride.rideId} (${ride.name}) is in park ${ride.parkId} (${ride.parkName}), ` +
      `not in park ${asked.parkId} (${asked.name})`;
    super('VALIDATION_FAILED', message, { rideId: [message] });
  }
}
