import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DataSource as ObservationSource, QueueType, RideStatus } from '../snapshots/observations.js';
import type { Found, Slice } from './catalog.repository.js';
import type { DecisionInForce } from './decisions/decision.js';
import { DECISION_IN_FORCE_COLUMNS } from './decisions/decision.repository.js';
import { type EntityType, isCountedRideSql, isListedTypeSql } from './entity-types.js';

export interface RideRecord {
  rideId: number;
  parkId: number;
  themeparksWikiId: string | null;
  name: string;
  entityType: EntityType | null;
  isActive: boolean;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

/** A ride that is linked to another ride. */
export interface LinkedRide {
  /** The ride as which it counts. */
  rideId: number;
  linkedRideId: number;
  themeparksWikiId: string;
  linkedAt: Date;
}

/** A ride whose waits belong to a queue of another ride. */
export interface QueueEntity {
  /** The ride under whose UUID the waits are stored. */
  rideId: number;
  /** The ride to which the queue belongs. */
  ofRideId: number;
  queueType: QueueType;
}

export interface CurrentRecord {
  rideId: number;
  parkId: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  recordedAt: Date;
  lastConfirmedAt: Date | null;
  dataSource: ObservationSource;
}

export interface RideNameRecord {
  name: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

const COLUMNS = `r.ride_id AS rideId, r.park_id AS parkId, r.themeparks_wiki_id AS themeparksWikiId, r.name,
  r.entity_type AS entityType, r.is_active AS isActive, r.first_seen_at AS firstSeenAt, r.last_seen_at AS lastSeenAt`;
const UNLINKED = 'NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)';

/** SQL that reads rides, their names, UUIDs and latest states. */
@Injectable()
export class RideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides of a park that are not linked to another ride, by name. `entityType` null: all types but the park itself. */
  async findOfPark(parkId: number, entityType: EntityType | null, slice: Slice): Promise<Found<RideRecord>> {
    const ofType = entityType === null ? isListedTypeSql('r.entity_type') : 'r.entity_type = ?';
    const where = `WHERE r.park_id = ? AND ${UNLINKED} AND ${isCountedRideSql('r')} AND ${ofType}`;
    const values = entityType === null ? [parkId] : [parkId, entityType];
    const page = [slice.limit, slice.offset];
    const data = await this.select(`${where} ORDER BY r.name, r.ride_id LIMIT ? OFFSET ?`, [...values, ...page]);
    const [count] = await this.dataSource.manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM rides r ${where}`,
      values,
    );
    return { data, total: count!.total };
  }

  async find(rideId: number): Promise<RideRecord | null> {
    const [ride] = await this.select('WHERE r.ride_id = ?', [rideId]);
    return ride ?? null;
  }

  /** The ride as which this one counts: itself, unless it is linked. */
  async findCanonicalId(rideId: number): Promise<number> {
    const [link] = await this.dataSource.manager.query<{ rideId: number }[]>(
      'SELECT ride_id AS rideId FROM ride_aliases WHERE alias_ride_id = ?',
      [rideId],
    );
    return link?.rideId ?? rideId;
  }

  async findLinked(rideIds: readonly number[]): Promise<LinkedRide[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<LinkedRide[]>(
      `SELECT ride_id AS rideId, alias_ride_id AS linkedRideId, themeparks_wiki_id AS themeparksWikiId, linked_at AS linkedAt
         FROM ride_aliases WHERE ride_id IN (?) ORDER BY linked_at, alias_ride_id`,
      [rideIds],
    );
  }

  /** Entities that are queues of the rides, or of rides that count as these, by a decision, and the rides linked to them. */
  async findQueueEntities(rideIds: readonly number[]): Promise<QueueEntity[]> {
    if (rideIds.length === 0) return [];
    // The ride of the decision may itself count as another one since.
    const ofRide = 'COALESCE(t.ride_id, d.target_ride_id)';
    const from = 'FROM catalog_decisions d LEFT JOIN ride_aliases t ON t.alias_ride_id = d.target_ride_id';
    const holds = `d.kind = 'QUEUE_OF' AND d.undone_at IS NULL AND ${ofRide} IN (?)`;
    return this.dataSource.manager.query<QueueEntity[]>(
      `SELECT d.ride_id AS rideId, ${ofRide} AS ofRideId, d.queue_type AS queueType ${from} WHERE ${holds}
       UNION ALL
       SELECT a.alias_ride_id, ${ofRide}, d.queue_type ${from} JOIN ride_aliases a ON a.ride_id = d.ride_id WHERE ${holds}
        ORDER BY rideId`,
      [rideIds, rideIds],
    );
  }

  /** The active decision that excludes a ride or makes it a queue; null: none. */
  async findDecisionInForce(rideId: number): Promise<DecisionInForce | null> {
    const [decision] = await this.dataSource.manager.query<DecisionInForce[]>(
      `SELECT ${DECISION_IN_FORCE_COLUMNS} FROM rides r
         JOIN catalog_decisions d ON d.undone_at IS NULL AND d.kind <> 'SAME_AS'
          AND (d.ride_id = r.ride_id OR (d.park_id = r.park_id AND d.kind = 'EXCLUDED'))
        WHERE r.ride_id = ? ORDER BY d.ride_id IS NULL, d.decision_id LIMIT 1`,
      [rideId],
    );
    return decision ?? null;
  }

  async findCurrent(rideIds: readonly number[]): Promise<CurrentRecord[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<CurrentRecord[]>(
      `SELECT c.ride_id AS rideId, r.park_id AS parkId, c.status, c.wait_time AS waitMinutes, c.recorded_at AS recordedAt,
              c.last_confirmed_at AS lastConfirmedAt, c.data_source AS dataSource
         FROM ride_current c JOIN rides r ON r.ride_id = c.ride_id WHERE c.ride_id IN (?)`,
      [rideIds],
    );
  }

  /** Oldest first. A name shared by several of the rides is returned once. */
  async findNames(rideIds: readonly number[]): Promise<RideNameRecord[]> {
    return this.dataSource.manager.query<RideNameRecord[]>(
      `SELECT name, MIN(first_seen_at) AS firstSeenAt, MAX(last_seen_at) AS lastSeenAt
         FROM ride_names WHERE ride_id IN (?) GROUP BY name ORDER BY firstSeenAt, name`,
      [rideIds],
    );
  }

  private async select(rest: string, values: unknown[]): Promise<RideRecord[]> {
    const rows = await this.dataSource.manager.query<(Omit<RideRecord, 'isActive'> & { isActive: number })[]>(
      `SELECT ${COLUMNS} FROM rides r ${rest}`,
      values,
    );
    return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
  }
}
