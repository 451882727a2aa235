import type { Park } from '../entities/park.entity.js';
import type { Ride } from '../entities/ride.entity.js';

/** A park, as lines of a catalogue refer to it. */
export interface OwnPark extends Pick<Park, 'parkId' | 'destinationId' | 'themeparksWikiId' | 'name' | 'timezone'> {
  slugs: string[];
  position: { latitude: number; longitude: number } | null;
  destinationName: string;
  /** The park into which a decision merged it; null: none. */
  mergedIntoParkId: number | null;
}

/** A ride that is not linked to another one. */
export interface OwnRide extends Pick<Ride, 'rideId' | 'parkId' | 'themeparksWikiId' | 'name' | 'entityType'> {
  destinationId: number;
  /** Neither excluded nor a queue of another ride. */
  isCounted: boolean;
  /** Its own UUID and those of the rides linked to it. */
  uuids: string[];
  /** Its ids in other catalogues, and those of the rides linked to it. */
  ids: { source: string; externalId: string }[];
}

export type NewOwnRide = Pick<Ride, 'parkId' | 'themeparksWikiId' | 'name' | 'entityType'>;
export type NewOwnPark = Pick<Park, 'destinationId' | 'name' | 'timezone'> & { themeparksWikiId: string };
