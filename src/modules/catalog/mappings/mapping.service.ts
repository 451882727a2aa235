import { Injectable } from '@nestjs/common';
import { noteBefore } from '../../../common/http/access/audit-trail.js';
import type { EntityManager } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { type Decider, type NewDecision, NO_DECIDER } from '../decisions/decision.js';
import { DecisionRepository } from '../decisions/decision.repository.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import type { ManualMapping, MappingProblem, ParsedMappings } from './mapping-csv.js';
import { MappingLinker, MappingTargets } from './mapping-linker.js';
import {
  type ComparedRide,
  KEPT_SEPARATE,
  type MappableRide,
  MappingConflictError,
  type MappingFilter,
  MappingNotFoundError,
  type MappingRecord,
  type MethodCount,
} from './mapping.js';
import { MappingRepository } from './mapping.repository.js';

export interface AppliedMappings {
  applied: number;
  /** Mappings that already existed. */
  unchanged: number;
  /** Number of mapped UUIDs that were never observed: they take effect with a later import. */
  unknownIds: number;
  /** Problems of the file and of its application, ordered by line. */
  problems: MappingProblem[];
}

/** The origin of a link, stored with the decision. */
export type LinkOrigin = Decider & Pick<NewDecision, 'parentDecisionId' | 'proposalId'>;

const BY_MAPPING: LinkOrigin = { ...NO_DECIDER, parentDecisionId: null, proposalId: null };

type Decision = Pick<
  MappingRecord,
  'themeparksWikiId' | 'rideId' | 'method' | 'reason' | 'archiveName' | 'matchedName' | 'decidedAt'
>;

/** Rolls back the transaction of a CSV with invalid lines. */
class InvalidLinesError extends Error {
  constructor(readonly problems: MappingProblem[]) {
    super('The CSV has invalid lines');
  }
}

/**
 * Mappings of UUIDs to rides, decided by a person. Observations always stay under the UUID's own ride: a mapping is a link
 * from that ride to another one, so undoing it restores the previous state.
 */
@Injectable()
export class MappingService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: MappingRepository,
    private readonly registry: RegistryRepository,
    private readonly linker: MappingLinker,
    private readonly targets: MappingTargets,
    private readonly decisions: DecisionRepository,
    private readonly clock: Clock,
  ) {}

  async list(filter: MappingFilter, limit: number, offset: number): Promise<{ data: MappingRecord[]; total: number }> {
    return this.repository.findPage(filter, limit, offset);
  }

  /** The rides that the mappings are about, by id. */
  async compared(mappings: readonly MappingRecord[]): Promise<ReadonlyMap<number, ComparedRide>> {
    const ids = mappings.flatMap(({ rideId, ownRideId, nearestRideId }) => [rideId, ownRideId, nearestRideId]);
    const rideIds = [...new Set(ids)].filter((rideId) => rideId !== null);
    return new Map((await this.repository.findComparedRides(rideIds)).map((ride) => [ride.rideId, ride]));
  }

  async countByMethod(importId: string): Promise<MethodCount[]> {
    return this.repository.countByMethod(importId);
  }

  /**
   * Makes the UUID count as this ride from now on. If the ride is linked itself, its target is used. Idempotent.
   * @throws RideNotFoundError, MappingNotFoundError if the UUID was never observed, MappingConflictError
   */
  async map(themeparksWikiId: string, rideId: number): Promise<MappingRecord> {
    return this.transactions.run(
      async (manager) => (await this.mapUnlessDone(manager, themeparksWikiId, rideId, 'REFUSED')).mapping,
      ONLY_AFTER_CONFLICTS,
    );
  }

  /**
   * Undoes the current mapping: the UUID counts as a separate ride again.
   * @throws MappingNotFoundError, MappingConflictError
   */
  async undo(themeparksWikiId: string): Promise<MappingRecord> {
    return this.transactions.run(async (manager) => {
      noteBefore(await this.repository.findCurrent(manager, themeparksWikiId));
      return this.undoWithin(manager, themeparksWikiId);
    }, ONLY_AFTER_CONFLICTS);
  }

  /**
   * Decides that the UUID is a ride of its own, although another one has a similar name. A mapping of it is undone, and the
   * decision is not listed for review. Idempotent.
   * @throws MappingNotFoundError
   */
  async keepSeparate(themeparksWikiId: string): Promise<MappingRecord> {
    return this.transactions.run(async (manager) => {
      const own = await this.linker.lockOwnRide(manager, themeparksWikiId);
      if (own === null) throw new MappingNotFoundError(themeparksWikiId);
      const current = await this.repository.findCurrent(manager, themeparksWikiId);
      noteBefore(current);
      if (current?.reason === KEPT_SEPARATE) return current;
      const other = own.linkedToRideId === null ? null : await this.unlink(manager, own, own.linkedToRideId);
      return this.decide(manager, {
        ...{ themeparksWikiId, rideId: own.rideId, method: 'MANUAL', reason: KEPT_SEPARATE, archiveName: own.name },
        ...{ matchedName: other?.name ?? current?.matchedName ?? null, decidedAt: this.clock.now() },
      });
    }, ONLY_AFTER_CONFLICTS);
  }

  /** Like `map`, in the caller's transaction. */
  async mapWithin(
    manager: EntityManager,
    themeparksWikiId: string,
    rideId: number,
    origin: LinkOrigin,
  ): Promise<MappingRecord> {
    return (await this.mapUnlessDone(manager, themeparksWikiId, rideId, 'REFUSED', origin)).mapping;
  }

  /** Like `undo`, in the caller's transaction. */
  async undoWithin(manager: EntityManager, themeparksWikiId: string): Promise<MappingRecord> {
    const own = await this.linker.lockOwnRide(manager, themeparksWikiId);
    if (own === null) throw new MappingNotFoundError(themeparksWikiId);
    if (own.linkedToRideId === null) {
      const current = await this.repository.findCurrent(manager, themeparksWikiId);
      if (current?.reason === KEPT_SEPARATE) return this.reopen(manager, own, current.matchedName);
      throw new MappingConflictError(
        themeparksWikiId,
        `${themeparksWikiId} is not mapped to another ride: nothing to undo`,
      );
    }
    const target = await this.unlink(manager, own, own.linkedToRideId);
    return this.reopen(manager, own, target.name);
  }

  /** Applies all mappings of a CSV in one transaction; if any line is invalid, nothing is applied. */
  async applyCsv({ mappings, problems }: ParsedMappings): Promise<AppliedMappings> {
    try {
      return await this.transactions.run(async (manager) => {
        const result = await this.applyLines(manager, mappings);
        result.problems.push(...problems);
        if (result.problems.length > 0) throw new InvalidLinesError(result.problems);
        return result;
      }, ONLY_AFTER_CONFLICTS);
    } catch (error) {
      if (!(error instanceof InvalidLinesError)) throw error;
      const inOrder = error.problems.sort((one, other) => one.line - other.line);
      return { applied: 0, unchanged: 0, unknownIds: 0, problems: inOrder };
    }
  }

  /** @returns the ride to which it was linked */
  private async unlink(manager: EntityManager, own: MappableRide, linkedToRideId: number): Promise<MappableRide> {
    const target = await this.linker.unlink(manager, own, linkedToRideId);
    await this.endDecision(manager, own.rideId, this.clock.now());
    return target;
  }

  /** The ride is separate again, and worth a review if another one has a similar name. */
  private async reopen(manager: EntityManager, own: MappableRide, matchedName: string | null): Promise<MappingRecord> {
    return this.decide(manager, {
      ...{ themeparksWikiId: own.themeparksWikiId!, rideId: own.rideId, method: 'CREATED', reason: 'UNDONE' },
      ...{ archiveName: own.name, matchedName, decidedAt: this.clock.now() },
    });
  }

  /** Continues after an invalid line, so that all of them are reported. */
  private async applyLines(manager: EntityManager, mappings: readonly ManualMapping[]): Promise<AppliedMappings> {
    const result: AppliedMappings = { applied: 0, unchanged: 0, unknownIds: 0, problems: [] };
    for (const { themeparksWikiId, target, line } of mappings) {
      try {
        const rideId = await this.targets.resolve(manager, target);
        if (typeof rideId === 'string') result.problems.push({ line, message: rideId });
        else if ((await this.mapUnlessDone(manager, themeparksWikiId, rideId, 'MADE')).changed) result.applied++;
        else result.unchanged++;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        result.problems.push({ line, message: error.message });
      }
    }
    const uuids = mappings.map(({ themeparksWikiId }) => themeparksWikiId);
    result.unknownIds = await this.repository.countUnobserved(manager, uuids);
    return result;
  }

  private async mapUnlessDone(
    manager: EntityManager,
    themeparksWikiId: string,
    rideId: number,
    unknown: 'MADE' | 'REFUSED',
    origin: LinkOrigin = BY_MAPPING,
  ): Promise<{ mapping: MappingRecord; changed: boolean }> {
    const target = await this.linker.lockTarget(manager, themeparksWikiId, rideId);
    if (unknown === 'REFUSED' && (await this.repository.findRideOfUuid(manager, themeparksWikiId)) === null) {
      throw new MappingNotFoundError(themeparksWikiId);
    }
    const own = await this.linker.ensureOwnRide(manager, themeparksWikiId, target);
    await this.linker.checkLink(manager, themeparksWikiId, own, target);
    await this.checkDecisions(manager, themeparksWikiId, own.rideId);
    await this.checkQueues(manager, themeparksWikiId, own.rideId, target.rideId);
    const isLinked = own.linkedToRideId === target.rideId;
    const current = await this.repository.findCurrent(manager, themeparksWikiId);
    noteBefore(current);
    if (isLinked && current?.method === 'MANUAL') return { mapping: current, changed: false };
    const decidedAt = this.clock.now();
    if (!isLinked) await this.linker.link(manager, themeparksWikiId, own, target, decidedAt);
    await this.linker.activateTarget(manager, own.rideId, target.rideId);
    await this.recordSameAs(manager, own.rideId, target.rideId, { ...origin, decidedAt });
    const mapping = await this.decide(manager, {
      themeparksWikiId,
      rideId: target.rideId,
      method: 'MANUAL',
      reason: 'MANUAL',
      archiveName: own.name,
      matchedName: target.name,
      decidedAt,
    });
    return { mapping, changed: true };
  }

  /** A ride that is excluded, or is a queue of another ride, cannot be linked as well. */
  private async checkDecisions(manager: EntityManager, themeparksWikiId: string, rideId: number): Promise<void> {
    const active = await this.decisions.findActiveOfRide(manager, rideId);
    if (active === null || active.kind === 'SAME_AS') return;
    const { decisionId, kind } = active;
    const why = `Decision ${decisionId} (${kind}) is active for ride ${rideId}: undo it first`;
    throw new MappingConflictError(themeparksWikiId, why, { rideId, decisionId });
  }

  /**
   * A ride with a queue cannot count as a queue. It would be a queue of a queue, or even its own queue.
   * @throws MappingConflictError
   */
  private async checkQueues(
    manager: EntityManager,
    themeparksWikiId: string,
    rideId: number,
    targetRideId: number,
  ): Promise<void> {
    const ofTarget = await this.decisions.findActiveOfRide(manager, targetRideId);
    if (ofTarget?.kind !== 'QUEUE_OF') return;
    const own = await this.decisions.findActiveQueueOf(manager, [rideId]);
    if (own === null) return;
    const { decisionId } = ofTarget;
    const target = `Decision ${decisionId} makes ride ${targetRideId} a queue of ride ${ofTarget.targetRideId!}`;
    const why =
      own.decisionId === decisionId
        ? `${target}: undo it first`
        : `${target}, and decision ${own.decisionId} makes ride ${own.rideId!} a queue of ride ${rideId}: undo one of them first`;
    throw new MappingConflictError(themeparksWikiId, why, { rideId, targetRideId, decisionId });
  }

  /** Records the mapping as a decision, which replaces the active one. */
  private async recordSameAs(
    manager: EntityManager,
    rideId: number,
    targetRideId: number,
    origin: LinkOrigin & { decidedAt: Date },
  ): Promise<void> {
    await this.endDecision(manager, rideId, origin.decidedAt);
    const target = { kind: 'SAME_AS', rideId, targetRideId, parkId: null, targetParkId: null } as const;
    await this.decisions.insert(manager, { ...target, ...origin, queueType: null });
  }

  private async endDecision(manager: EntityManager, rideId: number, at: Date): Promise<void> {
    const active = await this.decisions.findActiveOfRide(manager, rideId);
    if (active !== null) await this.decisions.markUndone(manager, active.decisionId, { at, by: null, note: null });
  }

  /** Records a decision, which replaces the active one. */
  private async decide(manager: EntityManager, decision: Decision): Promise<MappingRecord> {
    const { themeparksWikiId, decidedAt } = decision;
    await this.repository.undoDecisions(manager, themeparksWikiId, decidedAt);
    await this.registry.insertMapping(manager, { ...decision, score: null, importId: null });
    return (await this.repository.findCurrent(manager, themeparksWikiId))!;
  }
}
