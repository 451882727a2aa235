import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { keepSlug } from '../addresses/address.sql.js';
import type { EntityType } from '../entity-types.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideListing } from '../entities/ride.entity.js';
import type { KnownPark, KnownRide } from './catalog-comparison.js';
import {
  insertCurrentName,
  selectActiveRides,
  selectKnownParks,
  selectKnownRides,
  upsertListings,
} from './catalog-sync.sql.js';

/** Reads and writes of the synchronisation with the catalogue. Always in the caller's transaction. */
@Injectable()
export class SyncRepository {
  constructor(
    @InjectRepository(Destination) private readonly destinations: Repository<Destination>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
    @InjectRepository(Ride) private readonly rides: Repository<Ride>,
  ) {}

  /** A null keeps the stored value. */
  async updateDestination(
    manager: EntityManager,
    destinationId: number,
    { name, slug }: { name: string | null; slug: string | null },
  ): Promise<void> {
    const reported = { ...(name !== null && { name }), ...(slug !== null && { slug }) };
    await manager.withRepository(this.destinations).update({ destinationId }, { ...reported, isActive: true });
    await keepSlug(manager, 'DESTINATION', destinationId, slug);
  }

  async findActiveDestinations(
    manager: EntityManager,
  ): Promise<Pick<Destination, 'destinationId' | 'themeparksWikiId' | 'name'>[]> {
    return manager.withRepository(this.destinations).find({
      select: { destinationId: true, themeparksWikiId: true, name: true },
      where: { isActive: true },
    });
  }

  /** Parks of the destination, and parks with these UUIDs in any destination. */
  async findParks(
    manager: EntityManager,
    destinationId: number,
    themeparksWikiIds: readonly string[],
  ): Promise<KnownPark[]> {
    return selectKnownParks(manager, destinationId, themeparksWikiIds);
  }

  async updatePark(manager: EntityManager, park: KnownPark): Promise<void> {
    const { parkId, destinationId, name, slug, timezone, latitude, longitude } = park;
    await manager
      .withRepository(this.parks)
      .update({ parkId }, { destinationId, name, slug, timezone, latitude, longitude });
  }

  /** Keeps the slugs of parks as their addresses. */
  async keepSlugs(manager: EntityManager, parks: readonly Pick<Park, 'parkId' | 'slug'>[]): Promise<void> {
    for (const { parkId, slug } of parks) await keepSlug(manager, 'PARK', parkId, slug);
  }

  /** Rides of the destination, and rides with these UUIDs in any destination. */
  async findRides(
    manager: EntityManager,
    destinationId: number,
    themeparksWikiIds: readonly string[],
  ): Promise<KnownRide[]> {
    return selectKnownRides(manager, destinationId, themeparksWikiIds);
  }

  async findParksById(
    manager: EntityManager,
    parkIds: readonly number[],
  ): Promise<Pick<Park, 'parkId' | 'destinationId' | 'timezone'>[]> {
    return manager.withRepository(this.parks).find({
      select: { parkId: true, destinationId: true, timezone: true },
      where: { parkId: In(parkIds) },
    });
  }

  /** Records the current name of a ride among its names if it is missing there. */
  async keepName(manager: EntityManager, rideId: number, now: Date): Promise<void> {
    await insertCurrentName(manager, rideId, now);
  }

  async setEntityType(manager: EntityManager, rideIds: readonly number[], entityType: EntityType): Promise<void> {
    await manager.withRepository(this.rides).update({ rideId: In(rideIds) }, { entityType });
  }

  async setParksActive(manager: EntityManager, parkIds: readonly number[], isActive: boolean): Promise<void> {
    if (parkIds.length === 0) return;
    await manager.withRepository(this.parks).update({ parkId: In(parkIds) }, { isActive });
  }

  /** Also deactivates its parks. @returns the rides that are still active */
  async deactivateDestination(manager: EntityManager, destinationId: number): Promise<number[]> {
    const rideIds = await selectActiveRides(manager, destinationId);
    await manager.withRepository(this.parks).update({ destinationId }, { isActive: false });
    await manager.withRepository(this.destinations).update({ destinationId }, { isActive: false });
    return rideIds;
  }
}

const ROWS_PER_STATEMENT = 500;

/** Rows of ride_listings. Always in the caller's transaction. */
@Injectable()
export class ListingRepository {
  constructor(@InjectRepository(RideListing) private readonly listings: Repository<RideListing>) {}

  /** A null keeps the stored value. Only rows that change are written. */
  async save(manager: EntityManager, rows: readonly RideListing[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      const stored = await manager
        .withRepository(this.listings)
        .findBy({ rideId: In(chunk.map(({ rideId }) => rideId)) });
      const known = new Map(stored.map((row) => [row.rideId, row]));
      const changed = chunk.filter((row) => hasChanges(row, known.get(row.rideId)));
      if (changed.length > 0) await upsertListings(manager, changed);
    }
  }
}

function hasChanges(row: RideListing, known: RideListing | undefined): boolean {
  if (known === undefined) return true;
  const fields = ['latitude', 'longitude', 'externalId', 'listOrder'] as const;
  return fields.some((field) => row[field] !== null && row[field] !== known[field]);
}
