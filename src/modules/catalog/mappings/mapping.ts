import { DomainError } from '../../../common/domain-error.js';
import type { MatchMethod } from '../id-matching/match-types.js';

/** A decision about a UUID as it is kept, with the rides that it speaks of. */
export interface MappingRecord {
  mappingId: number;
  themeparksWikiId: string;
  method: MatchMethod;
  score: number | null;
  reason: string;
  archiveName: string;
  matchedName: string | null;
  importId: string | null;
  decidedAt: Date;
  undoneAt: Date | null;
  /** The ride that the UUID counts as. */
  rideId: number;
  rideName: string;
  parkId: number;
  parkName: string;
  /** The ride under which the UUID's own observations are stored. */
  ownRideId: number | null;
  /** Of a CREATED one: the ride of the same park that is, or was, called `matchedName`. */
  nearestRideId: number | null;
}

export interface MappingFilter {
  /** Also decisions that are not worth a review. */
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

/** A ride with what a mapping has to know of it. */
export interface MappableRide {
  rideId: number;
  themeparksWikiId: string | null;
  name: string;
  parkId: number;
  destinationId: number;
  timezone: string | null;
  /** The ride that it is linked to, if it is. */
  linkedToRideId: number | null;
}

export interface MethodCount {
  method: MatchMethod;
  reason: string;
  count: number;
  /** Of these, decisions that a person took back or replaced. */
  undone: number;
}

export class MappingNotFoundError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('MAPPING_NOT_FOUND', `No ride has the UUID ${themeparksWikiId}: nobody has seen or mapped it`, {
      themeparksWikiId,
    });
  }
}

/** The mapping contradicts another one, or the rules; the message says what to do instead. */
export class MappingConflictError extends DomainError {
  constructor(themeparksWikiId: string, why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('MAPPING_CONFLICT', why, { themeparksWikiId, ...details });
  }
}
