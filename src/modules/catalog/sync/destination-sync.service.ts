import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { Clock } from '../../../common/time/clock.js';
import type { Finding } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import { EntityRegistry } from '../registry/entity-registry.service.js';
import type { ObservedEntity } from '../registry/observed-entity.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import type { ListedDestination, ListedEntity } from './catalog-responses.js';
import type { CatalogClaims } from './catalog-claims.js';
import type { KnownPark } from './catalog-comparison.js';
import { type ListedPark, parkAbove } from './listed-park.js';
import { ParkSync, type SyncedParks } from './park-sync.service.js';
import { RideSync } from './ride-sync.service.js';
import { claimFinding, claimKey, liveKeys, unreadableFinding } from './sync-findings.js';
import type { SyncCounts } from './sync-report.js';

const MOVED = 'Resolved automatically: the catalogue has moved rides to the parks of the live responses';

/** A destination with its parks and descendants as the catalogue lists them. */
export interface DestinationListing {
  destination: ListedDestination;
  children: readonly ListedEntity[];
  parks: readonly ListedPark[];
  /** Samples of unreadable entries. */
  rejected: readonly string[];
}

/** Synchronises one destination with the catalogue. */
@Injectable()
export class DestinationSync {
  constructor(
    private readonly transactions: TransactionService,
    private readonly registry: RegistryRepository,
    private readonly entities: EntityRegistry,
    private readonly parks: ParkSync,
    private readonly rides: RideSync,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  async apply(listing: DestinationListing, claims: CatalogClaims, allowDeactivation: boolean): Promise<SyncCounts> {
    const { destination, children } = listing;
    const destinationId = await this.entities.ensureDestination(destination.themeparksWikiId);
    const { parks, unknown } = await this.transactions.run((manager) =>
      this.applyParks(manager, destinationId, listing, claims),
    );
    const isOwn = (id: string) => claims.ownsEntity(destination.themeparksWikiId, id, null);
    const newcomers = this.newcomersOf(children, parks.byUuid, new Set([...unknown].filter(isOwn)));
    if (newcomers.length > 0) await this.entities.register({ destinationId, importId: null }, newcomers);
    return this.transactions.run(async (manager) => {
      await this.registry.lockDestination(manager, destinationId);
      const { counts, foreign, findings } = await this.rides.apply(manager, {
        destinationId,
        destinationUuid: destination.themeparksWikiId,
        claims,
        listed: listedRides(children, parks.byUuid),
        listedIds: new Set(
          [destination, ...children, ...listing.parks].map(({ themeparksWikiId }) => themeparksWikiId),
        ),
        createdIds: new Set(newcomers.map(({ themeparksWikiId }) => themeparksWikiId)),
        createdParks: parks.created,
        allowDeactivation,
      });
      await this.findings.record(manager, [...parks.findings, ...findings, ...unreadable(destinationId, listing)]);
      await this.recordClaims(manager, destinationId, listing, [...parks.foreign, ...foreign]);
      await this.closeMoved(manager, destinationId, listing, counts.moved + parks.adopted);
      await this.findings.resolveAutomatically(
        manager,
        parks.resolved,
        'Resolved automatically: the catalogue now has a valid value',
      );
      return counts;
    });
  }

  /** Closes findings about live responses when rides have moved. If the contradiction persists, it is found again. */
  private async closeMoved(
    manager: EntityManager,
    destinationId: number,
    { destination }: DestinationListing,
    moved: number,
  ): Promise<void> {
    if (moved === 0) return;
    const { parkChanged, foreign } = liveKeys({ destinationId, destinationUuid: destination.themeparksWikiId });
    await this.findings.resolveAutomatically(manager, [parkChanged, foreign], MOVED);
  }

  /** Keeps one finding open while the destination lists entities of other destinations. */
  private async recordClaims(
    manager: EntityManager,
    destinationId: number,
    { destination }: DestinationListing,
    claimed: readonly { themeparksWikiId: string; name: string | null }[],
  ): Promise<void> {
    // A park is also an entry in the list of entities.
    const foreign = [...new Map(claimed.map((entity) => [entity.themeparksWikiId, entity])).values()];
    const place = { destinationId, destinationUuid: destination.themeparksWikiId };
    if (foreign.length > 0) await this.findings.record(manager, [claimFinding(place, foreign)]);
    else
      await this.findings.resolveAutomatically(
        manager,
        [claimKey(place)],
        'Resolved automatically: it no longer lists any of them',
      );
  }

  private async applyParks(
    manager: EntityManager,
    destinationId: number,
    { destination, children, parks }: DestinationListing,
    claims: CatalogClaims,
  ): Promise<{ parks: SyncedParks; unknown: Set<string> }> {
    await this.registry.lockDestination(manager, destinationId);
    const synced = await this.parks.apply(manager, destinationId, destination, parks, claims);
    const ids = children.map(({ themeparksWikiId }) => themeparksWikiId);
    const known = await this.registry.findRides(ids, manager);
    const knownIds = new Set(known.map(({ themeparksWikiId }) => themeparksWikiId));
    return { parks: synced, unknown: new Set(ids.filter((id) => !knownIds.has(id))) };
  }

  /** Unobserved entities become rides only if they are in a park, unlike hotels and shops of a resort. */
  private newcomersOf(
    children: readonly ListedEntity[],
    parks: ReadonlyMap<string, KnownPark>,
    unknown: ReadonlySet<string>,
  ): ObservedEntity[] {
    const nowMs = this.clock.now().getTime();
    const observed = { firstSeenMs: nowMs, lastSeenMs: nowMs };
    const parkIds = new Set(parks.keys());
    const byId = new Map(children.map((child) => [child.themeparksWikiId, child]));
    return children.flatMap((child) => {
      const parkId = parkAbove(child, byId, parkIds);
      if (parkId === null || isPlace(child) || !unknown.has(child.themeparksWikiId)) return [];
      return {
        themeparksWikiId: child.themeparksWikiId,
        names: child.name === null ? [] : [{ name: child.name, ...observed }],
        parkId,
        parkSlug: null,
        timezone: parks.get(parkId)?.timezone ?? null,
        isShow: child.entityType === 'SHOW',
        isPark: false,
        ...observed,
      };
    });
  }
}

const isPlace = ({ entityType }: ListedEntity): boolean => entityType === 'PARK' || entityType === 'DESTINATION';

/** The park's own entry gets no park: it stays where the live feed has put it. */
function listedRides(children: readonly ListedEntity[], parks: ReadonlyMap<string, KnownPark>) {
  const parkIds = new Set(parks.keys());
  const byId = new Map(children.map((child) => [child.themeparksWikiId, child]));
  return children.map((child, listOrder) => {
    const above = isPlace(child) ? null : parkAbove(child, byId, parkIds);
    const { themeparksWikiId, name, entityType, position, externalId } = child;
    const park = above === null ? null : parks.get(above)!;
    const parkId = park === null ? null : (park.countsAsParkId ?? park.parkId);
    return { themeparksWikiId, name, entityType, parkId, position, externalId, listOrder };
  });
}

function unreadable(destinationId: number, { rejected }: DestinationListing): Finding[] {
  return rejected.length === 0 ? [] : [unreadableFinding(destinationId, rejected)];
}
