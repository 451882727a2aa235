import type { Finding, FindingKey } from '../../findings/finding.js';
import type { EntityResponse, EntityDocument } from './read-responses.js';
import { checkPosition } from '../check-position.js';
import type { Facts } from '../revise-metadata.js';
import { readHeights } from './read-heights.js';
import { heightFinding, resolvedHeightKeys, resolvedPositionKeys, positionFinding } from './metadata-findings.js';
import type { SyncableRide } from './syncable-ride.js';

export interface ReadFacts {
  facts: Facts;
  /** Of values that were refused; they are not among the facts. */
  refused: Finding[];
  /** For what these values may have been refused before, and are not. */
  resolved: FindingKey[];
}

/** What `/children` says of a ride. */
export function factsOfListing(ride: SyncableRide, { entityType, externalId, location }: EntityResponse): ReadFacts {
  const { facts, ...judged } = placeFacts(ride, location);
  return { facts: { ...facts, entityType, externalId }, ...judged };
}

/**
 * What `/entity/{id}` says of a ride. What the listing says is left out: two answers that differ would otherwise take
 * turns at every synchronisation. Of what is left a null means that neither says it.
 * @param listed null: the listing is without the ride; undefined: it could not be had, and may say what is null here
 */
export function factsOfDocument(
  ride: SyncableRide,
  document: EntityDocument,
  listed?: EntityResponse | null,
): ReadFacts {
  const { tags } = document;
  const reported = listed ? otherFacts(ride, document, listed) : factsOfListing(ride, document);
  const { problems } = readHeights(tags ?? []);
  return {
    facts: { ...(listed === undefined ? withoutNulls(reported.facts) : reported.facts), tags },
    refused: [...reported.refused, ...problems.map((problem) => heightFinding(ride, problem))],
    resolved: [...reported.resolved, ...(tags === null ? [] : resolvedHeightKeys(ride, problems))],
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

/** A refused position is not said: what was known stays. */
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
