export const MATCH_METHODS = ['UUID', 'EXACT_NAME', 'FUZZY_NAME', 'MANUAL', 'CREATED', 'EXTERNAL_ID'] as const;
export type MatchMethod = (typeof MATCH_METHODS)[number];

/** Reason of a decision: the first four with a matched ride, the others with CREATED. */
export const MATCH_REASONS = [
  'EQUAL_EXTERNAL_ID',
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

/** A ride of the park. A ride with former names is given once per name. */
export interface CandidateRide {
  rideId: number;
  name: string;
  /** The ride or a linked ride already has a UUID. */
  hasUuid: boolean;
  /** Null: unknown, which is compatible with every type. */
  entityType: string | null;
  /** Ids of the park's operator, if known. */
  operatorIds?: readonly string[];
}

export interface UnknownEntity {
  themeparksWikiId: string;
  /** In order of first use. */
  names: readonly string[];
  isShow: boolean;
  /** Ids of the park's operator, if known. */
  operatorIds?: readonly string[];
}

export interface MatchDecision {
  themeparksWikiId: string;
  method: MatchMethod;
  /** Null for CREATED. */
  rideId: number | null;
  /** 0…1; for CREATED the score of the nearest name, or 0 without one. */
  score: number;
  /** The entity's name that was compared; its last name if there was no candidate. */
  archiveName: string;
  /** The ride's name that was compared; for CREATED the nearest one, for a person to review. */
  matchedName: string | null;
  reason: MatchReason;
}
