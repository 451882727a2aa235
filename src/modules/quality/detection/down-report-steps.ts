import { DAY_MS } from '../../../common/time/calendar.js';
import type { DownReport } from '../../statistics/down-reports.js';
import type { Finding } from '../../findings/finding.js';
import { type ParkNames, entityOf, placeOf } from './finding-parts.js';

export const DOWN_REPORT_REASONS = ['DOWN_REPORTS_BEGAN', 'DOWN_REPORTS_ENDED'] as const;

/** A park without any DOWN for this many days has probably not reported DOWN at all. */
const MIN_DAYS_WITHOUT = 28;

/** When a park's feed began to report DOWN, or stopped. */
export interface DownReportStep {
  reason: (typeof DOWN_REPORT_REASONS)[number];
  /** First or last local day with DOWN. */
  date: string;
  /** For DOWN_REPORTS_BEGAN: the first local day on which the park was observed operating without a DOWN. */
  observedFrom: string | null;
}

/**
 * The days on which a park's feed began or stopped reporting DOWN. A first DOWN soon after the first observation of the
 * park does not count.
 * @param reports oldest first
 * @param firstDate the first local day on which the park was observed operating; null: none
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

/** @param day the local day of the step */
export function findingOfStep(
  park: ParkNames,
  { reason, date, observedFrom }: DownReportStep,
  day: { startMs: number; endMs: number },
): Finding {
  const text =
    reason === 'DOWN_REPORTS_BEGAN'
      ? `the feed reports DOWN since ${date} and did not before, although the park was observed since ${observedFrom}. ` +
        `Uptime before ${date} is unknown, and a change of uptime across that day is not a change of the park`
      : `the feed reports no DOWN after ${date}, for a year or more of operation. Uptime after ${date} is unknown: ` +
        'ask the source whether it still reports outages';
  return {
    ...placeOf(park, null, day.startMs, day.endMs),
    issueType: 'SUSPICIOUS',
    reason,
    identity: [...entityOf(park, null), date],
    recordsAffected: 1,
    description: `${park.name}: ${text}. Set this issue to WONTFIX once noted`,
    sample: { date, observedFrom },
  };
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
