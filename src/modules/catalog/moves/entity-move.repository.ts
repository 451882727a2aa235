import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface MoveCause {
  cause: 'CATALOGUE' | 'DECISION' | 'UNDO';
  /** The decision that moved it; null: none. */
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

/** SQL on entity_moves; always in the caller's transaction. */
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

  /** All rides of a park but its own entry. */
  async findRidesToMove(manager: EntityManager, parkId: number): Promise<number[]> {
    const rows = await manager.query<{ rideId: number }[]>(
      `SELECT ride_id AS rideId FROM rides
        WHERE park_id = ? AND (entity_type IS NULL OR entity_type NOT IN ('PARK', 'DESTINATION')) ORDER BY ride_id`,
      [parkId],
    );
    return rows.map(({ rideId }) => rideId);
  }

  /** Rides that a decision has moved, and that are where it put them. */
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
