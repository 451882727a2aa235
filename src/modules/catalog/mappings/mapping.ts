import { DomainError } from '../../../common/domain-error.js';
import type { IdMapping } from '../entities/catalog-decision.entity.js';
import type { Park } from '../entities/park.entity.js';
import type { Ride } from '../entities/ride.entity.js';
import type { MatchMethod } from '../id-matching/match-types.js';

/** A stored decision about a UUID, with its rides. */
export interface MappingRecord extends IdMapping {
  rideName: string;
  parkId: number;
  parkName: string;
  /** The ride under which the UUID's own observations are stored. */
  ownRideId: number | null;
  /** For CREATED: the ride of the same park that is or was called `matchedName`. */
  nearestRideId: number | null;
}

/** Reason of a decision of a person that a UUID is a ride of its own, although another one has a similar name. */
export const KEPT_SEPARATE = 'KEPT_SEPARATE';

/** A ride as a person compares it with another one. */
export interface ComparedRide extends Pick<
  Ride,
  'rideId' | 'name' | 'parkId' | 'entityType' | 'firstSeenAt' | 'lastSeenAt'
> {
  parkName: Park['name'];
  /** Whether the catalogue still lists it. */
  isListed: boolean;
}

export interface MappingFilter {
  /** Include decisions that are not worth a review. */
  all?: boolean;
  method?: MatchMethod;
  reason?: string;
  maxScore?: number;
  undone?: boolean;
  importId?: string;
  parkId?: number;
  /** Part of either name. */
  q?: string;
}

/** A ride with the facts that a mapping needs. */
export interface MappableRide extends Pick<Ride, 'rideId' | 'themeparksWikiId' | 'name' | 'parkId'> {
  destinationId: number;
  timezone: string | null;
  /** The ride to which it is linked; null: none. */
  linkedToRideId: number | null;
}

export interface MethodCount {
  method: MatchMethod;
  reason: string;
  count: number;
  /** Decisions among these that a person undid or replaced. */
  undone: number;
}

export class MappingNotFoundError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('MAPPING_NOT_FOUND', `No ride has the UUID ${themeparksWikiId}: it was never observed or mapped`, {
      themeparksWikiId,
    });
  }
}

/** The mapping contradicts another one, or a rule. The message explains how to resolve the conflict. */
export class MappingConflictError extends DomainError {
  constructor(themeparksWikiId: string, why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('MAPPING_CONFLICT', why, { themeparksWikiId, ...details });
  }
}
