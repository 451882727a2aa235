import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { QUEUE, QUEUE_STATE_COLUMNS } from '../snapshots/observation-columns.js';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { CatalogDecision } from '../catalog/entities/catalog-decision.entity.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../catalog/entities/ride.entity.js';
import { type EntityType, isListedTypeSql } from '../catalog/entity-types.js';
import { isCountedParkSql, isCountedRideSql } from '../catalog/counted-entities.js';
import { EntityMetadata } from '../metadata/entity-metadata.entity.js';
import { QueueCurrent, RideCurrent } from '../snapshots/entities/observation.entity.js';
import { type CurrentQueue, type CurrentState, OBSERVED_STATE, type QueueEntityState } from './live-state.js';

const RIDE = ['rideId', 'name', 'entityType'] as const;
const POSITION = ['latitude', 'longitude'] as const;
export type LiveRide = RawRow<Ride, (typeof RIDE)[number]> & Pick<EntityMetadata, (typeof POSITION)[number]>;

const PARK = ['parkId', 'destinationId', 'name', 'timezone'] as const;
export type LivePark = RawRow<Park, (typeof PARK)[number]>;

export type StateOfPark = CurrentState & { parkId: number };
export type NamedState = StateOfPark & { name: string };

const [park, ride, alias] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
/** The newest state, and the ride under whose UUID it is stored. */
const [current, stored] = [columnsOf(RideCurrent, 'c'), columnsOf(Ride, 's')];
const [decision, target] = [columnsOf(CatalogDecision, 'd'), columnsOf(RideAlias, 't')];

const STATE_COLUMNS = `${current.rideId} AS storedUnder, ${stored.parkId} AS storedInParkId,
  ${current.waitTime} AS waitMinutes, ${selectList(RideCurrent, OBSERVED_STATE, 'c')}`;
const RIDE_STATE_COLUMNS = `${ride.rideId} AS rideId, ${ride.parkId} AS parkId, ${STATE_COLUMNS}`;
/** Every state, with the ride that it counts as. */
const STATE_FROM = `FROM ${tableOf(RideCurrent)} c JOIN ${tableOf(Ride)} s ON ${stored.rideId} = ${current.rideId}
  LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${current.rideId}
  JOIN ${tableOf(Ride)} r ON ${ride.rideId} = COALESCE(${alias.rideId}, ${current.rideId}) AND ${ride.isActive} = 1`;

/** Reads the newest state of rides and queues, never the observations themselves: joins over linked rides, at every request. */
@Injectable()
export class LiveRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active rides of a park that count as themselves, by name; without a type all but the park's own entry. */
  async findRides(parkId: number, entityType: EntityType | null): Promise<LiveRide[]> {
    const ofType = entityType === null ? isListedTypeSql(ride.entityType) : `${ride.entityType} = ?`;
    return this.dataSource.manager.query<LiveRide[]>(
      `SELECT ${selectList(Ride, RIDE, 'r')}, ${selectList(EntityMetadata, POSITION, 'm')} FROM ${tableOf(Ride)} r
         LEFT JOIN ${tableOf(EntityMetadata)} m ON ${columnsOf(EntityMetadata, 'm').rideId} = ${ride.rideId}
        WHERE ${ride.parkId} = ? AND ${ride.isActive} = 1 AND ${ofType}
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
          AND ${isCountedRideSql('r')}
        ORDER BY ${ride.name}, ${ride.rideId}`,
      entityType === null ? [parkId] : [parkId, entityType],
    );
  }

  async findStatesOfRides(rideIds: readonly number[]): Promise<CurrentState[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<CurrentState[]>(
      `SELECT ${RIDE_STATE_COLUMNS} ${STATE_FROM} WHERE ${current.rideId} IN (?)
       UNION SELECT ${RIDE_STATE_COLUMNS} ${STATE_FROM} WHERE ${alias.rideId} IN (?)`,
      [rideIds, rideIds],
    );
  }

  async findQueues(storedUnder: readonly number[]): Promise<CurrentQueue[]> {
    if (storedUnder.length === 0) return [];
    return this.dataSource.manager.query<CurrentQueue[]>(
      `SELECT ${QUEUE.rideId} AS storedUnder, ${selectList(QueueCurrent, ['recordedAt', 'lastConfirmedAt', 'dataSource'])}, ${QUEUE_STATE_COLUMNS}
         FROM ${tableOf(QueueCurrent)} WHERE ${QUEUE.rideId} IN (?) ORDER BY ${QUEUE.rideId}, ${QUEUE.queueType}`,
      [storedUnder],
    );
  }

  /** The newest states of entities that people have declared to be queues of these rides, or of rides that count as them. */
  async findQueueEntities(rideIds: readonly number[]): Promise<QueueEntityState[]> {
    if (rideIds.length === 0) return [];
    const ofRide = `COALESCE(${target.rideId}, ${decision.targetRideId})`;
    return this.dataSource.manager.query<QueueEntityState[]>(
      `SELECT ${ofRide} AS rideId, ${decision.queueType} AS queueType, ${STATE_COLUMNS}
         FROM ${tableOf(CatalogDecision)} d LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.rideId} = ${decision.rideId}
         LEFT JOIN ${tableOf(RideAlias)} t ON ${target.aliasRideId} = ${decision.targetRideId}
         JOIN ${tableOf(RideCurrent)} c ON ${current.rideId} IN (${decision.rideId}, ${alias.aliasRideId})
         JOIN ${tableOf(Ride)} s ON ${stored.rideId} = ${current.rideId}
        WHERE ${decision.kind} = 'QUEUE_OF' AND ${decision.undoneAt} IS NULL AND ${ofRide} IN (?)
        ORDER BY ${current.rideId}`,
      [rideIds],
    );
  }

  /** Active parks of the source, by name. */
  async findParks(): Promise<LivePark[]> {
    return this.dataSource.manager.query<LivePark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM ${tableOf(Park)} p
        WHERE ${park.isActive} = 1 AND ${park.themeparksWikiId} IS NOT NULL AND ${isCountedParkSql('p')}
        ORDER BY ${park.name}, ${park.parkId}`,
    );
  }

  /** The states of all attractions, shows and entities of unknown type. */
  async findAllStates(): Promise<NamedState[]> {
    return this.dataSource.manager.query<NamedState[]>(
      `SELECT ${ride.name} AS name, ${RIDE_STATE_COLUMNS} ${STATE_FROM}
        WHERE (${ride.entityType} IN ('ATTRACTION', 'SHOW') OR ${ride.entityType} IS NULL) AND ${isCountedRideSql('r')}`,
    );
  }
}
