import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { RideCurrent } from '../../snapshots/entities/observation.entity.js';
import { EntityMove } from '../entities/catalog-decision.entity.js';
import { Ride, RideAlias, RideListingChange, RideName } from '../entities/ride.entity.js';

/** SQL on whether the catalogue lists rides. Always in the caller's transaction. */
@Injectable()
export class RideActivityRepository {
  /** Only rides whose flag changes get a row in the history. */
  async set(manager: EntityManager, rideIds: readonly number[], isActive: boolean, at: Date): Promise<void> {
    if (rideIds.length === 0) return;
    const flag = isActive ? 1 : 0;
    const ride = columnsOf(Ride);
    const change = columnsOf(RideListingChange);
    await manager.query(
      `INSERT INTO ${tableOf(RideListingChange)} (${change.rideId}, ${change.changedAt}, ${change.isListed})
       SELECT ${ride.rideId}, ?, ? FROM ${tableOf(Ride)} WHERE ${ride.rideId} IN (?) AND ${ride.isActive} <> ?
       ON DUPLICATE KEY UPDATE ${change.isListed} = VALUES(${change.isListed})`,
      [at, flag, rideIds, flag],
    );
    await manager.query(`UPDATE ${tableOf(Ride)} SET ${ride.isActive} = ? WHERE ${ride.rideId} IN (?)`, [
      flag,
      rideIds,
    ]);
  }
}

/** First and last observation of a ride, in milliseconds since 1970 UTC. */
export interface ObservedRange {
  firstMs: number;
  lastMs: number;
}

/** SQL that reads when a ride was observed. */
@Injectable()
export class RideDaysRepository {
  /** Read from tables that are updated with every observation; the snapshots themselves are not read. */
  async findObservedRange(manager: EntityManager, rideId: number): Promise<ObservedRange | null> {
    const ride = columnsOf(Ride);
    const name = columnsOf(RideName);
    const current = columnsOf(RideCurrent);
    const [observed] = await manager.query<{ firstMs: number | null; lastMs: number | null }[]>(
      `SELECT ${millisecondsSql('MIN(observed.first_at)')} AS firstMs, ${millisecondsSql('MAX(observed.last_at)')} AS lastMs
         FROM (SELECT ${ride.firstSeenAt} AS first_at, ${ride.lastSeenAt} AS last_at
                 FROM ${tableOf(Ride)} WHERE ${ride.rideId} = ?
               UNION ALL SELECT ${name.firstSeenAt}, ${name.lastSeenAt} FROM ${tableOf(RideName)} WHERE ${name.rideId} = ?
               UNION ALL SELECT ${current.recordedAt}, COALESCE(${current.lastConfirmedAt}, ${current.recordedAt})
                 FROM ${tableOf(RideCurrent)} WHERE ${current.rideId} = ?) observed`,
      [rideId, rideId, rideId],
    );
    const { firstMs = null, lastMs = null } = observed ?? {};
    return firstMs === null || lastMs === null ? null : { firstMs: Number(firstMs), lastMs: Number(lastMs) };
  }
}

export type MovedRide = Pick<Ride, 'rideId' | 'name'> & { linkedToRideId: number | null };

/** Rides that a decision moved and that are still in the target park. */
export async function selectMovedRides(manager: EntityManager, decisionId: number): Promise<MovedRide[]> {
  const move = columnsOf(EntityMove, 'm');
  const ride = columnsOf(Ride, 'r');
  const alias = columnsOf(RideAlias, 'a');
  return manager.query<MovedRide[]>(
    `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${alias.rideId} AS linkedToRideId
       FROM ${tableOf(EntityMove)} m
       JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${move.rideId} AND ${ride.parkId} = ${move.toParkId}
       LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
      WHERE ${move.decisionId} = ? AND ${move.cause} = 'DECISION' ORDER BY ${ride.rideId}`,
    [decisionId],
  );
}
