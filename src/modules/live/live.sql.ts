import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { QUEUE_STATE_COLUMNS } from '../snapshots/observation-columns.js';
import { type RawRow, selectList } from '../../common/database/columns.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { type EntityType, isCountedParkSql, isCountedRideSql, isListedTypeSql } from '../catalog/entity-types.js';
import { QueueCurrent, RideCurrent } from '../snapshots/entities/observation.entity.js';
import { type CurrentQueue, type CurrentState, OBSERVED_STATE, type QueueEntityState } from './live-state.js';

const RIDE = ['rideId', 'name', 'entityType'] as const;
export type LiveRide = RawRow<Ride, (typeof RIDE)[number]>;

const PARK = ['parkId', 'destinationId', 'name'] as const;
export type LivePark = RawRow<Park, (typeof PARK)[number]>;

export type StateOfPark = CurrentState & { parkId: number };

const STATE_COLUMNS = `c.ride_id AS storedUnder, s.park_id AS storedInParkId, c.wait_time AS waitMinutes,
  ${selectList(RideCurrent, OBSERVED_STATE, 'c')}`;
const RIDE_STATE_COLUMNS = `r.ride_id AS rideId, r.park_id AS parkId, ${STATE_COLUMNS}`;
/** Every state, with the ride that it counts as. */
const STATE_FROM = `FROM ride_current c JOIN rides s ON s.ride_id = c.ride_id
  LEFT JOIN ride_aliases a ON a.alias_ride_id = c.ride_id
  JOIN rides r ON r.ride_id = COALESCE(a.ride_id, c.ride_id) AND r.is_active = 1`;

/** Reads the newest state of rides and queues, never the observations themselves: joins over linked rides, at every request. */
@Injectable()
export class LiveRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active rides of a park that count as themselves, by name; without a type all but the park's own entry. */
  async findRides(parkId: number, entityType: EntityType | null): Promise<LiveRide[]> {
    const ofType = entityType === null ? isListedTypeSql('r.entity_type') : 'r.entity_type = ?';
    return this.dataSource.manager.query<LiveRide[]>(
      `SELECT ${selectList(Ride, RIDE, 'r')} FROM rides r
        WHERE r.park_id = ? AND r.is_active = 1 AND ${ofType}
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id) AND ${isCountedRideSql('r')}
        ORDER BY r.name, r.ride_id`,
      entityType === null ? [parkId] : [parkId, entityType],
    );
  }

  async findStatesOfRides(rideIds: readonly number[]): Promise<CurrentState[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<CurrentState[]>(
      `SELECT ${RIDE_STATE_COLUMNS} ${STATE_FROM} WHERE c.ride_id IN (?)
       UNION SELECT ${RIDE_STATE_COLUMNS} ${STATE_FROM} WHERE a.ride_id IN (?)`,
      [rideIds, rideIds],
    );
  }

  async findQueues(storedUnder: readonly number[]): Promise<CurrentQueue[]> {
    if (storedUnder.length === 0) return [];
    return this.dataSource.manager.query<CurrentQueue[]>(
      `SELECT ride_id AS storedUnder, ${selectList(QueueCurrent, ['recordedAt', 'lastConfirmedAt'])}, ${QUEUE_STATE_COLUMNS}
         FROM queue_current WHERE ride_id IN (?) ORDER BY ride_id, queue_type`,
      [storedUnder],
    );
  }

  /** The newest states of entities that people have declared to be queues of these rides, or of rides that count as them. */
  async findQueueEntities(rideIds: readonly number[]): Promise<QueueEntityState[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<QueueEntityState[]>(
      `SELECT COALESCE(t.ride_id, d.target_ride_id) AS rideId, d.queue_type AS queueType, ${STATE_COLUMNS}
         FROM catalog_decisions d LEFT JOIN ride_aliases a ON a.ride_id = d.ride_id
         LEFT JOIN ride_aliases t ON t.alias_ride_id = d.target_ride_id
         JOIN ride_current c ON c.ride_id IN (d.ride_id, a.alias_ride_id) JOIN rides s ON s.ride_id = c.ride_id
        WHERE d.kind = 'QUEUE_OF' AND d.undone_at IS NULL AND COALESCE(t.ride_id, d.target_ride_id) IN (?)
        ORDER BY c.ride_id`,
      [rideIds],
    );
  }

  /** Active parks of the source, by name. */
  async findParks(): Promise<LivePark[]> {
    return this.dataSource.manager.query<LivePark[]>(
      `SELECT ${selectList(Park, PARK, 'p')} FROM parks p
        WHERE p.is_active = 1 AND p.themeparks_wiki_id IS NOT NULL AND ${isCountedParkSql('p')}
        ORDER BY p.name, p.park_id`,
    );
  }

  /** The states of all attractions, shows and entities of unknown type. */
  async findAllStates(): Promise<StateOfPark[]> {
    return this.dataSource.manager.query<StateOfPark[]>(
      `SELECT ${RIDE_STATE_COLUMNS} ${STATE_FROM}
        WHERE (r.entity_type IN ('ATTRACTION', 'SHOW') OR r.entity_type IS NULL) AND ${isCountedRideSql('r')}`,
    );
  }
}
