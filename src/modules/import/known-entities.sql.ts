import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';

export interface KnownEntity extends Pick<Ride, 'rideId' | 'parkId'>, Pick<Park, 'timezone'> {
  themeparksWikiId: string;
}

const ride = columnsOf(Ride, 'r');
const park = columnsOf(Park, 'p');
const destination = columnsOf(Destination, 'd');

/** Looks up the entities that a dry run reads, and never adds any: joins of the catalog's tables. */
@Injectable()
export class KnownEntitiesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findRides(themeparksWikiIds: readonly string[]): Promise<KnownEntity[]> {
    return this.dataSource.query<KnownEntity[]>(
      `SELECT ${selectList(Ride, ['themeparksWikiId', 'rideId', 'parkId'], 'r')}, ${selectList(Park, ['timezone'], 'p')}
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${ride.themeparksWikiId} IN (?)`,
      [themeparksWikiIds],
    );
  }

  /** The archive's UUID of the destination of a park. */
  async findDestinationOfPark(parkId: number): Promise<string | null> {
    const [row] = await this.dataSource.query<Pick<Destination, 'themeparksWikiId'>[]>(
      `SELECT ${selectList(Destination, ['themeparksWikiId'], 'd')} FROM ${tableOf(Park)} p
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
        WHERE ${park.parkId} = ?`,
      [parkId],
    );
    return row?.themeparksWikiId ?? null;
  }
}
