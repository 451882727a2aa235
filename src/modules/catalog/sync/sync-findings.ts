import type { Finding, FindingKey } from '../../findings/finding.js';
import type { RefusedParkPosition } from './check-park-position.js';
import type { ChangedId } from './changed-ids.js';
import type { KnownPark } from './catalog-comparison.js';
import type { ListedPark } from './listed-park.js';
import type { DuplicateParks } from './duplicate-parks.js';

const NOWHERE = {
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
    ...NOWHERE,
    issueType: 'MAPPING',
    reason: 'ID_CHANGED',
    identity: [ride.themeparksWikiId!],
    entityType: 'RIDE',
    entityId: continues.rideId,
    parkId: continues.parkId,
    description: `"${continues.name}" vanished from the catalogue as ${continues.themeparksWikiId}; "${ride.name}" (${ride.themeparksWikiId}) is taken for it`,
    sample: { from: continues.themeparksWikiId, to: ride.themeparksWikiId },
  };
}

const MAX_LINKS_SHOWN = 200;

/** The sample holds the links that would join the rides' histories; they are a person's to decide. */
export function changedParkIdFinding({ removed, appeared, links }: DuplicateParks): Finding {
  const advice =
    links.length === 0
      ? 'No ride was left behind'
      : `If it is the same park, decide so (POST /api/admin/catalog/decisions: SAME_AS, parkId ${removed.parkId}, targetParkId ` +
        `${appeared.parkId}): ${links.length} rides that were left behind have a partner of the same name there`;
  return {
    ...NOWHERE,
    issueType: 'MAPPING',
    reason: 'PARK_ID_CHANGED',
    identity: [removed.themeparksWikiId!, appeared.themeparksWikiId!],
    entityType: 'PARK',
    entityId: appeared.parkId,
    parkId: appeared.parkId,
    description:
      `Park ${removed.parkId} "${removed.name}" vanished, and park ${appeared.parkId} of the same name is listed: ` +
      `they are kept as two. ${advice}`,
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

/** Of the notes on live responses that a synchronisation settles; those themselves record them. */
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
    ...NOWHERE,
    ...claimKey(destination),
    entityType: 'DESTINATION',
    entityId: destination.destinationId,
    recordsAffected: foreign.length,
    description: `Its list holds ${foreign.length} parks and rides of other destinations, which keep them`,
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
    ...NOWHERE,
    ...parkPositionKey(park),
    entityType: 'PARK',
    entityId: parkId,
    parkId,
    description: `The position of park "${park.name ?? park.themeparksWikiId}" is refused: ${description}. Its rides keep theirs`,
    sample: { problem, rides: park.ridePositions.length },
  };
}

export const parkTimezoneKey = ({ themeparksWikiId }: { themeparksWikiId: string | null }): FindingKey => ({
  issueType: 'INVALID',
  reason: 'PARK_TIMEZONE_REFUSED',
  identity: [themeparksWikiId ?? ''],
});

/** @param value as the catalogue gives it */
export function parkTimezoneFinding(park: KnownPark, value: string): Finding {
  const effect =
    park.timezone === null ? 'Its days are cut as those of UTC until it has one' : `The park keeps ${park.timezone}`;
  return {
    ...NOWHERE,
    ...parkTimezoneKey(park),
    entityType: 'PARK',
    entityId: park.parkId,
    parkId: park.parkId,
    description: `The catalogue gives "${value}" as the time zone of park "${park.name}", which IANA does not have. ${effect}`,
    sample: { value, timezone: park.timezone },
  };
}

export function timezoneFinding(park: KnownPark, timezone: string): Finding {
  return {
    ...NOWHERE,
    issueType: 'SUSPICIOUS',
    reason: 'TIMEZONE_CORRECTED',
    identity: [park.parkId, park.timezone ?? '', timezone],
    entityType: 'PARK',
    entityId: park.parkId,
    parkId: park.parkId,
    description: `The catalogue says ${timezone}; it was ${park.timezone}. Its days are cut anew`,
    sample: { from: park.timezone, to: timezone },
  };
}

/** `destinationId` null: of all destinations. */
export function removedUpstreamFinding(destinationId: number | null, removed: readonly string[]): Finding {
  return {
    ...NOWHERE,
    issueType: 'SUSPICIOUS',
    reason: 'MASS_VANISHING',
    identity: [destinationId ?? 'catalogue'],
    entityType: 'DESTINATION',
    entityId: destinationId,
    recordsAffected: removed.length,
    description: `${removed.length} entities, more than half, are missing from the catalogue at once: they are kept`,
    sample: removed.slice(0, 10),
  };
}

export function unreadableFinding(destinationId: number | null, rejected: readonly string[]): Finding {
  return {
    ...NOWHERE,
    issueType: 'INVALID',
    reason: 'CATALOG_ENTRY',
    identity: [destinationId ?? 'catalogue'],
    entityType: 'DESTINATION',
    entityId: destinationId,
    recordsAffected: rejected.length,
    description: `${rejected.length} entries of the catalogue have no valid id: they are left out`,
    sample: rejected.slice(0, 10),
  };
}
