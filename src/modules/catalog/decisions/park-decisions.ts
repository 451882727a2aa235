import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../common/time/clock.js';
import { ParkNotFoundError } from '../catalog-errors.js';
import type { LinkOrigin } from '../mappings/mapping.service.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { RideDays } from '../ride-days.js';
import { DecisionConflictError } from './decision-errors.js';
import type { DecidablePark, Decider, DecisionRecord } from './decision-record.js';
import { DecisionRepository } from './decision.repository.js';
import { alreadyUndone, conflictWith, RideDecisions } from './ride-decisions.js';
import { SamePark } from './same-park.js';

/** Decisions about whole parks; always in the caller's transaction. */
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

  /** The park and its rides are in no statistics and no list. @throws ParkNotFoundError, DecisionConflictError */
  async exclude(manager: EntityManager, parkId: number, origin: LinkOrigin): Promise<number> {
    const park = await this.lockFree(manager, parkId);
    const decisionId = await this.insert(manager, 'EXCLUDED', park, null, origin);
    await this.invalidate(manager, park);
    return decisionId;
  }

  /** The park is another park of its destination. @throws ParkNotFoundError, DecisionConflictError */
  async sameAs(manager: EntityManager, parkId: number, targetParkId: number, origin: LinkOrigin): Promise<number> {
    const park = await this.lockFree(manager, parkId);
    const target = await this.park(manager, targetParkId);
    if (target.parkId === parkId) throw new DecisionConflictError('A park is the same as itself', { parkId });
    if (target.destinationId !== park.destinationId) {
      throw new DecisionConflictError(`Park ${parkId} and park ${targetParkId} belong to different destinations`);
    }
    const unnamed = [park, target].find(({ themeparksWikiId }) => themeparksWikiId === null);
    if (unnamed) throw new DecisionConflictError(`Park ${unnamed.parkId} only holds rides whose park is not known`);
    const ofTarget = await this.repository.findActiveOfPark(manager, targetParkId);
    if (ofTarget !== null) throw conflictWith(ofTarget, `park ${targetParkId}`);
    const [other] = await this.repository.findActiveWithTarget(manager, { parkId });
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
    for (const child of await this.repository.findChildren(manager, decision.decisionId)) {
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
    for (const rideId of await this.registry.findRideIds(manager, park.parkId)) {
      await this.days.invalidate(manager, rideId, [park], 'DECISION');
    }
  }

  private async park(manager: EntityManager, parkId: number): Promise<DecidablePark> {
    const park = await this.repository.findPark(manager, parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }
}
