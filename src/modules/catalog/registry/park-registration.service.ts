import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { countsForPark } from '../entity-types.js';
import { RideDays } from './entity-changes.service.js';
import { nameOfPark, type ObservedEntity, type RegisteredEntity } from './observed-entity.js';
import { type KnownPark, RegistryRepository } from './registry.repository.js';

/** The parks of entities that are registered, in the transaction of the registry. */
@Injectable()
export class ParkRegistration {
  constructor(
    private readonly repository: RegistryRepository,
    private readonly rideDays: RideDays,
  ) {}

  /** The parks that entities name, by UUID; unknown ones are created. */
  async ensure(
    manager: EntityManager,
    destinationId: number,
    entities: readonly ObservedEntity[],
  ): Promise<Map<string, KnownPark>> {
    const assigned = entities.filter(({ parkId }) => parkId !== null);
    const ids = [...new Set(assigned.map(({ parkId }) => parkId!))];
    const parks = new Map(
      (await this.repository.findParks(ids, manager)).map((park) => [park.themeparksWikiId!, park]),
    );
    for (const id of ids) {
      const members = assigned.filter(({ parkId }) => parkId === id);
      const timezone = members.find((entity) => entity.timezone !== null)?.timezone ?? null;
      const slug = members.find(({ parkSlug }) => parkSlug !== null)?.parkSlug ?? null;
      const known = parks.get(id);
      if (known === undefined) {
        const name = nameOfPark(members, slug, id);
        const park = { destinationId, themeparksWikiId: id, timezone, slug, name };
        parks.set(id, await this.repository.insertPark(manager, park));
      }
    }
    return parks;
  }

  /** The placeholder park of a destination for entities whose park is not known. */
  async ensureUnassigned(manager: EntityManager, destinationId: number, entity: ObservedEntity): Promise<KnownPark> {
    return (
      (await this.repository.findUnassignedPark(manager, destinationId)) ??
      (await this.repository.insertPark(manager, {
        destinationId,
        themeparksWikiId: null,
        timezone: entity.timezone,
        slug: null,
        name: 'Park not known',
      }))
    );
  }

  /** Assigns rides to their park as soon as a source reports it, and fills in missing types and time zones. */
  async complete(
    manager: EntityManager,
    entities: readonly ObservedEntity[],
    registered: ReadonlyMap<string, RegisteredEntity>,
    parks: ReadonlyMap<string, KnownPark>,
  ): Promise<void> {
    for (const entity of entities) {
      const ride = registered.get(entity.themeparksWikiId)!;
      const assignedPark = entity.parkId === null ? null : parks.get(entity.parkId)!;
      if (ride.parkUnknown && assignedPark !== null) {
        await this.repository.moveRideToPark(manager, ride.rideId, assignedPark.parkId);
        const days = [ride, { ...assignedPark, timezone: assignedPark.timezone ?? entity.timezone }];
        await this.rideDays.invalidate(manager, ride.rideId, days, 'PARK_FOUND');
      }
      if (ride.entityType === null && entity.entityType) {
        await this.repository.setEntityTypeIfUnknown(manager, ride.rideId, entity.entityType);
        if (!countsForPark(entity.entityType)) await this.rideDays.invalidate(manager, ride.rideId, [ride], 'TYPE');
      }
      const park = assignedPark ?? ride;
      if (park.timezone === null && entity.timezone !== null) {
        await this.setTimezone(manager, park.parkId, entity.timezone);
      }
    }
  }

  /** Days that were computed without a time zone are invalidated. */
  private async setTimezone(manager: EntityManager, parkId: number, timezone: string): Promise<void> {
    if (!(await this.repository.setTimezoneIfUnknown(manager, parkId, timezone))) return;
    const calendars = [null, timezone].map((zone) => ({ parkId, timezone: zone }));
    for (const rideId of await this.repository.findRideIds(parkId, manager)) {
      await this.rideDays.invalidate(manager, rideId, calendars, 'TIMEZONE');
    }
  }
}
