import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { cutText } from '../../../common/text.js';
import { Clock } from '../../../common/time/clock.js';
import { NO_DECIDER } from '../decisions/decision.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import { MappingService } from '../mappings/mapping.service.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { RideDays } from '../registry/entity-changes.service.js';
import { countsForPark } from '../entity-types.js';
import type { NewOwnPark, NewOwnRide, OwnPark, OwnRide } from './own-ride.js';
import { OwnRideRepository } from './own-rides.sql.js';

export type { NewOwnPark, NewOwnRide, OwnPark, OwnRide };

/** Registers rides of a catalogue of one's own, with or without a UUID. Always in the caller's transaction. */
@Injectable()
export class OwnRides {
  constructor(
    private readonly repository: OwnRideRepository,
    private readonly registry: RegistryRepository,
    private readonly mappings: MappingService,
    private readonly rideDays: RideDays,
    private readonly clock: Clock,
  ) {}

  async findParks(manager: EntityManager): Promise<OwnPark[]> {
    return this.repository.findParks(manager);
  }

  /** Locks the destinations against other registrations, and reads their rides. */
  async lockRides(
    manager: EntityManager,
    wanted: { destinationIds: readonly number[]; uuids: readonly string[]; source: string },
  ): Promise<OwnRide[]> {
    for (const destinationId of [...wanted.destinationIds].sort((one, other) => one - other)) {
      await this.registry.lockDestination(manager, destinationId);
    }
    return this.repository.findRides(manager, wanted);
  }

  /** The destination is created if it is unknown. */
  async createPark(
    manager: EntityManager,
    park: Omit<NewOwnPark, 'destinationId'>,
    destination: string,
  ): Promise<void> {
    const destinationId = await this.registry.ensureDestination(destination, manager);
    await this.registry.insertPark(manager, { ...park, destinationId, slug: null });
  }

  /** @returns the id of the ride */
  async create(manager: EntityManager, ride: NewOwnRide): Promise<number> {
    const normalizedName = cutText(normaliseName(ride.name), 255);
    return this.registry.insertRide(manager, { ...ride, normalizedName, firstSeenAt: null, lastSeenAt: null });
  }

  async rename(manager: EntityManager, rideId: number, name: string): Promise<void> {
    await this.registry.renameRide(manager, rideId, name, cutText(normaliseName(name), 255));
  }

  /** Sets the type of a ride without one. */
  async setType(
    manager: EntityManager,
    { rideId, parkId }: Pick<OwnRide, 'rideId' | 'parkId'>,
    entityType: NonNullable<OwnRide['entityType']>,
    timezone: string | null,
  ): Promise<void> {
    await this.registry.setEntityTypeIfUnknown(manager, rideId, entityType);
    if (!countsForPark(entityType)) await this.rideDays.invalidate(manager, rideId, [{ parkId, timezone }], 'TYPE');
  }

  /** The UUID must not belong to another ride, and the ride must have none. */
  async setUuid(manager: EntityManager, rideId: number, themeparksWikiId: string): Promise<void> {
    await this.repository.setUuid(manager, rideId, themeparksWikiId);
  }

  /**
   * Links the UUID's own ride to this one, as a mapping by hand does.
   * @throws MappingConflictError
   */
  async link(manager: EntityManager, rideId: number, themeparksWikiId: string): Promise<void> {
    const origin = { ...NO_DECIDER, parentDecisionId: null, proposalId: null };
    await this.mappings.mapWithin(manager, themeparksWikiId, rideId, origin);
  }

  async recordIds(
    manager: EntityManager,
    ids: readonly { rideId: number; source: string; externalId: string }[],
  ): Promise<void> {
    const recordedAt = this.clock.now();
    await this.repository.insertIds(
      manager,
      ids.map((id) => ({ ...id, recordedAt })),
    );
  }
}
