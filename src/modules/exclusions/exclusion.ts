import { DomainError } from '../../common/domain-error.js';

/** Why data is excluded. Every reason except `MANUAL` is a rule; docs/data-quality.md describes them. */
export const EXCLUSION_REASONS = [
  'STALE_FEED',
  'TIMESTAMP_CHURN',
  'STALE_ROW',
  'ZERO_WAITS',
  'NEVER_OPERATING',
  'FROZEN_PARK',
  'MANUAL',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
export type RuleReason = Exclude<ExclusionReason, 'MANUAL'>;

/** `ALL`: the observations are ignored. `WAIT`: only their waits are ignored. */
export const EXCLUSION_SCOPES = ['ALL', 'WAIT'] as const;
export type ExclusionScope = (typeof EXCLUSION_SCOPES)[number];

export const EXCLUSION_ORIGINS = ['RULE', 'PERSON'] as const;
export type ExclusionOrigin = (typeof EXCLUSION_ORIGINS)[number];

export const EXCLUSION_ACTIONS = ['CREATED', 'CHANGED', 'REVOKED', 'RESTORED'] as const;
export type ExclusionAction = (typeof EXCLUSION_ACTIONS)[number];

/** A whole park, or one of its rides. */
export interface ExclusionTarget {
  parkId: number;
  rideId: number | null;
}

/** Some parks and rides. */
export interface ExclusionTargets {
  parkIds: readonly number[];
  rideIds: readonly number[];
}

/** From `fromMs` up to but not including `toMs`; null: still in progress. */
export interface ExclusionInterval {
  fromMs: number;
  toMs: number | null;
}

/** An exclusion that a rule requests. */
export interface RuleExclusion extends ExclusionTarget, ExclusionInterval {
  reason: RuleReason;
  scope: ExclusionScope;
  /** Fingerprint of the finding that reports it. */
  findingFingerprint: string | null;
  note: string;
  /** No later observation contradicts it: an exclusion in progress stays in progress. */
  mayGoOn?: boolean;
}

/** A stored exclusion, with the fields that changing it needs. `parkId` of a ride's exclusion is the ride's present park. */
export interface StoredExclusion extends ExclusionTarget, ExclusionInterval {
  exclusionId: number;
  reason: ExclusionReason;
  scope: ExclusionScope;
  origin: ExclusionOrigin;
  /** Who revoked it; null: it is in force. */
  revokedOrigin: ExclusionOrigin | null;
  /** Who revoked or restored it last; null: neither happened. A rule never overrides a person's decision. */
  decidedBy: ExclusionOrigin | null;
  /** The finding that reports it. */
  logId: number | null;
}

/** An exclusion in force, as readers of the data need it. */
export interface ExclusionInForce extends ExclusionTarget, ExclusionInterval {
  exclusionId: number;
  reason: ExclusionReason;
  scope: ExclusionScope;
}

/** An excluded interval of a ride, by an exclusion of the ride or of its park. */
export interface ExcludedInterval {
  rideId: number;
  fromMs: number;
  toMs: number | null;
  scope: ExclusionScope;
}

/** An interval in which all data of a park is excluded. */
export interface ExcludedParkInterval extends ExclusionInterval {
  parkId: number;
}

export class ExclusionNotFoundError extends DomainError {
  constructor(exclusionId: number) {
    super('EXCLUSION_NOT_FOUND', `Exclusion ${exclusionId} does not exist`, { exclusionId });
  }
}

/** The exclusion is already revoked, or already in force. */
export class ExclusionStateConflictError extends DomainError {
  constructor(exclusionId: number, state: 'revoked' | 'in force') {
    super('EXCLUSION_STATE_CONFLICT', `Exclusion ${exclusionId} is already ${state}`, { exclusionId });
  }
}
