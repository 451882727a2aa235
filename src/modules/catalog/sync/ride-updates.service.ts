import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { cutText } from '../../../common/text.js';
import { Clock } from '../../../common/time/clock.js';
import { countsForPark } from '../entity-types.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import { EntityMoves, RideDays } from '../registry/entity-changes.service.js';
import { ObservedDatesRepository } from '../registry/observed-dates.sql.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import type { KnownRide, RideChanges } from './catalog-comparison.js';
import { SyncRepository } from './catalog-sync.repository.js';

const MAX_NAME_LENGTH = 255;

/** Writes changes of rides from the catalogue. Always in the caller's transaction. */
@Injectable()
export class RideUpdates {
  constructor(
    private readonly repository: SyncRepository,
    private readonly registry: RegistryRepository,
    private readonly observedDates: ObservedDatesRepository,
    private readonly days: RideDays,
    private readonly moves: EntityMoves,
    private readonly clock: Clock,
  ) {}

  async apply(manager: EntityManager, { renamed, retyped, moved }: RideChanges): Promise<void> {
    const nowMs = this.clock.now().getTime();
    for (const { ride, name } of renamed) {
      await this.repository.keepName(manager, ride.rideId, new Date(nowMs));
      await this.observedDates.recordNames(manager, [
        { rideId: ride.rideId, name, firstSeenMs: nowMs, lastSeenMs: nowMs },
      ]);
      const normalised = cutText(normaliseName(name), MAX_NAME_LENGTH);
      await this.registry.renameRide(manager, ride.rideId, name, normalised);
    }
    for (const type of new Set(retyped.map(({ entityType }) => entityType))) {
      const ids = retyped.filter(({ entityType }) => entityType === type).map(({ ride }) => ride.rideId);
      await this.repository.setEntityType(manager, ids, type);
    }
    for (const { ride, entityType } of retyped) {
      if (countsForPark(ride.entityType) === countsForPark(entityType)) continue;
      const parks = await this.repository.findParksById(manager, [ride.parkId]);
      await this.days.invalidate(manager, ride.rideId, parks, 'TYPE');
    }
    for (const { ride, parkId } of moved) {
      const parks = await this.repository.findParksById(manager, [ride.parkId, parkId]);
      const [from, to] = [ride.parkId, parkId].map((id) => parks.find((park) => park.parkId === id)!);
      await this.moves.moveRide(manager, ride.rideId, from!, to!, { cause: 'CATALOGUE', decisionId: null });
    }
  }

  async recordNewNames(
    manager: EntityManager,
    rides: readonly KnownRide[],
    createdIds: ReadonlySet<string>,
  ): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const created = rides.filter(({ themeparksWikiId }) => createdIds.has(themeparksWikiId ?? ''));
    const names = created.map(({ rideId, name }) => ({ rideId, name, firstSeenMs: nowMs, lastSeenMs: nowMs }));
    await this.observedDates.recordNames(manager, names);
  }
}
