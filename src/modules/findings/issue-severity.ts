import type { IssueType } from './finding.js';

export const ISSUE_SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type IssueSeverity = (typeof ISSUE_SEVERITIES)[number];

const OF_TYPE: Readonly<Record<IssueType, IssueSeverity>> = {
  GAP: 'HIGH',
  INVALID: 'HIGH',
  SUSPICIOUS: 'MEDIUM',
  DUPLICATE: 'MEDIUM',
  MAPPING: 'MEDIUM',
  MISSING_FIELD: 'LOW',
};

/** Reasons whose severity differs from that of their type. */
const OF_REASON: ReadonlyMap<string, IssueSeverity> = new Map([
  // The data of a whole park does not count.
  ['STALE_FEED', 'HIGH'],
  ['TIMESTAMP_CHURN', 'HIGH'],
  ['FROZEN_PARK', 'HIGH'],
  ['NEVER_OPERATING', 'HIGH'],
  // Nothing that is stored is wrong, and nothing can be done.
  ['SOURCE_GAP', 'LOW'],
  ['DOWN_REPORTS_BEGAN', 'LOW'],
  ['DOWN_REPORTS_ENDED', 'LOW'],
  ['SAME_SECOND_DUPLICATE', 'LOW'],
]);

/**
 * What a finding costs. `HIGH`: data is missing, unreadable or excluded for a whole park; `MEDIUM`: stored values are doubtful;
 * `LOW`: statistics do not change.
 */
export const issueSeverity = (issueType: IssueType, reason: string): IssueSeverity =>
  OF_REASON.get(reason) ?? OF_TYPE[issueType];

/** The findings of a severity: those of some types except for some reasons, and those of further reasons. */
export function kindsOfSeverity(severity: IssueSeverity): {
  types: IssueType[];
  exceptions: string[];
  reasons: string[];
} {
  const types = (Object.keys(OF_TYPE) as IssueType[]).filter((type) => OF_TYPE[type] === severity);
  const reasons = [...OF_REASON].filter(([, known]) => known === severity).map(([reason]) => reason);
  return { types, exceptions: [...OF_REASON.keys()], reasons };
}
