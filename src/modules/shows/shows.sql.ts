import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { isCountedRideSql } from '../catalog/counted-entities.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../catalog/entities/ride.entity.js';
import { EntityLiveDetail, type LiveDetailType } from '../snapshots/entities/entity-live-detail.entity.js';
import { ImportedShowTimes } from '../snapshots/entities/imported-show-times.entity.js';

/** An entity that counts as itself, and under which ids its details are stored. */
export interface DetailedEntity extends Pick<Ride, 'rideId' | 'name' | 'entityType'> {
  storedUnder: number;
}

const detail = columnsOf(EntityLiveDetail, 'd');
const imported = columnsOf(ImportedShowTimes, 'i');
const [ride, alias, park] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(Park, 'p')];

/** Whether anything of this type is stored under the id. */
const hasDetailSql = (type: LiveDetailType, id: string): string => {
  const live = `EXISTS (SELECT 1 FROM ${tableOf(EntityLiveDetail)} d WHERE ${detail.rideId} = ${id} AND ${detail.detailType} = '${type}')`;
  if (type !== 'SHOWTIMES') return live;
  return `(${live} OR EXISTS (SELECT 1 FROM ${tableOf(ImportedShowTimes)} i WHERE ${imported.rideId} = ${id}))`;
};

/** Finds the entities that have show times or a dining availability. */
@Injectable()
export class ShowsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The time zone of a ride's park; null if it is unknown. */
  async findTimezone(rideId: number): Promise<string | null> {
    const [row] = await this.dataSource.manager.query<Pick<Park, 'timezone'>[]>(
      `SELECT ${park.timezone} AS timezone FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${ride.rideId} = ?`,
      [rideId],
    );
    return row?.timezone ?? null;
  }

  /** Active entities of a park with a detail of this type, by name; one row for each id under which details are stored. */
  async findEntities(parkId: number, type: LiveDetailType): Promise<DetailedEntity[]> {
    return this.dataSource.manager.query<DetailedEntity[]>(
      `SELECT ${selectList(Ride, ['rideId', 'name', 'entityType'], 'r')}, s.id AS storedUnder
         FROM ${tableOf(Ride)} r
         JOIN (SELECT ${ride.rideId} AS id, ${ride.rideId} AS ofRide FROM ${tableOf(Ride)} r WHERE ${ride.parkId} = ?
               UNION ALL
               SELECT ${alias.aliasRideId}, ${alias.rideId} FROM ${tableOf(RideAlias)} a JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${alias.rideId}
                WHERE ${ride.parkId} = ?) s ON s.ofRide = ${ride.rideId}
        WHERE ${ride.parkId} = ? AND ${ride.isActive} = 1 AND ${isCountedRideSql('r')}
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
          AND ${hasDetailSql(type, 's.id')}
        ORDER BY ${ride.name}, ${ride.rideId}, s.id`,
      [parkId, parkId, parkId],
    );
  }
}
