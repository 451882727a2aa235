import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, Not, type Repository } from 'typeorm';
import { insertRow } from '../../../common/database/insert.js';
import { lockRow } from '../../../common/database/lock-row.js';
import { keepSlug } from '../addresses/address.sql.js';
import { IdMapping } from '../entities/catalog-decision.entity.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideAlias } from '../entities/ride.entity.js';
import type { RideExternalId } from '../entities/ride-external-id.entity.js';
import { insertExternalIds } from '../external-ids.sql.js';
import type { CandidateRide } from '../id-matching/match-types.js';
import {
  insertDestinationIfNew,
  type KnownPark,
  type KnownRide,
  selectCandidates,
  selectKnownRides,
  selectParksByUuid,
} from './registry.sql.js';

export type { KnownPark, KnownRide };

export type KnownDestination = Pick<Destination, 'destinationId' | 'themeparksWikiId' | 'name'>;

export type NewPark = Pick<Park, 'destinationId' | 'themeparksWikiId' | 'name' | 'slug' | 'timezone'> &
  Partial<Pick<Park, 'latitude' | 'longitude'>>;

export type NewRide = Pick<Ride, 'parkId' | 'themeparksWikiId' | 'name' | 'normalizedName' | 'entityType'> &
  Pick<Ride, 'firstSeenAt' | 'lastSeenAt'>;

export type NewMapping = Omit<IdMapping, 'mappingId' | 'undoneAt'>;

const DESTINATION_FIELDS = { destinationId: true, themeparksWikiId: true, name: true } as const;
const PARK_FIELDS = { parkId: true, destinationId: true, themeparksWikiId: true, timezone: true } as const;

/** Registers destinations, parks and rides reported by sources. */
@Injectable()
export class RegistryRepository {
  constructor(
    @InjectRepository(Destination) private readonly destinations: Repository<Destination>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
    @InjectRepository(Ride) private readonly rides: Repository<Ride>,
    @InjectRepository(RideAlias) private readonly aliases: Repository<RideAlias>,
    @InjectRepository(IdMapping) private readonly mappings: Repository<IdMapping>,
  ) {}

  /** Returns the id. A new destination is named by its UUID until metadata arrives. */
  async ensureDestination(
    themeparksWikiId: string,
    manager: EntityManager = this.destinations.manager,
  ): Promise<number> {
    const found = await this.findDestination(manager, themeparksWikiId);
    if (found !== null) return found;
    const name = `Destination ${themeparksWikiId.slice(0, 8)}`;
    await insertDestinationIfNew(manager, { themeparksWikiId, name });
    return (await this.findDestination(manager, themeparksWikiId))!;
  }

  /** All active destinations, or the given one whether it is active or not. */
  async findDestinations(themeparksWikiId: string | null): Promise<KnownDestination[]> {
    return this.destinations.find({
      select: DESTINATION_FIELDS,
      where: themeparksWikiId === null ? { isActive: true } : { themeparksWikiId },
      order: { destinationId: 'ASC' },
    });
  }

  private async findDestination(manager: EntityManager, themeparksWikiId: string): Promise<number | null> {
    const [found] = await manager
      .withRepository(this.destinations)
      .find({ select: { destinationId: true }, where: { themeparksWikiId } });
    return found?.destinationId ?? null;
  }

  /** Serializes registrations of one destination: two processes must not decide about the same entity. */
  async lockDestination(manager: EntityManager, destinationId: number): Promise<void> {
    await lockRow(manager, Destination, { destinationId });
  }

  async findRides(
    themeparksWikiIds: readonly string[],
    manager: EntityManager = this.rides.manager,
  ): Promise<KnownRide[]> {
    return themeparksWikiIds.length === 0 ? [] : selectKnownRides(manager, themeparksWikiIds);
  }

  /** Parks by UUID. For a merged park, its target is returned under the requested UUID. */
  async findParks(
    themeparksWikiIds: readonly string[],
    manager: EntityManager = this.parks.manager,
  ): Promise<KnownPark[]> {
    return themeparksWikiIds.length === 0 ? [] : selectParksByUuid(manager, themeparksWikiIds);
  }

  /** Parks among these that belong to another destination, by UUID. */
  async findForeignParks(destinationId: number, themeparksWikiIds: readonly string[]): Promise<Set<string>> {
    if (themeparksWikiIds.length === 0) return new Set();
    const parks = await this.parks.find({
      select: { parkId: true, themeparksWikiId: true },
      where: { themeparksWikiId: In(themeparksWikiIds), destinationId: Not(destinationId) },
    });
    return new Set(parks.map(({ themeparksWikiId }) => themeparksWikiId!));
  }

  async findParksOfDestination(
    destinationId: number,
    manager: EntityManager = this.parks.manager,
  ): Promise<KnownPark[]> {
    return manager
      .withRepository(this.parks)
      .find({ select: PARK_FIELDS, where: { destinationId }, order: { parkId: 'ASC' } });
  }

  /** The known time zones of parks, by UUID. */
  async findParkTimezones(): Promise<ReadonlyMap<string, string>> {
    const parks = await this.parks.find({
      select: { parkId: true, themeparksWikiId: true, timezone: true },
      where: { themeparksWikiId: Not(IsNull()), timezone: Not(IsNull()) },
    });
    return new Map(parks.map(({ themeparksWikiId, timezone }) => [themeparksWikiId!, timezone!]));
  }

  async findRideIds(parkId: number, manager: EntityManager = this.rides.manager): Promise<number[]> {
    const rides = await manager.withRepository(this.rides).find({ select: { rideId: true }, where: { parkId } });
    return rides.map(({ rideId }) => rideId);
  }

  /** The placeholder park for unassigned rides; null: the destination has none. */
  async findUnassignedPark(manager: EntityManager, destinationId: number): Promise<KnownPark | null> {
    return manager.withRepository(this.parks).findOne({
      select: PARK_FIELDS,
      where: { destinationId, themeparksWikiId: IsNull() },
      order: { parkId: 'ASC' },
    });
  }

  async insertPark(manager: EntityManager, park: NewPark): Promise<KnownPark> {
    const { destinationId, themeparksWikiId, timezone } = park;
    const parkId = await insertRow(manager.withRepository(this.parks), park);
    await keepSlug(manager, 'PARK', parkId, park.slug);
    return { parkId, destinationId, themeparksWikiId, timezone };
  }

  /** Sets the time zone if it is unknown. @returns whether it was set */
  async setTimezoneIfUnknown(manager: EntityManager, parkId: number, timezone: string): Promise<boolean> {
    const { affected } = await manager.withRepository(this.parks).update({ parkId, timezone: IsNull() }, { timezone });
    return affected === 1;
  }

  /** Sets the type if it is unknown. */
  async setEntityTypeIfUnknown(
    manager: EntityManager,
    rideId: number,
    entityType: NonNullable<Ride['entityType']>,
  ): Promise<void> {
    await manager.withRepository(this.rides).update({ rideId, entityType: IsNull() }, { entityType });
  }

  async moveRideToPark(manager: EntityManager, rideId: number, parkId: number): Promise<void> {
    await manager.withRepository(this.rides).update({ rideId }, { parkId });
  }

  async renameRide(manager: EntityManager, rideId: number, name: string, normalizedName: string): Promise<void> {
    await manager.withRepository(this.rides).update({ rideId }, { name, normalizedName });
  }

  /** Rides of a park that a new entity may match, once for each of their current and former names. */
  async findCandidates(manager: EntityManager, parkId: number): Promise<CandidateRide[]> {
    return selectCandidates(manager, parkId);
  }

  /** Does nothing for ids that are recorded. */
  async recordExternalIds(manager: EntityManager, ids: readonly RideExternalId[]): Promise<void> {
    await insertExternalIds(manager, ids);
  }

  async insertRide(manager: EntityManager, ride: NewRide): Promise<number> {
    return insertRow(manager.withRepository(this.rides), ride);
  }

  async linkAlias(manager: EntityManager, alias: RideAlias): Promise<void> {
    await manager.withRepository(this.aliases).insert(alias);
  }

  async insertMapping(manager: EntityManager, mapping: NewMapping): Promise<number> {
    return insertRow(manager.withRepository(this.mappings), mapping);
  }
}
