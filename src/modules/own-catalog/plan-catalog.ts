import { groupBy } from '../../common/collections.js';
import { ARCHIVE_ID_SOURCE } from '../catalog/entities/ride-external-id.entity.js';
import { cleanName } from '../catalog/id-matching/name-decorations.js';
import { normaliseName } from '../catalog/id-matching/name-normaliser.js';
import type { OwnPark, OwnRide } from '../catalog/own-rides/own-rides.service.js';
import type { CatalogLine } from './catalog-csv.js';

/** What the import does with a line. */
export interface PlannedRide {
  line: CatalogLine;
  park: OwnPark;
  /** The ride that the line describes; null: a new one. */
  ride: OwnRide | null;
  /** The line gives a UUID that the ride lacks: the ride gets it, or the UUID's own ride is linked. */
  joins: 'NEW_UUID' | 'LINK' | null;
  isRenamed: boolean;
  /** The line has the type of a ride without one. */
  isTyped: boolean;
  /** Ids that the ride lacks. */
  newIds: { source: string; externalId: string }[];
  /** The own id of another ride that has the line's `internal_id`, so that the line's ride does not get it; null: none. */
  internalIdOwner: string | null;
}

/** The rides that lines may describe, found by their ids and names. */
export class RideIndex {
  private readonly bySourceId: ReadonlyMap<string, OwnRide>;
  private readonly byUuid: ReadonlyMap<string, OwnRide>;
  private readonly byOperatorId: ReadonlyMap<string, readonly OwnRide[]>;
  private readonly byName: ReadonlyMap<string, readonly OwnRide[]>;
  /** Own ids that lines of this file give to rides without one. */
  private readonly given = new Map<OwnRide, string>();
  /** Own ids of the rides that have an operator's id, by park and operator's id. */
  private readonly ownIdOfOperatorId = new Map<string, string>();

  constructor(
    rides: readonly OwnRide[],
    readonly source: string,
  ) {
    const idsOf = (wanted: string) =>
      rides.flatMap((ride) =>
        ride.ids.flatMap(({ source: of, externalId }) => (of === wanted ? [{ ride, externalId }] : [])),
      );
    this.bySourceId = new Map(idsOf(source).map(({ ride, externalId }) => [externalId, ride]));
    this.byUuid = new Map(rides.flatMap((ride) => ride.uuids.map((uuid): [string, OwnRide] => [uuid, ride])));
    for (const { ride, externalId } of idsOf(source)) this.claimOperatorIdsOf(ride, externalId);
    const joinable = rides.filter((ride) => ride.isCounted && !this.hasSourceId(ride) && !isPlace(ride));
    this.byName = groupBy(joinable, ({ parkId, name }) => `${parkId} ${normaliseName(cleanName(name))}`);
    const byOperator = groupBy(
      idsOf(ARCHIVE_ID_SOURCE).filter(({ ride }) => joinable.includes(ride)),
      ({ ride, externalId }) => `${ride.parkId} ${externalId}`,
    );
    this.byOperatorId = new Map(
      [...byOperator].map(([key, same]) => [key, [...new Set(same.map(({ ride }) => ride))]]),
    );
  }

  /** The other own id that has the operator's id of the line. Without one, the line's own id has it from now on. */
  claimOperatorId({ ownId, internalId }: CatalogLine, parkId: number): string | null {
    if (internalId === null) return null;
    const owner = this.ownIdOfOperatorId.get(`${parkId} ${internalId}`) ?? ownId;
    this.ownIdOfOperatorId.set(`${parkId} ${internalId}`, owner);
    return owner === ownId ? null : owner;
  }

  hasSourceId(ride: OwnRide): boolean {
    return this.sourceIdOf(ride) !== undefined;
  }

  /** The own id of a ride, stored or given by an earlier line. */
  sourceIdOf(ride: OwnRide): string | undefined {
    return this.given.get(ride) ?? ride.ids.find(({ source }) => source === this.source)?.externalId;
  }

  give(ride: OwnRide, ownId: string): void {
    if (this.ofOwnId(ownId) !== ride) this.given.set(ride, ownId);
    this.claimOperatorIdsOf(ride, ownId);
  }

  private claimOperatorIdsOf({ parkId, ids }: OwnRide, ownId: string): void {
    for (const { source, externalId } of ids) {
      if (source === ARCHIVE_ID_SOURCE) this.ownIdOfOperatorId.set(`${parkId} ${externalId}`, ownId);
    }
  }

  ofOwnId(ownId: string): OwnRide | undefined {
    return this.bySourceId.get(ownId);
  }

  ofUuid(uuid: string | null): OwnRide | undefined {
    return uuid === null ? undefined : this.byUuid.get(uuid);
  }

  /** The only ride of the park with the operator's id, or else with the name, that the line may describe. */
  like({ internalId, name, themeparksWikiId, entityType }: CatalogLine, parkId: number): OwnRide | undefined {
    const mayBe = (ride: OwnRide) =>
      !this.given.has(ride) &&
      (themeparksWikiId === null || ride.uuids.length === 0) &&
      (entityType === null || ride.entityType === null || ride.entityType === entityType);
    const ofId = internalId === null ? [] : (this.byOperatorId.get(`${parkId} ${internalId}`) ?? []).filter(mayBe);
    if (ofId.length === 1) return ofId[0];
    const named = (this.byName.get(`${parkId} ${normaliseName(cleanName(name))}`) ?? []).filter(mayBe);
    return named.length === 1 ? named[0] : undefined;
  }
}

/** Entries that the source keeps for parks and destinations themselves. */
const isPlace = ({ entityType }: OwnRide): boolean => entityType === 'PARK' || entityType === 'DESTINATION';

/** Decides which ride each line describes. Returns the plan of a line, or the problem with it. */
export function planLine(line: CatalogLine, park: OwnPark, rides: RideIndex): PlannedRide | string {
  const known = rides.ofOwnId(line.ownId);
  const ofUuid = rides.ofUuid(line.themeparksWikiId);
  const ride = known ?? ofUuid ?? rides.like(line, park.parkId) ?? null;
  const problem = ride === null ? null : problemWith(line, park, ride, ofUuid, rides);
  if (problem !== null) return problem;
  if (ride !== null) rides.give(ride, line.ownId);
  const lacks = (id: PlannedRide['newIds'][number]) => !ride?.ids.some((one) => isSameId(one, id));
  const ids = idsOf(line, rides.source).filter(lacks);
  const hasNewInternalId = ids.some(({ source }) => source === ARCHIVE_ID_SOURCE);
  const internalIdOwner = hasNewInternalId ? rides.claimOperatorId(line, ride?.parkId ?? park.parkId) : null;
  const isNewUuid = line.themeparksWikiId !== null && ride !== null && !ride.uuids.includes(line.themeparksWikiId);
  return {
    line,
    park,
    ride,
    joins: isNewUuid ? (ofUuid === undefined ? 'NEW_UUID' : 'LINK') : null,
    // the names of rides with a UUID come from ThemeParks.wiki
    isRenamed: ride !== null && ride.uuids.length === 0 && ride.name !== line.name,
    isTyped: ride !== null && ride.entityType === null && line.entityType !== null,
    newIds: internalIdOwner === null ? ids : ids.filter(({ source }) => source !== ARCHIVE_ID_SOURCE),
    internalIdOwner,
  };
}

function problemWith(
  { ownId, themeparksWikiId: uuid }: CatalogLine,
  park: OwnPark,
  ride: OwnRide,
  ofUuid: OwnRide | undefined,
  rides: RideIndex,
): string | null {
  const { rideId, parkId, destinationId, uuids } = ride;
  const isKnown = rides.ofOwnId(ownId) === ride;
  if (destinationId !== park.destinationId) {
    return `${isKnown ? `own_id ${ownId}` : `UUID ${uuid}`} is ride ${rideId} of park ${parkId}, in another destination`;
  }
  if (uuids.length === 0 && parkId !== park.parkId) {
    return `own_id ${ownId} is ride ${rideId} of park ${parkId}, not of park ${park.parkId}`;
  }
  if (!isKnown && rides.hasSourceId(ride)) {
    return `UUID ${uuid} is ride ${rideId}, which has the own_id ${rides.sourceIdOf(ride)!}`;
  }
  if (uuid === null || uuids.includes(uuid)) return null;
  if (uuids.length > 0) {
    return `own_id ${ownId} is ride ${rideId}, which has another UUID (${uuids[0]}): map further UUIDs by hand`;
  }
  if (ofUuid === undefined) return null;
  const isFree = ofUuid.themeparksWikiId === uuid && !rides.hasSourceId(ofUuid);
  return isFree ? null : `UUID ${uuid} is ride ${ofUuid.rideId} by now: undo that first`;
}

function idsOf({ ownId, internalId }: CatalogLine, source: string): PlannedRide['newIds'] {
  const own = { source, externalId: ownId };
  return internalId === null ? [own] : [own, { source: ARCHIVE_ID_SOURCE, externalId: internalId }];
}

const isSameId = (one: PlannedRide['newIds'][number], other: PlannedRide['newIds'][number]): boolean =>
  one.source === other.source && one.externalId === other.externalId;
