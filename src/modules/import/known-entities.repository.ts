import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';

export interface KnownEntity {
  themeparksWikiId: string;
  rideId: number;
  parkId: number;
  timezone: string | null;
}

/** Looks up the entities that a dry run reads, and never adds any. */
@Injectable()
export class KnownEntitiesRepository {
  constructor(@InjectRepository(Ride) private readonly rides: Repository<Ride>) {}

  async findRides(themeparksWikiIds: readonly string[]): Promise<KnownEntity[]> {
    return this.rides
      .createQueryBuilder('ride')
      .innerJoin(Park, 'park', 'park.parkId = ride.parkId')
      .select('ride.themeparksWikiId', 'themeparksWikiId')
      .addSelect('ride.rideId', 'rideId')
      .addSelect('ride.parkId', 'parkId')
      .addSelect('park.timezone', 'timezone')
      .where({ themeparksWikiId: In(themeparksWikiIds) })
      .getRawMany<KnownEntity>();
  }

  /** The archive's UUID of the destination of a park. */
  async findDestinationOfPark(parkId: number): Promise<string | null> {
    const destination = await this.rides.manager
      .createQueryBuilder(Destination, 'destination')
      .innerJoin(Park, 'park', 'park.destinationId = destination.destinationId')
      .where('park.parkId = :parkId', { parkId })
      .getOne();
    return destination?.themeparksWikiId ?? null;
  }
}
