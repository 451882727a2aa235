import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { Clock } from '../../../common/time/clock.js';
import { cutText } from '../../../common/text.js';
import type { MatchDecision } from '../id-matching/match-types.js';
import { matchEntities } from '../id-matching/name-matcher.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import {
  idsOf,
  latestName,
  matchableOf,
  type ObservedEntity,
  operatorIdsOf,
  type RegisteredEntity,
} from './observed-entity.js';
import { ObservedDatesRepository, type RideNameUse } from './observed-dates.sql.js';
import { ParkRegistration } from './park-registration.service.js';
import { type KnownDestination, type KnownPark, RegistryRepository } from './registry.repository.js';

export type { KnownDestination };

/** The destination under which entities are registered. */
export interface RegistrationContext {
  destinationId: number;
  /** The import that registers them, stored with its decisions; null: none. */
  importId: string | null;
}

/**
 * Registers a ride for every entity that a source reports. Observations of a UUID are stored under its own ride. A match with another
 * ride is a separate link (`ride_aliases`), so a wrong match can be undone without changing any observation.
 */
@Injectable()
export class EntityRegistry {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: RegistryRepository,
    private readonly observedDates: ObservedDatesRepository,
    private readonly parks: ParkRegistration,
    private readonly clock: Clock,
  ) {}

  async ensureDestination(themeparksWikiId: string): Promise<number> {
    return this.repository.ensureDestination(themeparksWikiId);
  }

  /** All active destinations, or the given one whether it is active or not. */
  async findDestinations(themeparksWikiId: string | null = null): Promise<KnownDestination[]> {
    return this.repository.findDestinations(themeparksWikiId);
  }

  /** Locks out other registrations and collections for the destination until the caller's transaction ends. */
  async lockDestination(manager: EntityManager, destinationId: number): Promise<void> {
    await this.repository.lockDestination(manager, destinationId);
  }

  /** The parks of a destination, in the caller's transaction if there is one. */
  async findParks(destinationId: number, manager?: EntityManager): Promise<KnownPark[]> {
    return this.repository.findParksOfDestination(destinationId, manager);
  }

  /** The known time zones of parks, by UUID. */
  async findParkTimezones(): Promise<ReadonlyMap<string, string>> {
    return this.repository.findParkTimezones();
  }

  /** The rides of a park, in the caller's transaction if there is one. */
  async findRideIds(parkId: number, manager?: EntityManager): Promise<number[]> {
    return this.repository.findRideIds(parkId, manager);
  }

  /** Returns the ride of every entity by UUID. Unknown entities are matched or created, and each decision is recorded. */
  async register(
    context: RegistrationContext,
    entities: readonly ObservedEntity[],
  ): Promise<Map<string, RegisteredEntity>> {
    const work = async (manager: EntityManager) => {
      await this.repository.lockDestination(manager, context.destinationId);
      const parks = await this.parks.ensure(manager, context.destinationId, entities);
      await this.registerUnknown(manager, context, entities, parks);
      await this.parks.complete(manager, entities, await this.find(idsOf(entities), manager), parks);
      const registered = await this.find(idsOf(entities), manager);
      await this.repository.recordExternalIds(manager, operatorIdsOf(entities, registered, this.clock.now()));
      return registered;
    };
    // The lock covers one destination only: a process on another destination may insert the same park or entity.
    // An import waits for room on a full disk, whichever statement meets it; live data would be out of date by then.
    return this.transactions.run(work, { waitsForRoom: context.importId !== null });
  }

  /** Like `register`, but entities of `onlyIfKnown` are only looked up, never created. */
  async registerOrFind(
    context: RegistrationContext,
    entities: readonly ObservedEntity[],
    onlyIfKnown: readonly ObservedEntity[],
  ): Promise<Map<string, RegisteredEntity>> {
    const found = await this.findRides(idsOf(onlyIfKnown));
    const registered =
      entities.length === 0 ? new Map<string, RegisteredEntity>() : await this.register(context, entities);
    return new Map([...found, ...registered]);
  }

  /** Known rides by UUID; unknown UUIDs are omitted. */
  async findRides(themeparksWikiIds: readonly string[]): Promise<Map<string, RegisteredEntity>> {
    const nowMs = () => this.clock.now().getTime();
    return withDatabaseRetry(() => this.find(themeparksWikiIds), { nowMs });
  }

  /** Parks among these that belong to another destination, by UUID. */
  async findForeignParks(destinationId: number, themeparksWikiIds: readonly string[]): Promise<Set<string>> {
    return this.repository.findForeignParks(destinationId, themeparksWikiIds);
  }

  /** Park ids by UUID, for known UUIDs; for a merged park, the id of its target. */
  async findParkIds(themeparksWikiIds: readonly string[]): Promise<Map<string, number>> {
    const parks = await this.repository.findParks(themeparksWikiIds);
    return new Map(parks.map(({ themeparksWikiId, parkId }) => [themeparksWikiId!, parkId]));
  }

  /** Updates names and observed dates of a destination's rides. @returns the number of renamed rides */
  async refreshObserved(destinationId: number): Promise<number> {
    // Destinations are refreshed concurrently: READ COMMITTED, the default of every session, does not lock rows for the others
    // that an UPDATE only reads.
    return this.transactions.run(async (manager) => {
      const outdated = await this.observedDates.refresh(manager, destinationId);
      for (const { rideId, name } of outdated) {
        await this.repository.renameRide(manager, rideId, name, cutText(normaliseName(name), 255));
      }
      return outdated.length;
    });
  }

  /** Widens the dates between which rides used their names, in the caller's transaction. */
  async recordNames(manager: EntityManager, names: readonly RideNameUse[]): Promise<void> {
    await this.observedDates.recordNames(manager, names);
  }

  /** Rides that were observed at an instant before their first known observation, in the caller's transaction. */
  async recordFirstSeen(manager: EntityManager, rideIds: readonly number[], firstMs: number): Promise<void> {
    await this.observedDates.widenFirstSeen(manager, rideIds, firstMs);
  }

  /** The same names of these rides again, in the next poll. @returns false if other names were recorded since */
  async confirmNames(
    manager: EntityManager,
    rideIds: readonly number[],
    step: { fromMs: number; toMs: number },
  ): Promise<boolean> {
    return (await this.observedDates.confirmNames(manager, rideIds, step)) === rideIds.length;
  }

  private async find(themeparksWikiIds: readonly string[], manager?: EntityManager) {
    const rides = await this.repository.findRides(themeparksWikiIds, manager);
    return new Map<string, RegisteredEntity>(
      rides.map(({ themeparksWikiId, ...registered }) => [themeparksWikiId, registered]),
    );
  }

  private async registerUnknown(
    manager: EntityManager,
    context: RegistrationContext,
    entities: readonly ObservedEntity[],
    parks: ReadonlyMap<string, KnownPark>,
  ): Promise<void> {
    const known = await this.find(idsOf(entities), manager);
    const unknown = entities.filter(({ themeparksWikiId }) => !known.has(themeparksWikiId));
    const byPark = new Map<number, ObservedEntity[]>();
    for (const entity of unknown) {
      const park = entity.parkId === null ? null : parks.get(entity.parkId)!;
      const parkId = park?.parkId ?? (await this.parks.ensureUnassigned(manager, context.destinationId, entity)).parkId;
      byPark.set(parkId, [...(byPark.get(parkId) ?? []), entity]);
    }
    for (const [parkId, members] of byPark) await this.registerInPark(manager, context, parkId, members);
  }

  private async registerInPark(
    manager: EntityManager,
    context: RegistrationContext,
    parkId: number,
    entities: readonly ObservedEntity[],
  ): Promise<void> {
    const candidates = await this.repository.findCandidates(manager, parkId);
    const decisions = matchEntities(entities.map(matchableOf), candidates);
    const byId = new Map(decisions.map((decision) => [decision.themeparksWikiId, decision]));
    for (const entity of entities) {
      await this.carryOut(manager, context, parkId, entity, byId.get(entity.themeparksWikiId)!);
    }
  }

  private async carryOut(
    manager: EntityManager,
    context: RegistrationContext,
    parkId: number,
    entity: ObservedEntity,
    decision: MatchDecision,
  ): Promise<void> {
    const decidedAt = this.clock.now();
    const { themeparksWikiId } = entity;
    const name = latestName(entity);
    const rideId = await this.repository.insertRide(manager, {
      parkId,
      themeparksWikiId,
      name,
      normalizedName: cutText(normaliseName(name), 255),
      entityType: entity.entityType ?? (entity.isPark ? 'PARK' : entity.isShow ? 'SHOW' : null),
      firstSeenAt: new Date(entity.firstSeenMs),
      lastSeenAt: new Date(entity.lastSeenMs),
    });
    if (decision.rideId !== null) {
      const link = { aliasRideId: rideId, rideId: decision.rideId, themeparksWikiId, linkedAt: decidedAt };
      await this.repository.linkAlias(manager, link);
    }
    await this.repository.insertMapping(manager, {
      themeparksWikiId,
      rideId: decision.rideId ?? rideId,
      method: decision.method,
      score: decision.matchedName === null ? null : decision.score,
      reason: decision.reason,
      archiveName: decision.archiveName === '' ? name : decision.archiveName,
      matchedName: decision.matchedName,
      importId: context.importId,
      decidedAt,
    });
  }
}
