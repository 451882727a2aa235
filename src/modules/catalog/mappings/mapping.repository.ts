import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { insertRow } from '../../../common/database/insert.js';
import { IdMapping } from '../entities/catalog-decision.entity.js';
import { Ride, RideAlias } from '../entities/ride.entity.js';
import { selectRidesOfExternalId } from '../external-ids.sql.js';
import type { ComparedRide, MappableRide, MappingFilter, MappingRecord, MethodCount } from './mapping.js';
import {
  countMappingsByMethod,
  countUnobserved,
  selectComparedRides,
  selectCurrentMapping,
  selectMappingPage,
  selectNames,
  selectRide,
  selectRideOfUuid,
  selectRidesByName,
} from './mapping.sql.js';

/** Rows of id_mappings and ride_aliases: the ride that a UUID counts as, and the reason. */
@Injectable()
export class MappingRepository {
  constructor(
    @InjectRepository(IdMapping) private readonly mappings: Repository<IdMapping>,
    @InjectRepository(RideAlias) private readonly aliases: Repository<RideAlias>,
    @InjectRepository(Ride) private readonly rides: Repository<Ride>,
  ) {}

  /** Least certain first, then newest first. */
  async findPage(
    filter: MappingFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: MappingRecord[]; total: number }> {
    return selectMappingPage(this.mappings.manager, filter, limit, offset);
  }

  /** The active decision about a UUID. */
  async findCurrent(manager: EntityManager, themeparksWikiId: string): Promise<MappingRecord | null> {
    return selectCurrentMapping(manager, themeparksWikiId);
  }

  async countByMethod(importId: string): Promise<MethodCount[]> {
    return countMappingsByMethod(this.mappings.manager, importId);
  }

  async findComparedRides(rideIds: readonly number[]): Promise<ComparedRide[]> {
    return selectComparedRides(this.mappings.manager, rideIds);
  }

  async findRide(manager: EntityManager, rideId: number): Promise<MappableRide | null> {
    return selectRide(manager, rideId);
  }

  async findRideOfUuid(manager: EntityManager, themeparksWikiId: string): Promise<MappableRide | null> {
    return selectRideOfUuid(manager, themeparksWikiId);
  }

  /** Rides of a park that currently have this name. */
  async findRidesByName(manager: EntityManager, parkId: number, normalizedName: string): Promise<MappableRide[]> {
    return selectRidesByName(manager, parkId, normalizedName);
  }

  /** The rides with an id of another catalogue; for a linked ride, its target. */
  async findRidesOfExternalId(manager: EntityManager, source: string, externalId: string): Promise<number[]> {
    return selectRidesOfExternalId(manager, source, externalId);
  }

  /** Every current and former name of a ride. */
  async findNames(manager: EntityManager, rideId: number): Promise<string[]> {
    return selectNames(manager, rideId);
  }

  /** Number of these UUIDs whose ride was never observed. */
  async countUnobserved(manager: EntityManager, themeparksWikiIds: readonly string[]): Promise<number> {
    return countUnobserved(manager, themeparksWikiIds);
  }

  /** Rides that are linked to this one. */
  async findLinkedTo(manager: EntityManager, rideId: number): Promise<number[]> {
    const linked = await manager
      .withRepository(this.aliases)
      .find({ select: { aliasRideId: true }, where: { rideId }, order: { aliasRideId: 'ASC' } });
    return linked.map(({ aliasRideId }) => aliasRideId);
  }

  async unlink(manager: EntityManager, aliasRideId: number): Promise<void> {
    await manager.withRepository(this.aliases).delete({ aliasRideId });
  }

  async isActive(manager: EntityManager, rideId: number): Promise<boolean> {
    return manager.withRepository(this.rides).existsBy({ rideId, isActive: true });
  }

  async undoDecisions(manager: EntityManager, themeparksWikiId: string, undoneAt: Date): Promise<void> {
    await manager.withRepository(this.mappings).update({ themeparksWikiId, undoneAt: IsNull() }, { undoneAt });
  }

  async insertUnobservedRide(
    manager: EntityManager,
    ride: Pick<Ride, 'parkId' | 'themeparksWikiId' | 'name' | 'normalizedName'>,
  ): Promise<void> {
    await insertRow(manager.withRepository(this.rides), ride);
  }
}
