import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import type { QueueType } from '../snapshots/observations.js';
import { CatalogDecision } from './entities/catalog-decision.entity.js';
import { Ride, RideAlias } from './entities/ride.entity.js';

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

const ride = columnsOf(Ride, 'r');
const alias = columnsOf(RideAlias, 'a');
const decision = columnsOf(CatalogDecision, 'd');

/** SQL that reads which rides count as one. Most public requests of a ride send it; through the ORM, it takes half as long again. */
@Injectable()
export class CanonicalGroupRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Null: there is no such ride. */
  async findRide(rideId: number): Promise<Pick<Ride, 'rideId' | 'parkId'> | null> {
    const [found] = await this.dataSource.manager.query<Pick<Ride, 'rideId' | 'parkId'>[]>(
      `SELECT ${selectList(Ride, ['rideId', 'parkId'], 'r')} FROM ${tableOf(Ride)} r WHERE ${ride.rideId} = ?`,
      [rideId],
    );
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
}
