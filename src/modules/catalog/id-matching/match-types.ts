export const MATCH_METHODS = ['UUID', 'EXACT_NAME', 'FUZZY_NAME', 'MANUAL', 'CREATED'] as const;
export type MatchMethod = (typeof MATCH_METHODS)[number];

/** Why a decision is what it is: the first three with a ride, the others with CREATED. */
export const MATCH_REASONS = [
  'EQUAL_NAME',
  'SEASONAL_NAME',
  'SIMILAR_NAME',
  'AMBIGUOUS',
  'HAS_OTHER_UUID',
  'OTHER_ENTITY_TYPE',
  'DISTINGUISHING_WORD',
  'TOO_DISTANT',
  'NO_CANDIDATE',
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** A ride of the park. A ride with several names (earlier ones) may be given once per name. */
export interface CandidateRide {
  rideId: number;
  name: string;
  /** It, or a linked ride, already has a UUID. */
  hasUuid: boolean;
  /** Null where unknown, which fits everything. */
  entityType: string | null;
}

export interface UnknownEntity {
  themeparksWikiId: string;
  /** In order of first use. */
  names: readonly string[];
  isShow: boolean;
}

export interface MatchDecision {
  themeparksWikiId: string;
  method: MatchMethod;
  /** Null for CREATED. */
  rideId: number | null;
  /** 0…1; of the nearest name where nothing matched, 0 where there was none. */
  score: number;
  /** The entity's name that was compared; its last one where there was nothing to compare with. */
  archiveName: string;
  /** The ride's name that was compared; for CREATED the nearest one, for a person to review. */
  matchedName: string | null;
  reason: MatchReason;
}
