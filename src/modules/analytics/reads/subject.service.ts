import { Injectable } from '@nestjs/common';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { ParkNotFoundError, RideNotFoundError } from '../../catalog/catalog-errors.js';
import type { AnalyticsEntity } from './subject.js';
import { AnalyticsEntityRepository } from './subject.repository.js';

@Injectable()
export class AnalyticsEntityService {
  constructor(private readonly repository: AnalyticsEntityRepository) {}

  /** The one that is asked for. @throws ValidationFailedError unless it is exactly one, ParkNotFoundError, RideNotFoundError */
  async find({ parkId, rideId }: { parkId?: number; rideId?: number }): Promise<AnalyticsEntity> {
    if (parkId !== undefined && rideId === undefined) return this.park(parkId);
    if (rideId !== undefined && parkId === undefined) return this.ride(rideId);
    const problem = ['give either parkId or rideId'];
    throw new ValidationFailedError({ parkId: problem, rideId: problem });
  }

  /** @throws ParkNotFoundError */
  async park(parkId: number): Promise<AnalyticsEntity> {
    const park = await this.repository.findPark(parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }

  /** @throws RideNotFoundError */
  async ride(rideId: number): Promise<AnalyticsEntity> {
    const ride = await this.repository.findRide(rideId);
    if (ride === null) throw new RideNotFoundError(rideId);
    return ride;
  }
}
