import type { Finding, FindingKey } from '../../findings/finding.js';
import type { EntityResponse, EntityDocument } from './read-responses.js';
import { checkPosition } from '../check-position.js';
import type { Facts } from '../revise-metadata.js';
import { readHeights } from './read-heights.js';
import { heightFinding, resolvedHeightKeys, resolvedPositionKeys, positionFinding } from './metadata-findings.js';
import type { SyncableRide } from './syncable-ride.js';

export interface ReadFacts {
  facts: Facts;
  /** Findings about refused values, which are not among the facts. */
  refused: Finding[];
  /** Keys of findings that these values no longer justify. */
  resolved: FindingKey[];
}

/** Facts about a ride from `/children`. */
export function factsOfListing(ride: SyncableRide, { entityType, externalId, location }: EntityResponse): ReadFacts {
  const { facts, ...judged } = placeFacts(ride, location);
  return { facts: { ...facts, entityType, externalId }, ...judged };
}

/**
 * Facts about a ride from `/entity/{id}`, without those that the listing already reports: two differing responses would
 * otherwise overwrite each other at every synchronisation. A null means that neither response has a value.
 * @param listed null: the listing does not contain the ride; undefined: the listing is unavailable, so nulls are ignored
 */
export function factsOfDocument(
  ride: SyncableRide,
  document: EntityDocument,
  listed?: EntityResponse | null,
): ReadFacts {
  const { tags, attributes, attractionType, themeparksWikiParkId } = document;
  const reported = listed ? otherFacts(ride, document, listed) : factsOfListing(ride, document);
  const { problems } = readHeights(tags ?? [], attributes ?? {});
  const described = { tags, attributes, attractionType, themeparksWikiParkId };
  return {
    facts: { ...(listed === undefined ? withoutNulls(reported.facts) : reported.facts), ...described },
    refused: [...reported.refused, ...problems.map((problem) => heightFinding(ride, problem))],
    resolved: [
      ...reported.resolved,
      ...(tags === null && attributes === null ? [] : resolvedHeightKeys(ride, problems)),
    ],
  };
}

function otherFacts(ride: SyncableRide, document: EntityDocument, listed: EntityResponse): ReadFacts {
  const isPlaced = checkPosition(listed.location, ride.parkPosition).kind !== 'NO_VALUE';
  const placed = isPlaced ? { facts: {}, refused: [], resolved: [] } : placeFacts(ride, document.location);
  const facts: Facts = { ...placed.facts };
  if (listed.entityType === null) facts.entityType = document.entityType;
  if (listed.externalId === null) facts.externalId = document.externalId;
  return { ...placed, facts };
}

const withoutNulls = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));

/** A refused position counts as not reported: the known one is kept. */
function placeFacts(ride: SyncableRide, location: unknown): ReadFacts {
  const checked = checkPosition(location, ride.parkPosition);
  switch (checked.kind) {
    case 'ACCEPTED':
      return { facts: { ...checked.position }, refused: [], resolved: resolvedPositionKeys(ride, null) };
    case 'NO_VALUE':
      return { facts: { latitude: null, longitude: null }, refused: [], resolved: [] };
    case 'REFUSED': {
      const refused = [positionFinding(ride, { ...checked, location })];
      return { facts: {}, refused, resolved: resolvedPositionKeys(ride, checked.problem) };
    }
  }
}
