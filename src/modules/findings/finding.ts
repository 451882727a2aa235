import { createHash } from 'node:crypto';
import { DomainError } from '../../common/domain-error.js';

export const ISSUE_TYPES = ['GAP', 'DUPLICATE', 'INVALID', 'MISSING_FIELD', 'MAPPING', 'SUSPICIOUS'] as const;
export type IssueType = (typeof ISSUE_TYPES)[number];

/** Something found about the data. Found again, it is the same row of the log, seen once more. */
export interface Finding {
  issueType: IssueType;
  /** A stable word for what it is, such as `UNKNOWN_STATUS`. */
  reason: string;
  /** What makes two findings the same thing, such as a file's key and a field. */
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
   * Found again in another window, it is more of the same: the records of the windows add up, and its window spans all of
   * them. Found again in the same window, or where this is not set, it takes the place.
   */
  accumulates?: boolean;
}

/** By what a finding is known again. */
export type FindingKey = Pick<Finding, 'issueType' | 'reason' | 'identity'>;

/** How the description of a gap ends while it goes on. */
export const ONGOING_SUFFIX = ', so far';

/** The earlier names of reasons. Fingerprints keep them, so that a finding recorded under one stays the same finding. */
const FINGERPRINTED_AS: Readonly<Record<string, string>> = {
  STALE_FEED: 'FEED_FROZEN',
  TIMESTAMP_CHURN: 'FEED_RESTAMPED',
  ID_CHANGED: 'REKEYED',
  PARK_ID_CHANGED: 'PARK_REKEYED',
  IMPLAUSIBLE_WAIT: 'PLACEHOLDER_WAIT',
};

/** Equal for the same thing found twice. */
export function fingerprintOf({ issueType, reason, identity }: FindingKey): string {
  return createHash('sha256')
    .update(JSON.stringify([issueType, FINGERPRINTED_AS[reason] ?? reason, ...identity]))
    .digest('hex');
}

export const RESOLUTION_STATUSES = ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'] as const;
export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number];

/** The moves of a finding. What is decided can only be reopened, so that every second thought shows in the history. */
const MOVES: Readonly<Record<ResolutionStatus, readonly ResolutionStatus[]>> = {
  OPEN: ['INVESTIGATING', 'RESOLVED', 'WONTFIX'],
  INVESTIGATING: ['OPEN', 'RESOLVED', 'WONTFIX'],
  RESOLVED: ['OPEN'],
  WONTFIX: ['OPEN'],
};

/** Still to be dealt with. */
export const UNRESOLVED: readonly ResolutionStatus[] = ['OPEN', 'INVESTIGATING'];

/** Whether a person may move it so. Staying is no move: it adds a note. */
export function mayMove(from: ResolutionStatus, to: ResolutionStatus): boolean {
  return from === to || MOVES[from].includes(to);
}

const movesFrom = (from: ResolutionStatus): readonly ResolutionStatus[] => MOVES[from];

export class IssueNotFoundError extends DomainError {
  constructor(logId: number) {
    super('ISSUE_NOT_FOUND', `There is no issue ${logId}`, { logId });
  }
}

/** The issue cannot be moved so from where it is, perhaps since this moment. */
export class IssueStateConflictError extends DomainError {
  constructor(logId: number, from: ResolutionStatus, to: ResolutionStatus) {
    super('ISSUE_STATE_CONFLICT', `Issue ${logId} is ${from} and cannot become ${to}`, {
      logId,
      resolutionStatus: from,
      allowed: movesFrom(from),
    });
  }
}
