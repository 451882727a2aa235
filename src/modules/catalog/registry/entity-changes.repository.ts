import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';

/** SQL on whether the catalogue lists rides. Always in the caller's transaction. */
@Injectable()
export class RideActivityRepository {
  /** Only rides whose flag changes get a row in the history. */
  async set(manager: EntityManager, rideIds: readonly number[], isActive: boolean, at: Date): Promise<void> {
    if (rideIds.length === 0) return;
    const flag = isActive ? 1 : 0;
    await manager.query(
      `INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed)
       SELECT ride_id, ?, ? FROM rides WHERE ride_id IN (?) AND is_active <> ?
       ON DUPLICATE KEY UPDATE is_listed = VALUES(is_listed)`,
      [at, flag, rideIds, flag],
    );
    await manager.query('UPDATE rides SET is_active = ? WHERE ride_id IN (?)', [flag, rideIds]);
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
    const [observed] = await manager.query<{ firstMs: number | null; lastMs: number | null }[]>(
      `SELECT ${millisecondsSql('MIN(observed.first_at)')} AS firstMs, ${millisecondsSql('MAX(observed.last_at)')} AS lastMs FROM (
         SELECT first_seen_at AS first_at, last_seen_at AS last_at FROM rides WHERE ride_id = ?
         UNION ALL SELECT first_seen_at, last_seen_at FROM ride_names WHERE ride_id = ?
         UNION ALL SELECT recorded_at, COALESCE(last_confirmed_at, recorded_at) FROM ride_current WHERE ride_id = ?) observed`,
      [rideId, rideId, rideId],
    );
    const { firstMs = null, lastMs = null } = observed ?? {};
    return firstMs === null || lastMs === null ? null : { firstMs: Number(firstMs), lastMs: Number(lastMs) };
  }
}

export interface MoveCause {
  cause: 'CATALOGUE' | 'DECISION' | 'UNDO';
  /** The decision that caused the move; null: none. */
  decisionId: number | null;
}

export interface NewMove extends MoveCause {
  rideId: number | null;
  parkId: number | null;
  fromParkId: number | null;
  toParkId: number | null;
  fromDestinationId: number;
  toDestinationId: number;
  movedAt: Date;
}

/** SQL on entity_moves. Always in the caller's transaction. */
@Injectable()
export class EntityMoveRepository {
  async insert(manager: EntityManager, move: NewMove): Promise<void> {
    await manager.query(
      `INSERT INTO entity_moves (ride_id, park_id, from_park_id, to_park_id, from_destination_id, to_destination_id,
         cause, decision_id, moved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        move.rideId,
        move.parkId,
        move.fromParkId,
        move.toParkId,
        move.fromDestinationId,
        move.toDestinationId,
        move.cause,
        move.decisionId,
        move.movedAt,
      ],
    );
  }

  /** All rides of a park, without the entry of the park itself. */
  async findRidesToMove(manager: EntityManager, parkId: number): Promise<number[]> {
    const rows = await manager.query<{ rideId: number }[]>(
      `SELECT ride_id AS rideId FROM rides
        WHERE park_id = ? AND (entity_type IS NULL OR entity_type NOT IN ('PARK', 'DESTINATION')) ORDER BY ride_id`,
      [parkId],
    );
    return rows.map(({ rideId }) => rideId);
  }

  /** Rides that a decision moved and that are still in the target park. */
  async findMovedBy(
    manager: EntityManager,
    decisionId: number,
  ): Promise<{ rideId: number; name: string; linkedToRideId: number | null }[]> {
    return manager.query(
      `SELECT r.ride_id AS rideId, r.name, a.ride_id AS linkedToRideId
         FROM entity_moves m JOIN rides r ON r.ride_id = m.ride_id AND r.park_id = m.to_park_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
        WHERE m.decision_id = ? AND m.cause = 'DECISION' ORDER BY r.ride_id`,
      [decisionId],
    );
  }
}
