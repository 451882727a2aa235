import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RideNotFoundError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { MappableRide } from '../mappings/mapping.js';
import { MappingRepository } from '../mappings/mapping.repository.js';
import { type LinkOrigin, MappingService } from '../mappings/mapping.service.js';
import { RideDays } from '../registry/entity-changes.service.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { type Decider, DecisionConflictError, type DecisionRecord, type NewDecision } from './decision.js';
import { DecisionRepository } from './decision.repository.js';

/** Decisions about single rides. Always in the caller's transaction. Observations never change. */
@Injectable()
export class RideDecisions {
  constructor(
    private readonly repository: DecisionRepository,
    private readonly mappings: MappingService,
    private readonly rides: MappingRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly clock: Clock,
  ) {}

  /** Excludes a ride from statistics and lists. @throws RideNotFoundError, DecisionConflictError */
  async exclude(manager: EntityManager, rideId: number, origin: LinkOrigin): Promise<number> {
    const ride = await this.lockFree(manager, rideId);
    return this.decide(manager, ride, { kind: 'EXCLUDED', targetRideId: null, queueType: null }, origin);
  }

  /** Declares a ride to be a queue of another ride. @throws RideNotFoundError, DecisionConflictError */
  async queueOf(
    manager: EntityManager,
    rideId: number,
    target: { rideId: number; queueType: QueueType },
    origin: LinkOrigin,
  ): Promise<number> {
    const ride = await this.lockFree(manager, rideId);
    const requested = await this.ride(manager, target.rideId);
    const ofRide = requested.linkedToRideId === null ? requested : await this.ride(manager, requested.linkedToRideId);
    if (ofRide.rideId === rideId) throw new DecisionConflictError('A ride cannot be a queue of itself', { rideId });
    if (ofRide.destinationId !== ride.destinationId) {
      throw new DecisionConflictError(`Ride ${rideId} and ride ${ofRide.rideId} belong to different destinations`);
    }
    const ofTarget = await this.repository.findActiveOfRide(manager, ofRide.rideId);
    if (ofTarget !== null) throw conflictWith(ofTarget, `ride ${ofRide.rideId}`);
    const linked = await this.rides.findLinkedTo(manager, rideId);
    const own = await this.repository.findActiveQueueOf(manager, [rideId, ...linked]);
    if (own !== null) throw conflictWith(own, `ride ${own.rideId}, a queue of ride ${rideId}`);
    const what = { kind: 'QUEUE_OF', targetRideId: ofRide.rideId, queueType: target.queueType } as const;
    return this.decide(manager, ride, what, origin);
  }

  /** Links a ride to another one. @throws RideNotFoundError, MappingConflictError, DecisionConflictError */
  async sameAs(manager: EntityManager, rideId: number, targetRideId: number, origin: LinkOrigin): Promise<number> {
    const { themeparksWikiId, destinationId } = await this.ride(manager, rideId);
    if (themeparksWikiId === null)
      throw new DecisionConflictError(`Ride ${rideId} cannot be linked because it has no UUID`);
    await this.registry.lockDestination(manager, destinationId);
    const active = await this.repository.findActiveOfRide(manager, rideId);
    if (active?.kind === 'SAME_AS' && active.targetRideId !== targetRideId)
      throw conflictWith(active, `ride ${rideId}`);
    await this.mappings.mapWithin(manager, themeparksWikiId, targetRideId, origin);
    return (await this.repository.findActiveOfRide(manager, rideId))!.decisionId;
  }

  async undo(manager: EntityManager, decision: DecisionRecord, { note, decidedBy }: Decider): Promise<void> {
    const ride = await this.ride(manager, decision.rideId!);
    await this.registry.lockDestination(manager, ride.destinationId);
    const undone = { at: this.clock.now(), by: decidedBy, note };
    if (!(await this.repository.markUndone(manager, decision.decisionId, undone))) throw alreadyUndone(decision);
    if (decision.kind === 'SAME_AS') await this.mappings.undoWithin(manager, ride.themeparksWikiId!);
    else await this.invalidate(manager, ride);
  }

  /** Locks the destination of a ride and checks that the ride has neither a link nor a decision. */
  private async lockFree(manager: EntityManager, rideId: number): Promise<MappableRide> {
    const requested = await this.ride(manager, rideId);
    await this.registry.lockDestination(manager, requested.destinationId);
    const ride = await this.ride(manager, rideId);
    const active = await this.repository.findActiveOfRide(manager, rideId);
    if (active !== null) throw conflictWith(active, `ride ${rideId}`);
    if (ride.linkedToRideId !== null) {
      const why = `Ride ${rideId} counts as ride ${ride.linkedToRideId}: decide about that ride, or undo the mapping first`;
      throw new DecisionConflictError(why, { rideId, linkedToRideId: ride.linkedToRideId });
    }
    return ride;
  }

  private async decide(
    manager: EntityManager,
    ride: MappableRide,
    what: Pick<NewDecision, 'kind' | 'targetRideId' | 'queueType'>,
    origin: LinkOrigin,
  ): Promise<number> {
    const target = { rideId: ride.rideId, parkId: null, targetParkId: null, decidedAt: this.clock.now() };
    const decisionId = await this.repository.insert(manager, { ...target, ...what, ...origin });
    await this.invalidate(manager, ride);
    return decisionId;
  }

  /** Invalidates the days of the ride and of the rides linked to it. */
  private async invalidate(manager: EntityManager, ride: MappableRide): Promise<void> {
    const linked = await this.rides.findLinkedTo(manager, ride.rideId);
    for (const rideId of [ride.rideId, ...linked]) await this.days.invalidate(manager, rideId, [ride], 'DECISION');
  }

  private async ride(manager: EntityManager, rideId: number): Promise<MappableRide> {
    const ride = await this.rides.findRide(manager, rideId);
    if (ride === null) throw new RideNotFoundError(rideId);
    return ride;
  }
}

export function conflictWith({ decisionId, kind }: DecisionRecord, target: string): DecisionConflictError {
  const why = `Decision ${decisionId} (${kind}) is active for ${target}: undo it first`;
  return new DecisionConflictError(why, { decisionId, kind });
}

export const alreadyUndone = ({ decisionId }: DecisionRecord): DecisionConflictError =>
  new DecisionConflictError(`Decision ${decisionId} was already undone`, { decisionId });
