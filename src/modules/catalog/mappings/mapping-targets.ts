import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RideNotFoundError } from '../catalog-errors.js';
import type { ManualTarget } from '../id-matching/mapping-csv.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import { MappingRepository } from './mapping.repository.js';

/** Finds the ride that a line of a CSV means. */
@Injectable()
export class MappingTargets {
  constructor(private readonly repository: MappingRepository) {}

  /**
   * The ride, or why there is none. A linked ride of a name is the ride it is linked to.
   * @throws RideNotFoundError
   */
  async resolve(manager: EntityManager, target: ManualTarget): Promise<number | string> {
    if (target.kind === 'RIDE_ID') return (await this.contradiction(manager, target)) ?? target.rideId;
    const { parkId, rideName } = target;
    const rides = await this.repository.findRidesByName(manager, parkId, normaliseName(rideName));
    const rideIds = [...new Set(rides.map(({ rideId, linkedToRideId }) => linkedToRideId ?? rideId))];
    if (rideIds.length === 1) return rideIds[0]!;
    if (rideIds.length === 0) return `Park ${parkId} has no ride called "${rideName}"`;
    return `Park ${parkId} has several rides called "${rideName}" (${rideIds.join(', ')}): give the ride_id`;
  }

  /** What a line says of a ride beside its id may be for human readers, but then they have read it: it must be true. */
  private async contradiction(
    manager: EntityManager,
    { rideId, parkId, rideName }: Extract<ManualTarget, { kind: 'RIDE_ID' }>,
  ): Promise<string | null> {
    const ride = await this.repository.findRide(manager, rideId);
    if (ride === null) throw new RideNotFoundError(rideId);
    const wrong: string[] = [];
    if (parkId !== undefined && parkId !== ride.parkId) wrong.push(`is in park ${ride.parkId}, not in park ${parkId}`);
    if (rideName !== undefined) {
      const names = await this.repository.findNames(manager, rideId);
      const isKnown = names.some((name) => normaliseName(name) === normaliseName(rideName));
      if (!isKnown) wrong.push(`is called "${ride.name}", not "${rideName}"`);
    }
    return wrong.length === 0 ? null : `Ride ${rideId} ${wrong.join(', and ')}`;
  }
}
