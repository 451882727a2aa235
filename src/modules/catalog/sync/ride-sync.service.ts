import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { isOnEarth } from '../../../common/geo.js';
import { Clock } from '../../../common/time/clock.js';
import type { Finding } from '../../findings/finding.js';
import { type CatalogueRide, ProposalDetector } from '../proposals/proposal-detector.js';
import type { ProposedRides } from '../proposals/proposal.js';
import { RideActivity } from '../registry/entity-changes.service.js';
import {
  type KnownPark,
  type KnownRide,
  type ListedRide,
  type Presence,
  presenceOf,
  presentRideIds,
  rideChanges,
} from './catalog-comparison.js';
import { ListingRepository, SyncRepository } from './catalog-sync.repository.js';
import type { CatalogClaims } from './catalog-claims.js';
import { type ChangedId, ChangedIdLinker } from './changed-ids.js';
import { findDuplicateParks } from './duplicate-parks.js';
import { RideUpdates } from './ride-updates.service.js';
import { changedIdFinding, changedParkIdFinding, removedUpstreamFinding } from './sync-findings.js';
import { NO_COUNTS, type SyncCounts } from './sync-report.js';

export interface RideSyncInput {
  destinationId: number;
  destinationUuid: string;
  claims: CatalogClaims;
  listed: readonly ListedRide[];
  /** Every UUID of the response, and the destination's own. */
  listedIds: ReadonlySet<string>;
  createdIds: ReadonlySet<string>;
  createdParks: readonly KnownPark[];
  allowDeactivation: boolean;
}

export interface SyncedRides {
  counts: SyncCounts;
  /** Listed rides that belong to another destination. */
  foreign: ListedRide[];
  findings: Finding[];
}

/** Synchronises the registered rides of a destination with the catalogue. Nothing is deleted. */
@Injectable()
export class RideSync {
  constructor(
    private readonly repository: SyncRepository,
    private readonly updates: RideUpdates,
    private readonly changedIds: ChangedIdLinker,
    private readonly proposals: ProposalDetector,
    private readonly listings: ListingRepository,
    private readonly activity: RideActivity,
    private readonly clock: Clock,
  ) {}

  async apply(manager: EntityManager, given: RideSyncInput): Promise<SyncedRides> {
    const { destinationId, listedIds } = given;
    const load = () => this.repository.findRides(manager, destinationId, [...listedIds]);
    const known = await load();
    const { listed, foreign } = withoutForeign(given, known);
    const input = { ...given, listed };
    const changes = rideChanges(known, listed);
    await this.updates.apply(manager, changes);
    await this.updates.recordNewNames(manager, await load(), input.createdIds);
    const rides = await load();
    const parks = await this.repository.findParks(manager, destinationId, []);
    await this.saveListings(manager, rides, listed);
    const { idChanged, proposed } = await this.continuations(manager, inParks(rides, parks), rides, input);
    const continued = new Set(idChanged.map(({ continues }) => continues.rideId));
    const elsewhere = rides.filter(({ themeparksWikiId }) => given.claims.isListed(themeparksWikiId ?? ''));
    const isPresent = new Set([...continued, ...elsewhere.map(({ rideId }) => rideId)]);
    const replaced = new Set([...proposed.former, ...proposed.current]);
    const presence = presenceOf({ rides: inParks(rides, parks), parks }, listedIds, isPresent, replaced);
    const isKept = presence.isTooMuch && !input.allowDeactivation;
    await this.setActivity(manager, presence, isKept);
    const isListed = (park: KnownPark) => listedIds.has(park.themeparksWikiId ?? '');
    const linked = isKept ? [] : idChanged;
    for (const found of linked) await this.changedIds.link(manager, found, this.clock.now());
    const removed = [...presence.removedParks, ...presence.removedRides];
    const removedNames = removed.map(({ name }) => name);
    const findings = [
      ...linked.map(changedIdFinding),
      ...findDuplicateParks(
        presence.removedParks.filter(({ countsAsParkId }) => countsAsParkId === null),
        parks.filter(isListed),
        rides,
      ).map(changedParkIdFinding),
      ...(isKept ? [removedUpstreamFinding(destinationId, removedNames)] : []),
    ];
    const counts = {
      ...NO_COUNTS,
      parksCreated: input.createdParks.length,
      ridesCreated: input.createdIds.size,
      renamed: changes.renamed.length,
      moved: changes.moved.length,
      idChanged: linked.length,
      reactivated: presence.returnedParks.length + presence.returnedRides.length,
      [isKept ? 'kept' : 'deactivated']: removed.length,
    };
    return { counts, foreign, findings };
  }

  /** Rides that, by their names, continue under another UUID, without those of proposals. */
  private async continuations(
    manager: EntityManager,
    ofDestination: readonly KnownRide[],
    rides: readonly KnownRide[],
    { listed, listedIds }: RideSyncInput,
  ): Promise<{ idChanged: ChangedId[]; proposed: ProposedRides }> {
    const byName = await this.changedIds.find(manager, rides, listed);
    const members = catalogueRides(ofDestination, listedIds);
    const continued = new Set(byName.map(({ continues }) => continues.rideId));
    const proposed = await this.proposals.proposeRenumbered(manager, members, continued);
    await this.proposals.proposeQueues(manager, members);
    const isFree = ({ ride, continues }: ChangedId) =>
      !proposed.current.has(ride.rideId) && !proposed.former.has(continues.rideId);
    return { idChanged: byName.filter(isFree), proposed };
  }

  private async saveListings(
    manager: EntityManager,
    rides: readonly KnownRide[],
    listed: readonly ListedRide[],
  ): Promise<void> {
    const byUuid = new Map(rides.map((ride) => [ride.themeparksWikiId, ride.rideId]));
    const rows = listed.flatMap(({ themeparksWikiId, position, externalId, listOrder }) => {
      const rideId = byUuid.get(themeparksWikiId);
      if (rideId === undefined) return [];
      const isPlace = position !== null && isOnEarth(position) && (position.latitude !== 0 || position.longitude !== 0);
      const { latitude, longitude } = isPlace ? position : { latitude: null, longitude: null };
      return [{ rideId, latitude, longitude, externalId, listOrder }];
    });
    await this.listings.save(manager, rows);
  }

  private async setActivity(manager: EntityManager, presence: Presence, isKept: boolean): Promise<void> {
    const { removedRides, returnedRides, removedParks, returnedParks } = presence;
    await this.activity.set(manager, idsOf(returnedRides), true);
    await this.repository.setParksActive(manager, parkIdsOf(returnedParks), true);
    if (isKept) return;
    await this.activity.set(manager, idsOf(removedRides), false);
    await this.repository.setParksActive(manager, parkIdsOf(removedParks), false);
  }
}

/** Separates rides that are claimed by another destination and belong to it. */
function withoutForeign(
  { listed, claims, destinationUuid }: RideSyncInput,
  known: readonly KnownRide[],
): { listed: ListedRide[]; foreign: ListedRide[] } {
  const byUuid = new Map(known.map((ride) => [ride.themeparksWikiId, ride]));
  const isOwn = ({ themeparksWikiId }: ListedRide) =>
    claims.ownsEntity(destinationUuid, themeparksWikiId, byUuid.get(themeparksWikiId) ?? null);
  return { listed: listed.filter(isOwn), foreign: listed.filter((ride) => !isOwn(ride)) };
}

/** Unlinked rides as input of proposals; observations of linked rides count for their target. */
function catalogueRides(rides: readonly KnownRide[], listedIds: ReadonlySet<string>): CatalogueRide[] {
  const present = presentRideIds(rides, listedIds);
  const linked = groupBy(rides, ({ linkedToRideId }) => linkedToRideId);
  return rides
    .filter(({ linkedToRideId, themeparksWikiId }) => linkedToRideId === null && themeparksWikiId !== null)
    .filter(({ entityType }) => entityType !== 'PARK' && entityType !== 'DESTINATION')
    .map((ride) => {
      const { rideId, parkId, name, isActive, wasListed } = ride;
      const others = linked.get(rideId) ?? [];
      return {
        rideId,
        parkId,
        name,
        wasListed: wasListed && isActive,
        isListed: present.has(rideId),
        standsForOthers: others.length > 0,
        ...observedBetween([ride, ...others]),
      };
    });
}

function observedBetween(rides: readonly KnownRide[]): Pick<CatalogueRide, 'firstSeenMs' | 'lastSeenMs'> {
  const firstMs = rides.flatMap(({ firstSeenAt }) => firstSeenAt?.getTime() ?? []);
  const lastMs = rides.flatMap(({ lastSeenAt }) => lastSeenAt?.getTime() ?? []);
  return {
    firstSeenMs: firstMs.length === 0 ? null : Math.min(...firstMs),
    lastSeenMs: lastMs.length === 0 ? null : Math.max(...lastMs),
  };
}

const idsOf = (rides: readonly KnownRide[]): number[] => rides.map(({ rideId }) => rideId);
const parkIdsOf = (parks: readonly KnownPark[]): number[] => parks.map(({ parkId }) => parkId);

/** Only rides in these parks: rides of other destinations are handled there. */
function inParks(rides: readonly KnownRide[], parks: readonly KnownPark[]): KnownRide[] {
  const parkIds = new Set(parkIdsOf(parks));
  return rides.filter(({ parkId }) => parkIds.has(parkId));
}
