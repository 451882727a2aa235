import type { EntityType } from '../entity-types.js';
import type { Position } from '../../../common/geo/position.js';
import { nextName } from '../id-matching/name-decorations.js';
import type { KnownRide } from './known-catalog.js';

/** A listed entity that can be a ride, with the park it lies in as the warehouse knows that. */
export interface ListedRide {
  themeparksWikiId: string;
  name: string | null;
  entityType: EntityType | null;
  /** Null: it lies in no park. */
  parkId: number | null;
  position: Position | null;
  externalId: string | null;
  /** Its place in the list. */
  listOrder: number;
}

export interface RideChanges {
  renamed: { ride: KnownRide; name: string }[];
  retyped: { ride: KnownRide; entityType: EntityType }[];
  moved: { ride: KnownRide; parkId: number }[];
}

/** What of the known rides is not as the catalogue says. What it does not say stays as it is. */
export function rideChanges(known: readonly KnownRide[], listed: readonly ListedRide[]): RideChanges {
  const byUuid = new Map(known.map((ride) => [ride.themeparksWikiId, ride]));
  const changes: RideChanges = { renamed: [], retyped: [], moved: [] };
  for (const { themeparksWikiId, name, entityType, parkId } of listed) {
    const ride = byUuid.get(themeparksWikiId);
    if (ride === undefined) continue;
    const newName = name === null ? ride.name : nextName(ride.name, name);
    if (newName !== ride.name) changes.renamed.push({ ride, name: newName });
    if (entityType !== null && entityType !== ride.entityType) changes.retyped.push({ ride, entityType });
    if (parkId !== null && parkId !== ride.parkId) changes.moved.push({ ride, parkId });
  }
  return changes;
}
