import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { Ride, RideAlias, RideName } from '../catalog/entities/ride.entity.js';
import { isListedTypeSql } from '../catalog/entity-types.js';
import { isCountedParkSql, isCountedRideSql } from '../catalog/counted-entities.js';
import type { SearchEntry } from './search-index.js';

type Row = Omit<SearchEntry, 'isActive' | 'otherNames' | 'parkId'> & {
  isActive: number;
  parkId: number | string | null;
};

const [destination, park] = [columnsOf(Destination, 'd'), columnsOf(Park, 'p')];
const [ride, alias, used] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(RideName, 'n')];
const linked = columnsOf(Ride, 'linked');
const NO_PARK = 'NULL AS parkId, NULL AS parkName';
const DESTINATION = `${destination.destinationId} AS destinationId, ${destination.name} AS destinationName`;

/** Reads all names for the search: unions over three levels of the catalogue. */
@Injectable()
export class SearchRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Leaves out placeholder parks, the parks' own entries among the rides, and linked rides. */
  async findEntries(): Promise<SearchEntry[]> {
    const { manager } = this.dataSource;
    const rows = await manager.query<Row[]>(
      `SELECT 'DESTINATION' AS kind, ${destination.destinationId} AS id, ${destination.name} AS name, NULL AS entityType,
              ${destination.isActive} AS isActive, ${NO_PARK}, ${DESTINATION} FROM ${tableOf(Destination)} d
       UNION ALL
       SELECT 'PARK', ${park.parkId}, ${park.name}, NULL, ${park.isActive}, ${park.parkId}, ${park.name}, ${DESTINATION}
         FROM ${tableOf(Park)} p
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
        WHERE ${park.themeparksWikiId} IS NOT NULL AND ${isCountedParkSql('p')}
       UNION ALL
       SELECT 'RIDE', ${ride.rideId}, ${ride.name}, ${ride.entityType}, ${ride.isActive}, ${park.parkId}, ${park.name},
              ${DESTINATION}
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
        WHERE ${isListedTypeSql(ride.entityType)}
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
          AND ${isCountedRideSql('r')}`,
    );
    const names = groupBy(await this.findOtherNames(), ({ rideId }) => rideId);
    return rows.map((row) => {
      const others = row.kind === 'RIDE' ? (names.get(row.id) ?? []) : [];
      // a UNION whose first SELECT has NULL returns the numbers of this column as text
      const parkId = row.parkId === null ? null : Number(row.parkId);
      return { ...row, parkId, isActive: Number(row.isActive) === 1, otherNames: others.map(({ name }) => name) };
    });
  }

  /** Present and former names of a ride and of the rides linked to it, except its own present name. */
  private async findOtherNames(): Promise<{ rideId: number; name: string }[]> {
    return this.dataSource.manager.query<{ rideId: number; name: string }[]>(
      `SELECT DISTINCT ${ride.rideId} AS rideId, ${used.name} AS name
         FROM ${tableOf(RideName)} n LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${used.rideId}
         JOIN ${tableOf(Ride)} r ON ${ride.rideId} = COALESCE(${alias.rideId}, ${used.rideId})
        WHERE CAST(${used.name} AS BINARY) <> CAST(${ride.name} AS BINARY)
       UNION
       SELECT ${alias.rideId}, ${linked.name} 
         FROM ${tableOf(RideAlias)} a JOIN ${tableOf(Ride)} linked ON ${linked.rideId} = ${alias.aliasRideId}`,
    );
  }
}
