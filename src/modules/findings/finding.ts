import { createHash } from 'node:crypto';
import { DomainError } from '../../common/domain-error.js';

export const ISSUE_TYPES = ['GAP', 'DUPLICATE', 'INVALID', 'MISSING_FIELD', 'MAPPING', 'SUSPICIOUS'] as const;
export type IssueType = (typeof ISSUE_TYPES)[number];

/** A problem found in the data. Found again, it updates the same row of the log. */
export interface Finding {
  issueType: IssueType;
  /** A stable code, such as `UNKNOWN_STATUS`. */
  reason: string;
  /** Identifies the finding among those of its type and reason, for example by a file's key and a field. */
  identity: readonly (string | number)[];
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;
  /** Internal id of the destination, park or ride. */
  entityId: number | null;
  parkId: number | null;
  importId: string | null;
  windowStart: Date | null;
  windowEnd: Date | null;
  recordsAffected: number;
  description: string;
  sample: unknown;
  /**
   * If set, a finding in another window adds its records, and the window of the row spans all of them. In the same window,
   * or if not set, the new finding replaces the earlier one.
   */
  accumulates?: boolean;
}

/** The part of a finding that identifies it. */
export type FindingKey = Pick<Finding, 'issueType' | 'reason' | 'identity'>;

/** The end of the description of an ongoing gap. */
export const ONGOING_SUFFIX = ', so far';

/** The earlier names of reasons. Fingerprints keep them, so that what was recorded under one stays the same record. */
const FINGERPRINTED_AS: Readonly<Record<string, string>> = {
  STALE_FEED: 'FEED_FROZEN',
  TIMESTAMP_CHURN: 'FEED_RESTAMPED',
  ID_CHANGED: 'REKEYED',
  PARK_ID_CHANGED: 'PARK_REKEYED',
  IMPLAUSIBLE_WAIT: 'PLACEHOLDER_WAIT',
  RESPONSES_AHEAD: 'ANSWERS_AHEAD',
};

/** The name of a reason in fingerprints. */
export const fingerprintedReason = (reason: string): string => FINGERPRINTED_AS[reason] ?? reason;

/** Equal for two findings of the same problem. */
export function fingerprintOf({ issueType, reason, identity }: FindingKey): string {
  return createHash('sha256')
    .update(JSON.stringify([issueType, fingerprintedReason(reason), ...identity]))
    .digest('hex');
}

export const RESOLUTION_STATUSES = ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'] as const;
export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number];

/** The allowed changes. A decided finding can only be reopened, so that every change of mind appears in the history. */
const MOVES: Readonly<Record<ResolutionStatus, readonly ResolutionStatus[]>> = {
  OPEN: ['INVESTIGATING', 'RESOLVED', 'WONTFIX'],
  INVESTIGATING: ['OPEN', 'RESOLVED', 'WONTFIX'],
  RESOLVED: ['OPEN'],
  WONTFIX: ['OPEN'],
};

/** The statuses of findings that need attention. */
export const UNRESOLVED: readonly ResolutionStatus[] = ['OPEN', 'INVESTIGATING'];

/** Whether a person may make this change. The same status is allowed: it adds a note. */
export function mayMove(from: ResolutionStatus, to: ResolutionStatus): boolean {
  return from === to || MOVES[from].includes(to);
}

const movesFrom = (from: ResolutionStatus): readonly ResolutionStatus[] => MOVES[from];

export class IssueNotFoundError extends DomainError {
  constructor(logId: number) {
    super('ISSUE_NOT_FOUND', `Issue ${logId} does not exist`, { logId });
  }
}

/** The present status of the issue does not allow this change; another request may have changed it just now. */
export class IssueStateConflictError extends DomainError {
  constructor(logId: number, from: ResolutionStatus, to: ResolutionStatus) {
    super('ISSUE_STATE_CONFLICT', `Issue ${logId} is ${from} and cannot become ${to}`, {
      logId,
      resolutionStatus: from,
      allowed: movesFrom(from),
    });
  }
}
