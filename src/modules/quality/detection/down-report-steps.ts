import { DAY_MS } from '../../../common/time/calendar.js';
import type { DownReport } from '../../statistics/down-reports.js';
import type { Finding } from '../../findings/finding.js';
import { type ParkNames, entityOf, placeOf } from './finding-parts.js';

export const DOWN_REPORT_REASONS = ['DOWN_REPORTS_BEGAN', 'DOWN_REPORTS_ENDED'] as const;

/** Without a DOWN for so many days a park has hardly been spared by chance. */
const MIN_DAYS_WITHOUT = 28;

/** When a park's feed began to report DOWN, or stopped. */
export interface DownReportStep {
  reason: (typeof DOWN_REPORT_REASONS)[number];
  /** First or last local day with DOWN. */
  date: string;
  /** Began: first local day on which the park was seen operating without a DOWN. */
  observedFrom: string | null;
}

/**
 * The steps of a park. That the first DOWN comes soon after the park was first observed is no step.
 * @param reports oldest first
 * @param firstDate the first local day on which the park was seen operating; null: none
 */
export function downReportSteps(reports: readonly DownReport[], firstDate: string | null): DownReportStep[] {
  return reports.flatMap(({ from, until }, index) => {
    const observedFrom = index === 0 ? firstDate : reports[index - 1]!.until;
    const begins = observedFrom !== null && daysBetween(observedFrom, from) >= MIN_DAYS_WITHOUT;
    return [
      ...(begins ? [{ reason: 'DOWN_REPORTS_BEGAN' as const, date: from, observedFrom }] : []),
      ...(until === null ? [] : [{ reason: 'DOWN_REPORTS_ENDED' as const, date: until, observedFrom: null }]),
    ];
  });
}

/** @param dayStartMs when the local day of the step begins, and the next one */
export function findingOfStep(
  park: ParkNames,
  { reason, date, observedFrom }: DownReportStep,
  day: { startMs: number; endMs: number },
): Finding {
  const text =
    reason === 'DOWN_REPORTS_BEGAN'
      ? `the feed reports DOWN from ${date} on and did not before, though the park was observed from ${observedFrom} on. ` +
        `Uptime before ${date} is not known, and no change across that day is one of the park`
      : `the feed reports no DOWN after ${date}, for a year or more of operation. Uptime after ${date} is not known: ` +
        'ask the source whether it still reports outages';
  return {
    ...placeOf(park, null, day.startMs, day.endMs),
    issueType: 'SUSPICIOUS',
    reason,
    identity: [...entityOf(park, null), date],
    recordsAffected: 1,
    description: `${park.name}: ${text}. Set to WONTFIX once noted`,
    sample: { date, observedFrom },
  };
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
