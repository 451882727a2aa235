import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, Not, type Repository } from 'typeorm';
import { EntityMove } from '../entities/catalog-decision.entity.js';
import { Ride } from '../entities/ride.entity.js';
import { type MovedRide, selectMovedRides } from './entity-changes.sql.js';

/** `decisionId`: the decision that caused the move; null: none. */
export type MoveCause = Pick<EntityMove, 'cause' | 'decisionId'>;

export type NewMove = Omit<EntityMove, 'moveId'>;

/** Rows of entity_moves, and the rides that move. */
@Injectable()
export class EntityMoveRepository {
  constructor(
    @InjectRepository(EntityMove) private readonly moves: Repository<EntityMove>,
    @InjectRepository(Ride) private readonly rides: Repository<Ride>,
  ) {}

  async insert(manager: EntityManager, move: NewMove): Promise<void> {
    await manager.withRepository(this.moves).insert(move);
  }

  /** All rides of a park, without the entry of the park itself. */
  async findRidesToMove(manager: EntityManager, parkId: number): Promise<number[]> {
    const rides = await manager.withRepository(this.rides).find({
      select: { rideId: true },
      where: [
        { parkId, entityType: IsNull() },
        { parkId, entityType: Not(In(['PARK', 'DESTINATION'])) },
      ],
      order: { rideId: 'ASC' },
    });
    return rides.map(({ rideId }) => rideId);
  }

  /** Rides that a decision moved and that are still in the target park. */
  async findMovedBy(decisionId: number, manager: EntityManager = this.moves.manager): Promise<MovedRide[]> {
    return selectMovedRides(manager, decisionId);
  }
}
