import type { Position } from '../../../common/geo.js';
import type { EntityType } from '../entity-types.js';

/** The facts by which a ride is matched with another one. */
export interface PairableRide {
  rideId: number;
  /** The current name first, then former names. */
  names: readonly string[];
  entityType: EntityType | null;
  position: Position | null;
  externalId: string | null;
  /** Index in the catalogue's list of the park. */
  listOrder: number | null;
}

export const PAIR_REASONS = ['EQUAL_NAME', 'EXTERNAL_ID', 'SIMILAR_NAME', 'SAME_PLACE', 'LIST_ORDER'] as const;
export type PairReason = (typeof PAIR_REASONS)[number];

/** WEAK pairs are proposed, but confirmed only on explicit request. */
export type PairStrength = 'STRONG' | 'WEAK';

export interface PairEvidence {
  /** Null: at least one of the rides has no position. */
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
  /** Rides without a counterpart. */
  openFormer: PairableRide[];
  openCurrent: PairableRide[];
}
