import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../common/domain-error.js';
import { ParkNotFoundError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { pairRides } from '../id-matching/pair-rides.js';
import type { LinkOrigin } from '../mappings/mapping.service.js';
import { PairableRideRepository } from '../proposals/pairable-ride.sql.js';
import { EntityMoveRepository } from '../registry/entity-moves.repository.js';
import { EntityMoves, RideDays } from '../registry/entity-changes.service.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { type DecidablePark, type Decider, DecisionConflictError, type DecisionRecord } from './decision.js';
import { DecisionRepository } from './decision.repository.js';
import { alreadyUndone, conflictWith, RideDecisions } from './ride-decisions.js';

/**
 * Merges one park into another: moves its rides there, and links each to its counterpart. A ride without a counterpart
 * continues as a ride of the other park.
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

  /** Moves those rides back that are still in the park to which the decision moved them. */
  async separate(manager: EntityManager, from: DecidablePark, to: DecidablePark, decisionId: number): Promise<void> {
    for (const { rideId } of await this.moved.findMovedBy(decisionId, manager)) {
      await this.moves.moveRide(manager, rideId, to, from, { cause: 'UNDO', decisionId });
    }
  }

  /** A ride to which others are linked, or with another decision, is left unchanged and has no counterpart. */
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

/** Decisions about whole parks. Always in the caller's transaction. */
@Injectable()
export class ParkDecisions {
  constructor(
    private readonly repository: DecisionRepository,
    private readonly registry: RegistryRepository,
    private readonly rides: RideDecisions,
    private readonly samePark: SamePark,
    private readonly days: RideDays,
    private readonly clock: Clock,
  ) {}

  /** Excludes a park and its rides from statistics and lists. @throws ParkNotFoundError, DecisionConflictError */
  async exclude(manager: EntityManager, parkId: number, origin: LinkOrigin): Promise<number> {
    const park = await this.lockFree(manager, parkId);
    const decisionId = await this.insert(manager, 'EXCLUDED', park, null, origin);
    await this.invalidate(manager, park);
    return decisionId;
  }

  /** Merges a park into another park of its destination. @throws ParkNotFoundError, DecisionConflictError */
  async sameAs(manager: EntityManager, parkId: number, targetParkId: number, origin: LinkOrigin): Promise<number> {
    const park = await this.lockFree(manager, parkId);
    const target = await this.park(manager, targetParkId);
    if (target.parkId === parkId) throw new DecisionConflictError('A park cannot be merged into itself', { parkId });
    if (target.destinationId !== park.destinationId) {
      throw new DecisionConflictError(`Park ${parkId} and park ${targetParkId} belong to different destinations`);
    }
    const unnamed = [park, target].find(({ themeparksWikiId }) => themeparksWikiId === null);
    if (unnamed)
      throw new DecisionConflictError(
        `Park ${unnamed.parkId} is a placeholder for rides that are not assigned to a park`,
      );
    const ofTarget = await this.repository.findActiveOfPark(manager, targetParkId);
    if (ofTarget !== null) throw conflictWith(ofTarget, `park ${targetParkId}`);
    const [other] = await this.repository.findActiveWithTargetPark(manager, parkId);
    if (other !== undefined) throw conflictWith(other, `park ${other.parkId}, which counts as park ${parkId}`);
    const decisionId = await this.insert(manager, 'SAME_AS', park, targetParkId, origin);
    await this.samePark.unite(manager, park, target, { ...origin, parentDecisionId: decisionId });
    return decisionId;
  }

  async undo(manager: EntityManager, decision: DecisionRecord, decider: Decider): Promise<void> {
    const park = await this.park(manager, decision.parkId!);
    await this.registry.lockDestination(manager, park.destinationId);
    const undone = { at: this.clock.now(), by: decider.decidedBy, note: decider.note };
    if (!(await this.repository.markUndone(manager, decision.decisionId, undone))) throw alreadyUndone(decision);
    if (decision.kind === 'EXCLUDED') return this.invalidate(manager, park);
    for (const child of await this.repository.findChildren(decision.decisionId, manager)) {
      if (child.undoneAt === null) await this.rides.undo(manager, child, decider);
    }
    const target = await this.park(manager, decision.targetParkId!);
    await this.samePark.separate(manager, park, target, decision.decisionId);
  }

  private async lockFree(manager: EntityManager, parkId: number): Promise<DecidablePark> {
    const { destinationId } = await this.park(manager, parkId);
    await this.registry.lockDestination(manager, destinationId);
    const active = await this.repository.findActiveOfPark(manager, parkId);
    if (active !== null) throw conflictWith(active, `park ${parkId}`);
    return this.park(manager, parkId);
  }

  private async insert(
    manager: EntityManager,
    kind: 'EXCLUDED' | 'SAME_AS',
    { parkId }: DecidablePark,
    targetParkId: number | null,
    origin: LinkOrigin,
  ): Promise<number> {
    const what = { kind, rideId: null, parkId, targetRideId: null, targetParkId, queueType: null };
    return this.repository.insert(manager, { ...what, ...origin, decidedAt: this.clock.now() });
  }

  private async invalidate(manager: EntityManager, park: DecidablePark): Promise<void> {
    for (const rideId of await this.registry.findRideIds(park.parkId, manager)) {
      await this.days.invalidate(manager, rideId, [park], 'DECISION');
    }
  }

  private async park(manager: EntityManager, parkId: number): Promise<DecidablePark> {
    const park = await this.repository.findPark(manager, parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }
}
