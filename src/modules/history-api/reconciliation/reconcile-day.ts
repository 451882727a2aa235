import { plural } from '../../../common/text.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { DailyRow } from '../daily-rules/daily-row.js';
import { compareDay, type DayDifference } from './compare-day.js';
import { INSTANT_FIELDS } from './daily-metrics.js';
import type { KnownDay } from './our-row.js';
import type { ReconciledDay, ReconciliationDifference } from './reconciled-day.entity.js';
import type { KnownRide, ReconciledPark } from './stored-observations.sql.js';

export const DAILY_ROWS_DIFFER = 'DAILY_ROWS_DIFFER';
const MAX_EXAMPLES = 10;

export type DayCounts = Pick<ReconciledDay, 'agreeing' | 'explained' | 'unexplained' | 'notObserved'>;

export interface DayResult {
  counts: DayCounts;
  differences: (DayDifference & { ride: KnownRide })[];
}

/** Compares all rides of a park and day. @param published by UUID */
export function reconcileDay(
  rides: readonly KnownRide[],
  known: ReadonlyMap<number, KnownDay>,
  published: ReadonlyMap<string, DailyRow>,
): DayResult {
  const counts: DayCounts = { agreeing: 0, explained: 0, unexplained: 0, notObserved: 0 };
  const differences: DayResult['differences'] = [];
  const compared = new Set<string>();
  for (const ride of rides) {
    const theirs = published.get(ride.themeparksWikiId) ?? null;
    const result = compareDay(known.get(ride.rideId)!, theirs);
    if (!result.isObserved) continue;
    compared.add(ride.themeparksWikiId);
    if (result.differences.length === 0) counts.agreeing++;
    else if (result.differences.every(({ explanation }) => explanation !== 'UNEXPLAINED')) counts.explained++;
    else counts.unexplained++;
    differences.push(...result.differences.map((difference) => ({ ...difference, ride })));
  }
  counts.notObserved = [...published.keys()].filter((id) => !compared.has(id)).length;
  return { counts, differences };
}

export const differenceRowOf = (
  { field, ours, theirs, explanation, ride }: DayResult['differences'][number],
  { parkId, localDate }: Pick<ReconciledDay, 'parkId' | 'localDate'>,
): ReconciliationDifference => ({
  ...{ rideId: ride.rideId, localDate, field, parkId, explanation },
  ours: textOf(field, ours),
  theirs: textOf(field, theirs),
});

function textOf(field: string, value: number | null): string | null {
  if (value === null) return null;
  return INSTANT_FIELDS.has(field) ? new Date(value).toISOString().replace('.000Z', 'Z') : String(value);
}

/** One finding for all unexplained differences of a park and day, with examples of both values. */
export function findingOfDay(
  { parkId, name }: ReconciledPark,
  date: string,
  { startMs, endMs }: TimeInterval,
  { counts, differences }: DayResult,
): Finding {
  const unexplained = differences.filter(({ explanation }) => explanation === 'UNEXPLAINED');
  const examples = unexplained.slice(0, MAX_EXAMPLES).map(({ ride, field, ours, theirs }) => ({
    ...{ rideId: ride.rideId, name: ride.name, field },
    ...{ ours: textOf(field, ours), theirs: textOf(field, theirs) },
  }));
  const [first] = examples;
  const example =
    first === undefined ? '' : `; ${first.name}: ${first.field} ${shown(first.ours)}, published ${shown(first.theirs)}`;
  return {
    issueType: 'SUSPICIOUS',
    reason: DAILY_ROWS_DIFFER,
    identity: ['PARK', parkId, date],
    entityType: 'PARK',
    entityId: parkId,
    parkId,
    importId: null,
    windowStart: new Date(startMs),
    windowEnd: new Date(endMs),
    recordsAffected: counts.unexplained,
    description: `${name} on ${date}: daily figures of ${plural(counts.unexplained, 'ride')} differ from those of ThemeParks.wiki without a known reason${example}`,
    sample: examples,
  };
}

const shown = (value: string | null): string => value ?? 'none';
