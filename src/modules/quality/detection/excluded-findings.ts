import { merged, overlapMs, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { ExclusionReason, ExclusionScope } from '../../exclusions/exclusion.js';
import type { Finding } from '../../findings/finding.js';
import type { Part } from './group-findings.js';
import type { ObservedSpan } from './observed-spans.js';

/** An interval in which a rule excludes data of the park or of one ride. */
export interface ExcludedTime extends TimeInterval {
  /** Null: of the whole park. */
  rideId: number | null;
  reason: ExclusionReason;
  scope: ExclusionScope;
}

/** What these findings report is the same event that the exclusion reports, as far as it lies within its scope. */
const SCOPES: Readonly<Record<string, readonly ExclusionScope[]>> = {
  FROZEN_WAIT: ['ALL', 'WAIT'],
  FROZEN_PARK: ['ALL', 'WAIT'],
  LONG_DOWN: ['ALL'],
};

/**
 * Leaves out what the finding of an exclusion already reports: data that does not change for hours, most of it within the
 * excluded time. A finding of FROZEN_PARK belongs to the exclusion of that rule, and exclusions by persons report nothing.
 */
export function withoutExcluded(
  findings: readonly Finding[],
  excluded: readonly ExcludedTime[],
): { findings: Finding[]; parts: Part[] } {
  const parts = findings.flatMap((part): Part[] => {
    const reason = reasonOf(part, excluded);
    return reason === null ? [] : [{ part, whole: { ...part, reason } }];
  });
  const covered = new Set(parts.map(({ part }) => part));
  return { findings: findings.filter((finding) => !covered.has(finding)), parts };
}

/** Null: no exclusion reports it. */
function reasonOf(finding: Finding, excluded: readonly ExcludedTime[]): ExclusionReason | null {
  const scopes = SCOPES[finding.reason] ?? [];
  const rideId = finding.entityType === 'RIDE' ? finding.entityId : null;
  const same = excluded.filter(
    (one) =>
      scopes.includes(one.scope) &&
      (one.rideId === null || one.rideId === rideId) &&
      one.reason !== 'FROZEN_PARK' &&
      one.reason !== 'MANUAL',
  );
  return same.length > 0 && isMostlyIn(finding, merged(same, 0)) ? same[0]!.reason : null;
}

/** Whether the wait that was last seen of an observation is excluded, for whatever reason. */
export function isWaitExcluded({ rideId, untilMs }: ObservedSpan, excluded: readonly ExcludedTime[]): boolean {
  return excluded.some(
    (one) => (one.rideId === null || one.rideId === rideId) && one.startMs <= untilMs && untilMs < one.endMs,
  );
}

/** Whether at least half of the window of a finding lies within the intervals. */
export function isMostlyIn({ windowStart, windowEnd }: Finding, intervals: readonly TimeInterval[]): boolean {
  const window = { startMs: windowStart!.getTime(), endMs: windowEnd!.getTime() };
  return overlapMs(window, intervals) * 2 >= window.endMs - window.startMs;
}
