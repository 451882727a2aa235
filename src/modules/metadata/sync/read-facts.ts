import type { Finding } from '../../findings/finding.js';
import type { EntityAnswer, EntityDocument } from '../answers/read-answers.js';
import { checkPosition } from '../position/check-position.js';
import type { Facts } from '../revise-metadata.js';
import { readHeights } from '../tags/read-heights.js';
import { heightFinding, positionFinding } from './metadata-findings.js';
import type { SyncableRide } from './syncable-ride.js';

export interface ReadFacts {
  facts: Facts;
  /** Of values that were refused; they are not among the facts. */
  refused: Finding[];
}

/** What `/children` says of a ride. */
export function factsOfListing(ride: SyncableRide, { entityType, externalId, location }: EntityAnswer): ReadFacts {
  const { facts, refused } = placeFacts(ride, location);
  return { facts: { ...facts, entityType, externalId }, refused };
}

/**
 * What `/entity/{id}` says of a ride. What the listing says is left out: two answers that differ would otherwise take
 * turns at every synchronisation.
 */
export function factsOfDocument(ride: SyncableRide, document: EntityDocument, listed?: EntityAnswer): ReadFacts {
  const { tags } = document;
  const said = listed === undefined ? factsOfListing(ride, document) : factsBesides(ride, document, listed);
  const problems = readHeights(tags ?? []).problems;
  return {
    facts: { ...said.facts, tags },
    refused: [...said.refused, ...problems.map((problem) => heightFinding(ride, problem))],
  };
}

function factsBesides(ride: SyncableRide, document: EntityDocument, listed: EntityAnswer): ReadFacts {
  const facts: Facts = {};
  if (listed.entityType === null && document.entityType !== null) facts.entityType = document.entityType;
  if (listed.externalId === null && document.externalId !== null) facts.externalId = document.externalId;
  const isPlaced = checkPosition(listed.location, ride.parkPosition).kind !== 'SAYS_NOTHING';
  const place = checkPosition(document.location, ride.parkPosition).kind;
  if (isPlaced || place === 'SAYS_NOTHING') return { facts, refused: [] };
  const placed = placeFacts(ride, document.location);
  return { facts: { ...facts, ...placed.facts }, refused: placed.refused };
}

/** A refused position is not said: what was known stays. */
function placeFacts(ride: SyncableRide, location: unknown): ReadFacts {
  const checked = checkPosition(location, ride.parkPosition);
  switch (checked.kind) {
    case 'ACCEPTED':
      return { facts: { ...checked.position }, refused: [] };
    case 'SAYS_NOTHING':
      return { facts: { latitude: null, longitude: null }, refused: [] };
    case 'REFUSED':
      return { facts: {}, refused: [positionFinding(ride, { ...checked, location })] };
  }
}
