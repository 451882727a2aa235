import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { RideCurrent } from '../snapshots/entities/observation.entity.js';
import type { QueueType } from '../snapshots/observations.js';
import type { Found, Slice } from './catalog.sql.js';
import type { DecisionInForce } from './decisions/decision.js';
import { selectDecisionAboutRide } from './decisions/decision.sql.js';
import { CatalogDecision } from './entities/catalog-decision.entity.js';
import { Ride, RideAlias, RideName } from './entities/ride.entity.js';
import { isCountedRideSql } from './counted-entities.js';
import { type ExternalIdRecord, selectExternalIds } from './external-ids.sql.js';
import { type EntityType, isListedTypeSql } from './entity-types.js';

const PROPERTIES = [
  'rideId',
  'parkId',
  'themeparksWikiId',
  'name',
  'entityType',
  'isActive',
  'firstSeenAt',
  'lastSeenAt',
] as const;
const STATE_PROPERTIES = ['rideId', 'status', 'recordedAt', 'lastConfirmedAt', 'dataSource'] as const;

export type RideRecord = Pick<Ride, (typeof PROPERTIES)[number]>;

/** A ride that is linked to another ride: `rideId` is the ride that it counts as. */
export interface LinkedRide extends Pick<RideAlias, 'rideId' | 'themeparksWikiId' | 'linkedAt'> {
  linkedRideId: number;
}

/** A ride whose waits belong to a queue of another ride. */
export interface QueueEntity {
  /** The ride under whose UUID the waits are stored. */
  rideId: number;
  /** The ride to which the queue belongs. */
  ofRideId: number;
  queueType: QueueType;
}

export interface CurrentRecord extends Pick<RideCurrent, (typeof STATE_PROPERTIES)[number]> {
  parkId: number;
  waitMinutes: number | null;
}

export type RideNameRecord = Omit<RideName, 'rideId'>;

const ride = columnsOf(Ride, 'r');
const alias = columnsOf(RideAlias, 'a');
const decision = columnsOf(CatalogDecision, 'd');

const UNLINKED = `NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})`;

/**
 * SQL that reads rides, their names, UUIDs and latest states. Most public requests send several of these statements; through
 * the ORM, each takes half as long again.
 */
@Injectable()
export class RideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides of a park that are not linked to another ride, by name. `entityType` null: all types but the park itself. */
  async findOfPark(parkId: number, entityType: EntityType | null, slice: Slice): Promise<Found<RideRecord>> {
    const ofType = entityType === null ? isListedTypeSql(ride.entityType) : `${ride.entityType} = ?`;
    const where = `WHERE ${ride.parkId} = ? AND ${UNLINKED} AND ${isCountedRideSql('r')} AND ${ofType}`;
    const values = entityType === null ? [parkId] : [parkId, entityType];
    const page = `${where} ORDER BY ${ride.name}, ${ride.rideId} LIMIT ? OFFSET ?`;
    const data = await this.select(page, [...values, slice.limit, slice.offset]);
    const [count] = await this.dataSource.manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM ${tableOf(Ride)} r ${where}`,
      values,
    );
    return { data, total: count!.total };
  }

  async find(rideId: number): Promise<RideRecord | null> {
    const [found] = await this.select(`WHERE ${ride.rideId} = ?`, [rideId]);
    return found ?? null;
  }

  /** The ride that this one is linked to, and its park; null: it is not linked. */
  async findLinkedTo(rideId: number): Promise<Pick<Ride, 'rideId' | 'parkId'> | null> {
    const [target] = await this.dataSource.manager.query<Pick<Ride, 'rideId' | 'parkId'>[]>(
      `SELECT ${selectList(Ride, ['rideId', 'parkId'], 'r')} FROM ${tableOf(RideAlias)} a
         JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${alias.rideId} WHERE ${alias.aliasRideId} = ?`,
      [rideId],
    );
    return target ?? null;
  }

  async findLinked(rideIds: readonly number[]): Promise<LinkedRide[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<LinkedRide[]>(
      `SELECT ${selectList(RideAlias, ['rideId', 'themeparksWikiId', 'linkedAt'], 'a')},
              ${alias.aliasRideId} AS linkedRideId
         FROM ${tableOf(RideAlias)} a WHERE ${alias.rideId} IN (?) ORDER BY ${alias.linkedAt}, ${alias.aliasRideId}`,
      [rideIds],
    );
  }

  /** Entities that are queues of the rides, or of rides that count as these, by a decision, and the rides linked to them. */
  async findQueueEntities(rideIds: readonly number[]): Promise<QueueEntity[]> {
    if (rideIds.length === 0) return [];
    // The ride of the decision may itself count as another one since.
    const target = columnsOf(RideAlias, 't');
    const ofRide = `COALESCE(${target.rideId}, ${decision.targetRideId})`;
    const from = `FROM ${tableOf(CatalogDecision)} d
      LEFT JOIN ${tableOf(RideAlias)} t ON ${target.aliasRideId} = ${decision.targetRideId}`;
    const holds = `${decision.kind} = 'QUEUE_OF' AND ${decision.undoneAt} IS NULL AND ${ofRide} IN (?)`;
    return this.dataSource.manager.query<QueueEntity[]>(
      `SELECT ${decision.rideId} AS rideId, ${ofRide} AS ofRideId, ${decision.queueType} AS queueType
         ${from} WHERE ${holds}
       UNION ALL
       SELECT ${alias.aliasRideId}, ${ofRide}, ${decision.queueType}
         ${from} JOIN ${tableOf(RideAlias)} a ON ${alias.rideId} = ${decision.rideId} WHERE ${holds}
        ORDER BY rideId`,
      [rideIds, rideIds],
    );
  }

  /** The active decision that excludes a ride or makes it a queue; null: none. */
  async findDecisionInForce(rideId: number): Promise<DecisionInForce | null> {
    return selectDecisionAboutRide(this.dataSource.manager, rideId);
  }

  async findCurrent(rideIds: readonly number[]): Promise<CurrentRecord[]> {
    if (rideIds.length === 0) return [];
    const current = columnsOf(RideCurrent, 'c');
    return this.dataSource.manager.query<CurrentRecord[]>(
      `SELECT ${selectList(RideCurrent, STATE_PROPERTIES, 'c')}, ${ride.parkId} AS parkId, ${current.waitTime} AS waitMinutes
         FROM ${tableOf(RideCurrent)} c JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${current.rideId}
        WHERE ${current.rideId} IN (?)`,
      [rideIds],
    );
  }

  /** By source and id. */
  async findExternalIds(rideIds: readonly number[]): Promise<ExternalIdRecord[]> {
    return selectExternalIds(this.dataSource.manager, rideIds);
  }

  /** Oldest first. A name shared by several of the rides is returned once. */
  async findNames(rideIds: readonly number[]): Promise<RideNameRecord[]> {
    const { rideId, name, firstSeenAt, lastSeenAt } = columnsOf(RideName);
    return this.dataSource.manager.query<RideNameRecord[]>(
      `SELECT ${name} AS name, MIN(${firstSeenAt}) AS firstSeenAt, MAX(${lastSeenAt}) AS lastSeenAt
         FROM ${tableOf(RideName)} WHERE ${rideId} IN (?) GROUP BY ${name} ORDER BY firstSeenAt, ${name}`,
      [rideIds],
    );
  }

  private async select(rest: string, values: unknown[]): Promise<RideRecord[]> {
    const rows = await this.dataSource.manager.query<RawRow<Ride, (typeof PROPERTIES)[number]>[]>(
      `SELECT ${selectList(Ride, PROPERTIES, 'r')} FROM ${tableOf(Ride)} r ${rest}`,
      values,
    );
    return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
  }
}
