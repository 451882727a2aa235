import type { Finding } from '../../quality/finding.js';
import type { KnownPark } from './known-catalog.js';
import type { Rekeyed } from './find-rekeyed.js';

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

export function rekeyedFinding({ ride, continues }: Rekeyed): Finding {
  return {
    ...NOWHERE,
    issueType: 'MAPPING',
    reason: 'REKEYED',
    identity: [ride.themeparksWikiId!],
    entityType: 'RIDE',
    entityId: continues.rideId,
    parkId: continues.parkId,
    description: `"${continues.name}" vanished from the catalogue as ${continues.themeparksWikiId}; "${ride.name}" (${ride.themeparksWikiId}) is taken for it`,
    sample: { from: continues.themeparksWikiId, to: ride.themeparksWikiId },
  };
}

export function rekeyedParkFinding(vanished: KnownPark, appeared: KnownPark): Finding {
  return {
    ...NOWHERE,
    issueType: 'MAPPING',
    reason: 'PARK_REKEYED',
    identity: [appeared.themeparksWikiId!],
    entityType: 'PARK',
    entityId: appeared.parkId,
    parkId: appeared.parkId,
    description: `Park ${vanished.parkId} "${vanished.name}" vanished when park ${appeared.parkId} of the same name appeared: they are kept as two`,
    sample: { from: vanished.themeparksWikiId, to: appeared.themeparksWikiId },
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
export function vanishingFinding(destinationId: number | null, vanished: readonly string[]): Finding {
  return {
    ...NOWHERE,
    issueType: 'SUSPICIOUS',
    reason: 'MASS_VANISHING',
    identity: [destinationId ?? 'catalogue'],
    entityType: 'DESTINATION',
    entityId: destinationId,
    recordsAffected: vanished.length,
    description: `${vanished.length} entities, more than half, are missing from the catalogue at once: they are kept`,
    sample: vanished.slice(0, 10),
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
