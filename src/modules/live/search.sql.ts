import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { isCountedParkSql, isCountedRideSql, isListedTypeSql } from '../catalog/entity-types.js';
import type { SearchEntry } from './search-index.js';

type Row = Omit<SearchEntry, 'isActive' | 'otherNames' | 'parkId'> & {
  isActive: number;
  parkId: number | string | null;
};

const NO_PARK = 'NULL AS parkId, NULL AS parkName';
const DESTINATION = 'd.destination_id AS destinationId, d.name AS destinationName';

/** Reads all names for the search: unions over three levels of the catalogue. */
@Injectable()
export class SearchRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Leaves out placeholder parks, the parks' own entries among the rides, and linked rides. */
  async findEntries(): Promise<SearchEntry[]> {
    const { manager } = this.dataSource;
    const rows = await manager.query<Row[]>(
      `SELECT 'DESTINATION' AS kind, d.destination_id AS id, d.name, NULL AS entityType, d.is_active AS isActive,
              ${NO_PARK}, ${DESTINATION} FROM destinations d
       UNION ALL
       SELECT 'PARK', p.park_id, p.name, NULL, p.is_active, p.park_id, p.name, ${DESTINATION}
         FROM parks p JOIN destinations d ON d.destination_id = p.destination_id
        WHERE p.themeparks_wiki_id IS NOT NULL AND ${isCountedParkSql('p')}
       UNION ALL
       SELECT 'RIDE', r.ride_id, r.name, r.entity_type, r.is_active, p.park_id, p.name, ${DESTINATION}
         FROM rides r JOIN parks p ON p.park_id = r.park_id JOIN destinations d ON d.destination_id = p.destination_id
        WHERE ${isListedTypeSql('r.entity_type')}
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)
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
      `SELECT DISTINCT r.ride_id AS rideId, n.name
         FROM ride_names n LEFT JOIN ride_aliases a ON a.alias_ride_id = n.ride_id
         JOIN rides r ON r.ride_id = COALESCE(a.ride_id, n.ride_id) WHERE CAST(n.name AS BINARY) <> CAST(r.name AS BINARY)
       UNION
       SELECT a.ride_id, linked.name FROM ride_aliases a JOIN rides linked ON linked.ride_id = a.alias_ride_id`,
    );
  }
}
