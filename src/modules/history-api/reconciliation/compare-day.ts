import type { DailyRow } from '../daily-rules/daily-row.js';
import {
  ABSENT_RULE_FROM,
  type DailyRuleOptions,
  type DailyRuleVersion,
  ruleVersionOf,
} from '../daily-rules/daily-rules.js';
import { type DailyMetrics, emptyRow, metricsOf, isApart } from './daily-metrics.js';
import { type Explanation, explain, USUAL_CEILING_MINUTES } from './explain-difference.js';
import { hasChange, isObserved, type KnownDay, ourRow } from './our-row.js';

/** A figure that differs by more than the tolerance. */
export interface DayDifference {
  /** Such as `operatingMinutes`; `row`: one side has no row. */
  field: string;
  ours: number | null;
  theirs: number | null;
  explanation: Explanation;
}

/** Result for one ride and day; `NOT_OBSERVED`: we have nothing to compare. */
export type DayComparison = { isObserved: false } | { isObserved: true; differences: DayDifference[] };

/** @param theirs null: they published no row of the day */
export function compareDay(known: KnownDay, theirs: DailyRow | null): DayComparison {
  if (!isObserved(known)) return { isObserved: false };
  const { date } = known.stored;
  const options: DailyRuleOptions = {
    version: theirs === null ? versionOf(date) : ruleVersionOf(theirs),
    ceilingMinutes: USUAL_CEILING_MINUTES,
  };
  const ours = ourRow(known, options);
  if (theirs === null) return { isObserved: true, differences: differencesWithoutRow(known, ours) };
  const ourMetrics = metricsOf(ours ?? rowWithoutMinutes(known, theirs));
  const theirMetrics = metricsOf(theirs);
  const differing = [...theirMetrics.keys()].filter(
    (field) =>
      isComparable(field, ourMetrics, theirMetrics, options.version) && differs(field, ourMetrics, theirMetrics),
  );
  if (differing.length === 0) return { isObserved: true, differences: [] };
  const explained = explain(differing, { known, options, ours: ourMetrics, theirs: theirMetrics });
  const differences = differing.map((field) => ({
    field,
    ours: ourMetrics.get(field) ?? null,
    theirs: theirMetrics.get(field) ?? null,
    explanation: explained.get(field)!,
  }));
  return { isObserved: true, differences };
}

const versionOf = (date: string): DailyRuleVersion => (date < ABSENT_RULE_FROM ? 'UNCONFIRMED' : 'ABSENT');

/** A day without any report has no row, so a day without a change is no difference. */
function differencesWithoutRow(known: KnownDay, ours: DailyRow | null): DayDifference[] {
  const minutes = ours === null ? 0 : ours.operatingMinutes + ours.downMinutes;
  if (!hasChange(known) || !isApart('operatingMinutes', minutes, 0)) return [];
  return [{ field: 'row', ours: minutes, theirs: null, explanation: 'UNEXPLAINED' }];
}

/** Our row if nothing was counted; the published hours are known all the same. */
function rowWithoutMinutes({ stored: { date, hours } }: KnownDay, theirs: DailyRow): DailyRow {
  const row = emptyRow(date);
  if (theirs.inParkHours === null || hours.length === 0) return row;
  const { scheduledMinutes } = theirs.inParkHours;
  const { operatingMinutes, downMinutes, unknownMinutes, standby, singleRider, extremeWaits, implausibleWaits } = row;
  const minutes = {
    operatingMinutes,
    downMinutes,
    unknownMinutes,
    standby,
    singleRider,
    extremeWaits,
    implausibleWaits,
  };
  return { ...row, inParkHours: { scheduledMinutes, ...minutes } };
}

/** Excludes figures that their version of the rules lacks, and figures that one side has no data for. */
function isComparable(field: string, ours: DailyMetrics, theirs: DailyMetrics, version: DailyRuleVersion): boolean {
  if (version === 'EARLIER' && /^(unknownMinutes|inParkHours|extremeWaits|implausibleWaits)/.test(field)) return false;
  // Their rows have no close after midnight, and a day may have no list of show times.
  if (field === 'lastClosedAt') return theirs.get(field) !== null;
  if (field === 'showCount') return ours.get(field) !== null && theirs.get(field) !== null;
  const isInHours = field.startsWith('inParkHours.');
  const hasHours = (metrics: DailyMetrics): boolean => metrics.get('inParkHours.scheduledMinutes') !== null;
  // Without hours on one side, the missing block is one difference.
  return !isInHours || field === 'inParkHours.scheduledMinutes' || (hasHours(ours) && hasHours(theirs));
}

const differs = (field: string, ours: DailyMetrics, theirs: DailyMetrics): boolean =>
  isApart(field, ours.get(field) ?? null, theirs.get(field) ?? null);
