import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { RideStatus } from '../../snapshots/observations.js';
import type { DailyRow } from '../daily-rules/daily-row.js';
import type { DailyRuleOptions, DailyRuleVersion } from '../daily-rules/daily-rules.js';
import {
  type DailyMetrics,
  emptyRow,
  metricsOf,
  INSTANT_FIELDS,
  isApart,
  isMinutesField,
  toleranceOf,
} from './daily-metrics.js';
import { AS_OBSERVED, type AssumedState, type KnownDay, ourRow, type Scenario, uncertainty } from './our-row.js';

/**
 * Why a figure differs, in the order in which the reasons are tried.
 *
 * - `BETWEEN_POLLS`: their figure is possible, because polls see a change a few minutes late
 * - `OUR_GAP`: their figure is possible, because we did not observe the ride all day
 * - `OTHER_HOURS`: they counted with other opening hours than those stored here
 * - `LOWER_CEILING`: the values agree if waits above 300 minutes are left out
 * - `OTHER_RULES`: the values agree by another version of their rules
 * - `THEIR_GAP`: they count minutes as unknown that we observed
 * - `UNEXPLAINED`: none of these
 */
export const EXPLANATIONS = [
  'BETWEEN_POLLS',
  'OUR_GAP',
  'OTHER_HOURS',
  'LOWER_CEILING',
  'OTHER_RULES',
  'THEIR_GAP',
  'UNEXPLAINED',
] as const;
export type Explanation = (typeof EXPLANATIONS)[number];

/** ThemeParks.wiki leaves out longer waits, at some destinations those above the lower ceiling. */
export const USUAL_CEILING_MINUTES = 600;
const LOWER_CEILING_MINUTES = 300;
const VERSIONS: readonly DailyRuleVersion[] = ['EARLIER', 'UNCONFIRMED', 'ABSENT'];
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** A state that is shorter may lie between two polls. */
const UNSEEN_MINUTES = 5;

export interface DifferingDay {
  known: KnownDay;
  /** The rules of our row. */
  options: DailyRuleOptions;
  ours: DailyMetrics;
  theirs: DailyMetrics;
}

type Test = (field: string) => boolean;

/** The reason of each differing field. */
export function explain(fields: readonly string[], day: DifferingDay): Map<string, Explanation> {
  const { known, options } = day;
  const { isPolled, hasGap } = uncertainty(known);
  const gapTest = (): Test => {
    const isPossible = hasGap ? possibleIn(day, gapScenarios(day), isPolled) : NEVER;
    return (field) => isPossible(field) || liesInGap(day, field);
  };
  const reasons: [Explanation, () => Test][] = [
    ['BETWEEN_POLLS', () => (isPolled ? possibleIn(day, POLL_SCENARIOS, true) : NEVER)],
    ['OUR_GAP', gapTest],
    ['OTHER_HOURS', () => byOtherHours(day)],
    ['OUR_GAP', () => (hasGap ? inGapWithOtherHours(day) : NEVER)],
    ['LOWER_CEILING', () => equalBy(day, [{ ...options, ceilingMinutes: LOWER_CEILING_MINUTES }])],
    [
      'OTHER_RULES',
      () =>
        equalBy(
          day,
          VERSIONS.map((version) => ({ ...options, version })),
        ),
    ],
    ['THEIR_GAP', () => byTheirGap(day)],
  ];
  const explained = new Map<string, Explanation>();
  for (const [explanation, testOf] of reasons) {
    const open = fields.filter((field) => !explained.has(field));
    if (open.length === 0) return explained;
    const test = testOf();
    for (const field of open) if (test(field)) explained.set(field, explanation);
  }
  for (const field of fields) if (!explained.has(field)) explained.set(field, 'UNEXPLAINED');
  return explained;
}

const NEVER: Test = () => false;

const CHOICES = ['MOST_OPERATING', 'LEAST_OPERATING', 'MOST_DOWN', 'LEAST_DOWN'] as const;
const WAITS = ['LOWER', 'HIGHER'] as const;
const POLL_SCENARIOS: readonly Scenario[] = [
  AS_OBSERVED,
  ...CHOICES.flatMap((status) => WAITS.map((wait): Scenario => ({ ...AS_OBSERVED, status, wait }))),
];

/** During a gap the ride may have operated with any wait that they posted, or not at all. */
function gapScenarios({ known, theirs }: DifferingDay, scenarios: readonly Scenario[] = POLL_SCENARIOS): Scenario[] {
  const operating = (name: 'min' | 'max'): StateInGap => ({
    status: 'OPERATING',
    waitMinutes: theirs.get(`standby.${name}`) ?? null,
    singleRiderMinutes: theirs.get(`singleRider.${name}`) ?? null,
  });
  const withoutWait = (status: RideStatus): StateInGap => ({ status, waitMinutes: null, singleRiderMinutes: null });
  const states = [
    ...[operating('min'), operating('max')],
    ...[withoutWait('OPERATING'), withoutWait('DOWN'), withoutWait('CLOSED')],
  ];
  const choices = hasGapOverMidnight(known) ? [false, true] : [false];
  const fills = states.flatMap((state) => choices.map((beginsWithDay) => ({ ...state, beginsWithDay })));
  return (['CARRIED', ...fills] as const).flatMap((gap) => scenarios.map((scenario) => ({ ...scenario, gap })));
}

const hasGapOverMidnight = ({ states, singleRider, stored: { day } }: KnownDay): boolean =>
  [...states, ...singleRider].some(
    ({ kind, startMs, endMs }) => kind === 'GAP' && startMs < day.startMs && endMs > day.startMs,
  );

type StateInGap = Omit<AssumedState, 'beginsWithDay'>;

/** Whether their value is possible if both the hours were others and the ride did the rest in a gap. */
function inGapWithOtherHours(day: DifferingDay): Test {
  const { known, ours, theirs } = day;
  if (!hasOtherHours(ours, theirs)) return NEVER;
  const scenarios = gapScenarios(day, [AS_OBSERVED]);
  const tests = possibleHours(known, theirs).map((hours) =>
    possibleIn({ ...day, known: { ...known, stored: { ...known.stored, hours } } }, scenarios, true),
  );
  return (field) => tests.some((test) => test(field));
}

/** Whether a published instant lies in a time that we did not observe; a close also on the next day. */
function liesInGap({ known: { states }, theirs }: DifferingDay, field: string): boolean {
  const atMs = theirs.get(field) ?? null;
  if (atMs === null || !INSTANT_FIELDS.has(field)) return false;
  const tolerance = toleranceOf(field);
  return states.some(
    ({ kind, startMs, endMs }) => kind === 'GAP' && atMs >= startMs - tolerance && atMs <= endMs + tolerance,
  );
}

interface Range {
  min: number;
  max: number;
  mayBeNull: boolean;
}

/**
 * Whether their value lies among those of all scenarios.
 * @param isPolled whether states that were too short for a poll may be missing
 */
function possibleIn({ known, options, theirs }: DifferingDay, scenarios: readonly Scenario[], isPolled: boolean): Test {
  const rows = scenarios.map((scenario) => metricsOf(ourRow(known, options, scenario) ?? emptyRow(known.stored.date)));
  return (field) => {
    const value = theirs.get(field) ?? null;
    const range = rangeOf(rows, field);
    if (value === null) return range.mayBeNull;
    const unseenMinutes = isPolled && isMinutesField(field) ? UNSEEN_MINUTES : 0;
    const tolerance = toleranceOf(field) + unseenMinutes;
    // A wait, a reading or a show may have been missed.
    const isLowerPossible = /\.min$/.test(field);
    const isHigherPossible = /(\.max$|Waits|showCount)/.test(field);
    return (isLowerPossible || value >= range.min - tolerance) && (isHigherPossible || value <= range.max + tolerance);
  };
}

function rangeOf(rows: readonly DailyMetrics[], field: string): Range {
  const values = rows.map((row) => row.get(field) ?? null);
  const known = values.filter((value) => value !== null);
  return { min: Math.min(...known), max: Math.max(...known), mayBeNull: known.length < values.length };
}

/**
 * With other hours, other minutes lie within them, and other minutes of operation are unconfirmed. Which hours they counted with is
 * not known, only how long they were.
 */
function byOtherHours({ known, options, ours, theirs }: DifferingDay): Test {
  if (!hasOtherHours(ours, theirs)) return NEVER;
  const rows = possibleHours(known, theirs).map((hours) => {
    const { stored } = known;
    return metricsOf(ourRow({ ...known, stored: { ...stored, hours } }, options) ?? emptyRow(stored.date));
  });
  const counted = (row: DailyMetrics): number => (row.get('operatingMinutes') ?? 0) + (row.get('unknownMinutes') ?? 0);
  const isSameOperation = Math.abs(counted(ours) - counted(theirs)) <= 2;
  return (field) => {
    if (field === SCHEDULED) return true;
    if (field === 'downMinutes' || field === 'firstOperatingAt') return false;
    if (isMinutesField(field) || INSTANT_FIELDS.has(field)) return isSameOperation;
    const value = theirs.get(field) ?? null;
    const range = rangeOf(rows, field);
    const tolerance = toleranceOf(field);
    return value === null ? range.mayBeNull : value >= range.min - tolerance && value <= range.max + tolerance;
  };
}

const SCHEDULED = 'inParkHours.scheduledMinutes';

const hasOtherHours = (ours: DailyMetrics, theirs: DailyMetrics): boolean =>
  isApart(SCHEDULED, ours.get(SCHEDULED) ?? null, theirs.get(SCHEDULED) ?? null);

/** Hours to try: none, the whole day, ours, and hours of the published length that begin or end with ours or begin with the operation. */
function possibleHours({ stored: { day, hours } }: KnownDay, theirs: DailyMetrics): (readonly TimeInterval[])[] {
  const lengthMs = (theirs.get(SCHEDULED) ?? 0) * MINUTE_MS;
  const firstMs = theirs.get('firstOperatingAt') ?? day.startMs;
  const starts = [firstMs, Math.floor(firstMs / HALF_HOUR_MS) * HALF_HOUR_MS];
  for (const { startMs, endMs } of hours) starts.push(startMs, endMs - lengthMs);
  return [[], [day], hours, ...starts.map((startMs) => [{ startMs, endMs: startMs + lengthMs }])];
}

function equalBy({ known, theirs }: DifferingDay, rules: readonly DailyRuleOptions[]): Test {
  const rows = rules.map((options): DailyRow => ourRow(known, options) ?? emptyRow(known.stored.date)).map(metricsOf);
  return (field) => rows.some((row) => !isApart(field, row.get(field) ?? null, theirs.get(field) ?? null));
}

/** The minutes that they do not know are missing in their other figures. */
function byTheirGap({ ours, theirs }: DifferingDay): Test {
  const of = (row: DailyMetrics, field: string): number => row.get(field) ?? 0;
  const missing = of(theirs, 'unknownMinutes') - of(ours, 'unknownMinutes');
  if (missing <= toleranceOf('unknownMinutes')) return NEVER;
  return (field) => {
    const [own, published] = [ours.get(field) ?? null, theirs.get(field) ?? null];
    if (field.endsWith('unknownMinutes')) return of(theirs, field) > of(ours, field);
    if (published === null || own === null) return own !== null;
    if (isMinutesField(field)) return own > published && own - published <= missing + toleranceOf(field);
    if (field === 'firstOperatingAt') return published >= own - MINUTE_MS;
    if (field === 'lastClosedAt') return published <= own + MINUTE_MS;
    const block = field.slice(0, field.lastIndexOf('.'));
    const [min, max] = [ours.get(`${block}.min`) ?? null, ours.get(`${block}.max`) ?? null];
    return min !== null && max !== null && published >= min - 1 && published <= max + 1;
  };
}
