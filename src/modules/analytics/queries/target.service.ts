import { Injectable } from '@nestjs/common';
import { ParkNotFoundError, RideNotFoundError } from '../../../common/domain-error.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { type Target, TargetRepository } from './target.sql.js';

@Injectable()
export class TargetService {
  constructor(private readonly repository: TargetRepository) {}

  /** @throws ValidationFailedError unless exactly one id is given, ParkNotFoundError, RideNotFoundError */
  async find({ parkId, rideId }: { parkId?: number; rideId?: number }): Promise<Target> {
    if (parkId !== undefined && rideId === undefined) return this.park(parkId);
    if (rideId !== undefined && parkId === undefined) return this.ride(rideId);
    const problem = ['exactly one of parkId and rideId is required'];
    throw new ValidationFailedError({ parkId: problem, rideId: problem });
  }

  /** @throws ParkNotFoundError */
  async park(parkId: number): Promise<Target> {
    const park = await this.repository.findPark(parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }

  /** @throws RideNotFoundError */
  async ride(rideId: number): Promise<Target> {
    const ride = await this.repository.findRide(rideId);
    if (ride === null) throw new RideNotFoundError(rideId);
    return ride;
  }
}
