import { DomainError } from '../../common/domain-error.js';

/** Why data is excluded. Every reason but `MANUAL` is a rule of its own; docs/data-quality.md lists them. */
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

/** `ALL`: the observations count as never made. `WAIT`: only their waits do not count. */
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

/** What a rule asks for. */
export interface RuleExclusion extends ExclusionTarget, ExclusionInterval {
  reason: RuleReason;
  scope: ExclusionScope;
  /** Fingerprint of the finding that reports it. */
  findingFingerprint: string | null;
  note: string;
  /** Nothing observed since contradicts it: one that is in progress stays so. */
  mayGoOn?: boolean;
}

/** A stored exclusion, as far as a change of it needs to know. The park of a ride's exclusion is the ride's present one. */
export interface StoredExclusion extends ExclusionTarget, ExclusionInterval {
  exclusionId: number;
  reason: ExclusionReason;
  scope: ExclusionScope;
  origin: ExclusionOrigin;
  /** Who revoked it; null: it holds. */
  revokedOrigin: ExclusionOrigin | null;
  /** Whoever revoked or restored it last; null: neither happened yet. What a person decided, no rule takes back. */
  decidedBy: ExclusionOrigin | null;
  /** The finding that reports it. */
  logId: number | null;
}

/** An exclusion that holds, as those who read data have to heed it. */
export interface ExclusionInForce extends ExclusionTarget, ExclusionInterval {
  exclusionId: number;
  reason: ExclusionReason;
  scope: ExclusionScope;
}

/** A part of the data of a ride that does not count, by an exclusion of the ride or of the park that it lies in. */
export interface ExcludedInterval {
  rideId: number;
  fromMs: number;
  toMs: number | null;
  scope: ExclusionScope;
}

/** A part of the time of a park of which no data counts. */
export interface ExcludedParkInterval extends ExclusionInterval {
  parkId: number;
}

export class ExclusionNotFoundError extends DomainError {
  constructor(exclusionId: number) {
    super('EXCLUSION_NOT_FOUND', `There is no exclusion ${exclusionId}`, { exclusionId });
  }
}

/** It is revoked already, or holds already. */
export class ExclusionStateConflictError extends DomainError {
  constructor(exclusionId: number, state: 'revoked' | 'in force') {
    super('EXCLUSION_STATE_CONFLICT', `Exclusion ${exclusionId} is ${state} already`, { exclusionId });
  }
}
