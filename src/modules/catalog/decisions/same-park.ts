import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { LinkOrigin } from '../mappings/mapping.service.js';
import { EntityMoveRepository } from '../moves/entity-move.repository.js';
import { EntityMoves } from '../moves/entity-moves.js';
import { pairRides } from '../pairing/pair-rides.js';
import { PairableRideRepository } from '../pairing/pairable-ride.repository.js';
import type { DecidablePark } from './decision-record.js';
import { RideDecisions } from './ride-decisions.js';

/**
 * Puts the rides of one park into another one that is the same park: each is linked to its partner there, and all move.
 * A ride without a partner goes on as a ride of the other park.
 */
@Injectable()
export class SamePark {
  constructor(
    private readonly pairable: PairableRideRepository,
    private readonly rides: RideDecisions,
    private readonly moved: EntityMoveRepository,
    private readonly moves: EntityMoves,
  ) {}

  async unite(manager: EntityManager, from: DecidablePark, to: DecidablePark, origin: LinkOrigin): Promise<void> {
    const decisionId = origin.parentDecisionId!;
    const own = await this.pairable.findOfPark(manager, from.parkId);
    const { pairs } = pairRides(own, await this.pairable.findOfPark(manager, to.parkId));
    for (const { former, current, strength } of pairs) {
      if (strength === 'STRONG') await this.linkIfPossible(manager, former.rideId, current.rideId, origin);
    }
    const rideIds = await this.moved.findRidesToMove(manager, from.parkId);
    for (const rideId of rideIds) {
      await this.moves.moveRide(manager, rideId, from, to, { cause: 'DECISION', decisionId });
    }
  }

  /** Takes the rides back that are still where the decision has put them. */
  async separate(manager: EntityManager, from: DecidablePark, to: DecidablePark, decisionId: number): Promise<void> {
    for (const { rideId } of await this.moved.findMovedBy(manager, decisionId)) {
      await this.moves.moveRide(manager, rideId, to, from, { cause: 'UNDO', decisionId });
    }
  }

  /** A ride that stands for others, or about which something else was decided, keeps that: it stays without a partner. */
  private async linkIfPossible(
    manager: EntityManager,
    rideId: number,
    targetRideId: number,
    origin: LinkOrigin,
  ): Promise<void> {
    try {
      await this.rides.sameAs(manager, rideId, targetRideId, origin);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
