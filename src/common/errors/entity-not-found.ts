import { DomainError } from '../domain-error.js';

export class ParkNotFoundError extends DomainError {
  constructor(parkId: number) {
    super('PARK_NOT_FOUND', `There is no park ${parkId}`, { parkId });
  }
}

export class RideNotFoundError extends DomainError {
  constructor(rideId: number) {
    super('RIDE_NOT_FOUND', `There is no ride ${rideId}`, { rideId });
  }
}
