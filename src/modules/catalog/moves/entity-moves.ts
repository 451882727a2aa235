import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../common/time/clock.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { RideDays } from '../ride-days.js';
import { EntityMoveRepository, type MoveCause } from './entity-move.repository.js';

/** A park as the place of rides. */
export interface Place {
  parkId: number;
  destinationId: number;
  timezone: string | null;
}

/** Moves rides between parks, and parks between destinations. Each keeps one history; when it moved is recorded. */
@Injectable()
export class EntityMoves {
  constructor(
    private readonly repository: EntityMoveRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly clock: Clock,
  ) {}

  async moveRide(manager: EntityManager, rideId: number, from: Place, to: Place, cause: MoveCause): Promise<void> {
    await this.registry.moveRideToPark(manager, rideId, to.parkId);
    await this.repository.insert(manager, {
      ...cause,
      rideId,
      parkId: null,
      fromParkId: from.parkId,
      toParkId: to.parkId,
      fromDestinationId: from.destinationId,
      toDestinationId: to.destinationId,
      movedAt: this.clock.now(),
    });
    await this.days.invalidate(manager, rideId, [from, to], 'PARK_FOUND');
  }

  /** The park's row is changed by the caller. */
  async recordParkMove(
    manager: EntityManager,
    parkId: number,
    fromDestinationId: number,
    toDestinationId: number,
  ): Promise<void> {
    await this.repository.insert(manager, {
      cause: 'CATALOGUE',
      decisionId: null,
      rideId: null,
      parkId,
      fromParkId: null,
      toParkId: null,
      fromDestinationId,
      toDestinationId,
      movedAt: this.clock.now(),
    });
  }
}
