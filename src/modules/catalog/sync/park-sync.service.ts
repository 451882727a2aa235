import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Finding, FindingKey } from '../../findings/finding.js';
import { cleanName } from '../id-matching/name-decorations.js';
import { EntityMoves, RideDays } from '../registry/entity-changes.service.js';
import { nameFromSlug } from '../registry/observed-entity.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import type { KnownPark } from './catalog-comparison.js';
import type { ListedDestination } from './catalog-responses.js';
import { SyncRepository } from './catalog-sync.repository.js';
import type { CatalogClaims } from './catalog-claims.js';
import { type ListedPark, updatedPark } from './listed-park.js';
import {
  parkPositionFinding,
  parkPositionKey,
  parkTimezoneFinding,
  parkTimezoneKey,
  timezoneFinding,
} from './sync-findings.js';

export interface SyncedParks {
  /** Every listed park after the synchronisation. */
  byUuid: Map<string, KnownPark>;
  created: KnownPark[];
  /** Number of parks that moved here from another destination. */
  adopted: number;
  /** Listed parks that belong to another destination. */
  foreign: ListedPark[];
  findings: Finding[];
  /** Keys of findings that no longer apply. */
  resolved: FindingKey[];
}

/** Synchronises a destination and its parks with the catalogue. Missing values of the catalogue remove nothing. */
@Injectable()
export class ParkSync {
  constructor(
    private readonly repository: SyncRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly moves: EntityMoves,
  ) {}

  async apply(
    manager: EntityManager,
    destinationId: number,
    destination: ListedDestination,
    all: readonly ListedPark[],
    claims: CatalogClaims,
  ): Promise<SyncedParks> {
    await this.repository.updateDestination(manager, destinationId, destination);
    const listedIds = all.map(({ themeparksWikiId }) => themeparksWikiId);
    const before = byUuid(await this.repository.findParks(manager, destinationId, listedIds));
    const isOwn = ({ themeparksWikiId: id }: ListedPark) =>
      claims.ownsPark(destination.themeparksWikiId, id, before.get(id) ?? null);
    const listed = all.filter(isOwn);
    const ids = listed.map(({ themeparksWikiId }) => themeparksWikiId);
    const findings: Finding[] = [];
    for (const park of listed) {
      const known = before.get(park.themeparksWikiId);
      if (known === undefined) {
        const name = park.name !== null ? cleanName(park.name) : nameFromSlug(park.slug, park.themeparksWikiId);
        const { themeparksWikiId, slug, timezone, latitude, longitude } = park;
        const added = { destinationId, themeparksWikiId, name, slug, timezone, latitude, longitude };
        await this.registry.insertPark(manager, added);
      } else findings.push(...(await this.update(manager, known, updatedPark(known, park, destinationId))));
    }
    const after = byUuid(await this.repository.findParks(manager, destinationId, ids));
    const listedNow = ids.map((id) => [id, after.get(id)!] as const);
    await this.repository.keepSlugs(
      manager,
      listedNow.map(([, park]) => park),
    );
    const created = listedNow.filter(([id]) => !before.has(id)).map(([, park]) => park);
    for (const park of listed) findings.push(...refusedFacts(after.get(park.themeparksWikiId)!, park));
    const foreign = all.filter((park) => !isOwn(park));
    const adopted = listed.filter(({ themeparksWikiId: id }) => {
      const park = before.get(id);
      return park !== undefined && park.destinationId !== destinationId;
    }).length;
    return { byUuid: new Map(listedNow), created, adopted, foreign, findings, resolved: listed.flatMap(validFactKeys) };
  }

  private async update(manager: EntityManager, known: KnownPark, now: KnownPark): Promise<Finding[]> {
    if (JSON.stringify(known) === JSON.stringify(now)) return [];
    await this.repository.updatePark(manager, now);
    if (now.destinationId !== known.destinationId) {
      await this.moves.recordParkMove(manager, now.parkId, known.destinationId, now.destinationId);
    }
    if (now.timezone === known.timezone || now.timezone === null) return [];
    // Days that were computed by the wrong time zone, or without one, are invalidated.
    for (const rideId of await this.registry.findRideIds(now.parkId, manager)) {
      await this.days.invalidate(manager, rideId, [known, now], 'TIMEZONE');
    }
    return known.timezone === null ? [] : [timezoneFinding(known, now.timezone)];
  }
}

function refusedFacts(park: KnownPark, listed: ListedPark): Finding[] {
  const { refusedPosition, unknownTimezone } = listed;
  return [
    ...(refusedPosition === null ? [] : [parkPositionFinding(park.parkId, listed, refusedPosition)]),
    ...(unknownTimezone === null ? [] : [parkTimezoneFinding(park, unknownTimezone)]),
  ];
}

/** Keys of findings about facts that are valid now. */
const validFactKeys = (listed: ListedPark): FindingKey[] => [
  ...(listed.latitude === null ? [] : [parkPositionKey(listed)]),
  ...(listed.timezone === null ? [] : [parkTimezoneKey(listed)]),
];

function byUuid(parks: readonly KnownPark[]): Map<string, KnownPark> {
  return new Map(parks.flatMap((park) => (park.themeparksWikiId === null ? [] : [[park.themeparksWikiId, park]])));
}
