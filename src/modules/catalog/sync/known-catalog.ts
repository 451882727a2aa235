import type { EntityType } from '../entity-types.js';

/** A ride as the warehouse has it. */
export interface KnownRide {
  rideId: number;
  themeparksWikiId: string | null;
  parkId: number;
  name: string;
  entityType: EntityType | null;
  isActive: boolean;
  /** The ride that it counts as; null: it is one of its own. */
  linkedToRideId: number | null;
  /** It was kept apart from a ride of the same name for no other reason than that one's UUID. */
  isHeldApart: boolean;
  /** The catalogue's list has had it before. */
  wasListed: boolean;
  /** The destination of its park. */
  destinationUuid: string;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

export interface KnownPark {
  parkId: number;
  destinationId: number;
  destinationUuid: string;
  /** The park that it is by a decision: its rides are there. Null: it is itself. */
  countsAsParkId: number | null;
  themeparksWikiId: string | null;
  name: string;
  slug: string | null;
  timezone: string | null;
  latitude: number | null;
  longitude: number | null;
  isActive: boolean;
}
