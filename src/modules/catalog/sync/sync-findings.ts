import type { Finding, FindingKey } from '../../findings/finding.js';
import type { RefusedParkPosition } from './check-park-position.js';
import type { ChangedId } from './changed-ids.js';
import type { KnownPark } from './catalog-comparison.js';
import type { ListedPark } from './listed-park.js';
import type { DuplicateParks } from './duplicate-parks.js';

const DEFAULTS = {
  entityType: null,
  entityId: null,
  parkId: null,
  importId: null,
  windowStart: null,
  windowEnd: null,
  recordsAffected: 1,
  sample: null,
} satisfies Partial<Finding>;

export function changedIdFinding({ ride, continues }: ChangedId): Finding {
  return {
    ...DEFAULTS,
    issueType: 'MAPPING',
    reason: 'ID_CHANGED',
    identity: [ride.themeparksWikiId!],
    entityType: 'RIDE',
    entityId: continues.rideId,
    parkId: continues.parkId,
    description: `"${continues.name}" vanished from the catalogue as ${continues.themeparksWikiId}; "${ride.name}" (${ride.themeparksWikiId}) is treated as the same ride`,
    sample: { from: continues.themeparksWikiId, to: ride.themeparksWikiId },
  };
}

const MAX_LINKS_SHOWN = 200;

/** The sample contains the links that would join the rides' histories; a person decides about them. */
export function changedParkIdFinding({ removed, appeared, links }: DuplicateParks): Finding {
  const advice =
    links.length === 0
      ? 'No rides remain in the old park'
      : `If it is the same park, merge them (POST /api/admin/catalog/decisions: SAME_AS, parkId ${removed.parkId}, targetParkId ` +
        `${appeared.parkId}): ${links.length} remaining rides have a counterpart of the same name there`;
  return {
    ...DEFAULTS,
    issueType: 'MAPPING',
    reason: 'PARK_ID_CHANGED',
    identity: [removed.themeparksWikiId!, appeared.themeparksWikiId!],
    entityType: 'PARK',
    entityId: appeared.parkId,
    parkId: appeared.parkId,
    description:
      `Park ${removed.parkId} "${removed.name}" vanished, and park ${appeared.parkId} of the same name is listed: ` +
      `they are kept separate. ${advice}`,
    sample: {
      from: removed.themeparksWikiId,
      to: appeared.themeparksWikiId,
      links: links.slice(0, MAX_LINKS_SHOWN),
    },
  };
}

interface ClaimingDestination {
  destinationId: number;
  destinationUuid: string;
}

/** Keys of findings about live responses. The collector records them, and a synchronisation closes them. */
export const liveKeys = ({ destinationUuid }: ClaimingDestination) =>
  ({
    parkChanged: { issueType: 'MAPPING', reason: 'PARK_CHANGED', identity: ['LIVE', destinationUuid, 'parkId'] },
    foreign: { issueType: 'MAPPING', reason: 'FOREIGN_ENTITY', identity: ['LIVE', destinationUuid, 'id'] },
  }) satisfies Record<string, FindingKey>;

export const claimKey = ({ destinationUuid }: ClaimingDestination): FindingKey => ({
  issueType: 'MAPPING',
  reason: 'CLAIMED_BY_OTHER_DESTINATION',
  identity: ['CATALOGUE', destinationUuid],
});

export function claimFinding(
  destination: ClaimingDestination,
  foreign: readonly { themeparksWikiId: string; name: string | null }[],
): Finding {
  return {
    ...DEFAULTS,
    ...claimKey(destination),
    entityType: 'DESTINATION',
    entityId: destination.destinationId,
    recordsAffected: foreign.length,
    description: `Its list contains ${foreign.length} parks and rides of other destinations, which keep them`,
    sample: foreign.slice(0, 10).map(({ themeparksWikiId, name }) => ({ themeparksWikiId, name })),
  };
}

export const parkPositionKey = ({ themeparksWikiId }: Pick<ListedPark, 'themeparksWikiId'>): FindingKey => ({
  issueType: 'INVALID',
  reason: 'PARK_POSITION_REFUSED',
  identity: [themeparksWikiId],
});

export function parkPositionFinding(
  parkId: number,
  park: ListedPark,
  { problem, description }: RefusedParkPosition,
): Finding {
  return {
    ...DEFAULTS,
    ...parkPositionKey(park),
    entityType: 'PARK',
    entityId: parkId,
    parkId,
    description: `The position of park "${park.name ?? park.themeparksWikiId}" is refused: ${description}. Its rides keep their positions`,
    sample: { problem, rides: park.ridePositions.length },
  };
}

export const parkTimezoneKey = ({ themeparksWikiId }: { themeparksWikiId: string | null }): FindingKey => ({
  issueType: 'INVALID',
  reason: 'PARK_TIMEZONE_REFUSED',
  identity: [themeparksWikiId ?? ''],
});

/** @param value the invalid value from the catalogue */
export function parkTimezoneFinding(park: KnownPark, value: string): Finding {
  const effect = park.timezone === null ? 'Its days are UTC days until it has one' : `The park keeps ${park.timezone}`;
  return {
    ...DEFAULTS,
    ...parkTimezoneKey(park),
    entityType: 'PARK',
    entityId: park.parkId,
    parkId: park.parkId,
    description: `The catalogue reports "${value}" as the time zone of park "${park.name}", which is not an IANA time zone. ${effect}`,
    sample: { value, timezone: park.timezone },
  };
}

export function timezoneFinding(park: KnownPark, timezone: string): Finding {
  return {
    ...DEFAULTS,
    issueType: 'SUSPICIOUS',
    reason: 'TIMEZONE_CORRECTED',
    identity: [park.parkId, park.timezone ?? '', timezone],
    entityType: 'PARK',
    entityId: park.parkId,
    parkId: park.parkId,
    description: `The catalogue reports ${timezone}; the time zone was ${park.timezone}. Its days are recomputed`,
    sample: { from: park.timezone, to: timezone },
  };
}

/** @param destinationId null: the list of destinations */
export function removedUpstreamFinding(destinationId: number | null, removed: readonly string[]): Finding {
  return {
    ...DEFAULTS,
    issueType: 'SUSPICIOUS',
    reason: 'MASS_VANISHING',
    identity: [destinationId ?? 'catalogue'],
    entityType: 'DESTINATION',
    entityId: destinationId,
    recordsAffected: removed.length,
    description: `${removed.length} entities, more than half, are missing from the catalogue at once: they stay active`,
    sample: removed.slice(0, 10),
  };
}

export function unreadableFinding(destinationId: number | null, rejected: readonly string[]): Finding {
  return {
    ...DEFAULTS,
    issueType: 'INVALID',
    reason: 'CATALOG_ENTRY',
    identity: [destinationId ?? 'catalogue'],
    entityType: 'DESTINATION',
    entityId: destinationId,
    recordsAffected: rejected.length,
    description: `${rejected.length} entries of the catalogue have no valid id: they are skipped`,
    sample: rejected.slice(0, 10),
  };
}
