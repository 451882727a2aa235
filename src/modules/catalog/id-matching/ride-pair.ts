import type { Position } from '../../../common/geo.js';
import type { EntityType } from '../entity-types.js';

/** What is known of a ride that may be another one. */
export interface PairableRide {
  rideId: number;
  /** The current one first, then former ones. */
  names: readonly string[];
  entityType: EntityType | null;
  position: Position | null;
  externalId: string | null;
  /** Its place in the catalogue's list of the park. */
  listOrder: number | null;
}

export const PAIR_REASONS = ['EQUAL_NAME', 'EXTERNAL_ID', 'SIMILAR_NAME', 'SAME_PLACE', 'LIST_ORDER'] as const;
export type PairReason = (typeof PAIR_REASONS)[number];

const PAIR_STRENGTHS = ['STRONG', 'WEAK'] as const;
/** WEAK pairs are shown to a person and never confirmed together with the others. */
export type PairStrength = (typeof PAIR_STRENGTHS)[number];

export interface PairEvidence {
  /** Null: one of them has no position. */
  distanceMeters: number | null;
  nameLikeness: 'EQUAL' | 'SIMILAR' | 'DIFFERENT';
  isSameExternalId: boolean;
}

export interface RidePair {
  former: PairableRide;
  current: PairableRide;
  reason: PairReason;
  strength: PairStrength;
  evidence: PairEvidence;
}

export interface PairedRides {
  pairs: RidePair[];
  /** Without a partner. */
  openFormer: PairableRide[];
  openCurrent: PairableRide[];
}
