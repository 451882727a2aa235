import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MappingLinker } from '../mappings/mapping-linker.js';
import { MappingRepository } from '../mappings/mapping.repository.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { findIdChanges, type IdChange } from './find-rekeyed.js';
import type { KnownRide } from './known-catalog.js';
import type { ListedRide } from './ride-changes.js';

/** Finds rides that go on under another UUID, and links them: the observations of each UUID stay under its own ride. */
@Injectable()
export class RekeyLinker {
  constructor(
    private readonly linker: MappingLinker,
    private readonly mappings: MappingRepository,
    private readonly registry: RegistryRepository,
  ) {}

  /** Park by park: names are compared within one only. */
  async find(manager: EntityManager, rides: readonly KnownRide[], listed: readonly ListedRide[]): Promise<IdChange[]> {
    const parkIds = new Set(rides.filter(({ isHeldApart }) => isHeldApart).map(({ parkId }) => parkId));
    const found: IdChange[] = [];
    for (const parkId of parkIds) {
      const candidates = await this.registry.findCandidates(manager, parkId);
      found.push(...findIdChanges(parkId, rides, listed, candidates));
    }
    return found;
  }

  async link(manager: EntityManager, { ride, continues, decision }: IdChange, decidedAt: Date): Promise<void> {
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
