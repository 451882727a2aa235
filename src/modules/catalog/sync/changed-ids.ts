import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CandidateRide, MatchDecision } from '../id-matching/match-types.js';
import { matchEntities } from '../id-matching/name-matcher.js';
import { MappingLinker } from '../mappings/mapping-linker.js';
import { MappingRepository } from '../mappings/mapping.repository.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { type KnownRide, type ListedRide, presentRideIds } from './catalog-comparison.js';

export interface ChangedId {
  /** The ride under the new UUID. */
  ride: KnownRide;
  /** The ride that it continues, whose UUIDs have all vanished. */
  continues: KnownRide;
  decision: MatchDecision;
}

/**
 * Finds listed rides of a park that, by their names, continue rides whose UUID vanished from the catalogue. Only rides
 * that were kept separate because of that UUID are considered, so a link that a person undid stays undone.
 * @param rides all rides of the destination: a ride may be listed under a linked UUID of another park
 * @param candidates the park's rides under all their names
 */
function findChangedIds(
  parkId: number,
  rides: readonly KnownRide[],
  listed: readonly ListedRide[],
  candidates: readonly CandidateRide[],
): ChangedId[] {
  const listedIds = new Set(listed.map(({ themeparksWikiId }) => themeparksWikiId));
  const present = presentRideIds(rides, listedIds);
  const linkTargets = new Set(rides.map(({ linkedToRideId }) => linkedToRideId));
  const byId = new Map(rides.map((ride) => [ride.rideId, ride]));
  const newcomers = listed.flatMap((entity) => {
    const ride = rides.find(({ themeparksWikiId }) => themeparksWikiId === entity.themeparksWikiId);
    const isFree =
      ride?.isHeldApart === true &&
      ride.parkId === parkId &&
      ride.linkedToRideId === null &&
      !linkTargets.has(ride.rideId);
    return isFree ? [{ entity, ride }] : [];
  });
  const newcomerIds = new Set(newcomers.map(({ ride }) => ride.rideId));
  const isRemoved = (ride: KnownRide) =>
    ride.themeparksWikiId !== null && ride.linkedToRideId === null && !present.has(ride.rideId);
  const missing = new Set(rides.filter(isRemoved).map(({ rideId }) => rideId));
  const decisions = matchEntities(
    newcomers.map(({ entity, ride }) => ({
      themeparksWikiId: entity.themeparksWikiId,
      names: [entity.name ?? ride.name],
      isShow: entity.entityType === 'SHOW',
    })),
    candidates
      .filter(({ rideId }) => !newcomerIds.has(rideId))
      .map((candidate) => ({ ...candidate, hasUuid: candidate.hasUuid && !missing.has(candidate.rideId) })),
  );
  const rideOf = new Map(newcomers.map(({ ride }) => [ride.themeparksWikiId!, ride]));
  return decisions.flatMap((decision) => {
    const continues = decision.rideId === null ? undefined : byId.get(decision.rideId);
    const ride = rideOf.get(decision.themeparksWikiId);
    return continues && ride ? [{ ride, continues, decision }] : [];
  });
}

/** Finds rides that continue under another UUID, and links them. Observations of each UUID stay under its own ride. */
@Injectable()
export class ChangedIdLinker {
  constructor(
    private readonly linker: MappingLinker,
    private readonly mappings: MappingRepository,
    private readonly registry: RegistryRepository,
  ) {}

  /** Compares names only within each park. */
  async find(manager: EntityManager, rides: readonly KnownRide[], listed: readonly ListedRide[]): Promise<ChangedId[]> {
    const parkIds = new Set(rides.filter(({ isHeldApart }) => isHeldApart).map(({ parkId }) => parkId));
    const found: ChangedId[] = [];
    for (const parkId of parkIds) {
      const candidates = await this.registry.findCandidates(manager, parkId);
      found.push(...findChangedIds(parkId, rides, listed, candidates));
    }
    return found;
  }

  async link(manager: EntityManager, { ride, continues, decision }: ChangedId, decidedAt: Date): Promise<void> {
    const themeparksWikiId = ride.themeparksWikiId!;
    const own = (await this.mappings.findRide(manager, ride.rideId))!;
    const target = (await this.mappings.findRide(manager, continues.rideId))!;
    await this.linker.link(manager, themeparksWikiId, own, target, decidedAt);
    await this.mappings.undoDecisions(manager, themeparksWikiId, decidedAt);
    await this.registry.insertMapping(manager, {
      themeparksWikiId,
      rideId: target.rideId,
      method: decision.method,
      score: decision.score,
      reason: 'ID_CHANGED',
      archiveName: decision.archiveName,
      matchedName: decision.matchedName,
      importId: null,
      decidedAt,
    });
  }
}
