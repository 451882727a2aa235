import { HOUR_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { RideStatus } from '../../snapshots/observations.js';
import type { DailyInput, DayOpening, StateChange } from '../daily-rules/daily-input.js';
import type { DailyRow } from '../daily-rules/daily-row.js';
import { buildDailyRow, type DailyRuleOptions } from '../daily-rules/daily-rules.js';
import {
  type StateInterval,
  stateIntervals,
  type StateRules,
  type StoredRow,
  type StoredState,
} from './stored-states.js';

/** What we have stored of one ride around one day, and what was published about the day. */
export interface StoredDay extends Pick<DailyInput, 'date' | 'day' | 'hours' | 'neighbourHours' | 'showStartsMs'> {
  /** The end of the next day, in which a run may close. */
  nextDayEndMs: number;
  /** Ascending; the first ones are from before the day. */
  snapshots: readonly StoredRow[];
  /** Waits of the single rider queue; their status is null. */
  singleRider: readonly StoredRow[];
  /** Instants at which any other queue changed. */
  queueChangesMs: readonly number[];
}

/** A state throughout a gap. The ride may have been seen by others in the meantime, so it counts as confirmed. */
export interface AssumedState extends StoredState {
  singleRiderMinutes: number | null;
  /** Whether it begins with the day if the gap is longer. Otherwise it is carried over midnight, with other consequences. */
  beginsWithDay: boolean;
}

/**
 * An assumption about times for which several states are possible.
 * - of two states: `FIRST`, as a poll reads it, or the one with the most or least operation, or the most or least downtime
 * - of two waits: the first, the lower or the higher one
 * - in a gap: the state before it, as long as it is carried forward, or a constant state
 */
export interface Scenario {
  status: 'FIRST' | 'MOST_OPERATING' | 'LEAST_OPERATING' | 'MOST_DOWN' | 'LEAST_DOWN';
  wait: 'FIRST' | 'LOWER' | 'HIGHER';
  gap: 'CARRIED' | AssumedState;
}

export const AS_OBSERVED: Scenario = { status: 'FIRST', wait: 'FIRST', gap: 'CARRIED' };

/** How long before the day rows are read: a wait that is shown when a run begins may be 24 hours old. */
export const READ_BEFORE_MS = 26 * HOUR_MS;

/** The times of one day of a ride by what is known of them. */
export interface KnownDay {
  stored: StoredDay;
  states: StateInterval[];
  singleRider: StateInterval[];
}

/** Rows of queues are not confirmed: an imported one lasts until the next one. */
const queueRules = ({ liveMs }: StateRules): StateRules => ({
  liveMs,
  carriedForwardUntilMs: ({ source, untilMs }) => (source === 'LIVE' ? untilMs + liveMs : Infinity),
});

export function knownDay(stored: StoredDay, rules: StateRules): KnownDay {
  const within = { startMs: stored.day.startMs - READ_BEFORE_MS, endMs: stored.nextDayEndMs };
  const states = stateIntervals(stored.snapshots, within, rules);
  const ofQueue = stateIntervals(stored.singleRider, within, queueRules(rules));
  return { stored, states, singleRider: ofQueue.flatMap((interval) => unobservedInGaps(interval, gapsOf(states))) };
}

/** While the ride was not observed, its queue was not either, however long its last row is valid. */
function unobservedInGaps(interval: StateInterval, gaps: readonly StateInterval[]): StateInterval[] {
  if (interval.kind === 'GAP') return [interval];
  const parts: StateInterval[] = [];
  let fromMs = interval.startMs;
  for (const { startMs, endMs } of gaps) {
    const [gapStartMs, gapEndMs] = [Math.max(fromMs, startMs), Math.min(interval.endMs, endMs)];
    if (gapEndMs <= gapStartMs) continue;
    if (gapStartMs > fromMs) parts.push({ ...interval, startMs: fromMs, endMs: gapStartMs });
    parts.push({ ...interval, kind: 'GAP', startMs: gapStartMs, endMs: gapEndMs, carriedUntilMs: gapEndMs });
    fromMs = gapEndMs;
  }
  return fromMs < interval.endMs ? [...parts, { ...interval, startMs: fromMs }] : parts;
}

/** Whether any of the day was observed. */
export const isObserved = ({ states, stored: { day } }: KnownDay): boolean =>
  states.some(({ kind, startMs, endMs }) => kind !== 'GAP' && startMs < day.endMs && endMs > day.startMs);

/** Whether a state was observed on the day that differs from the one observed before it. */
export function hasChange({ stored: { snapshots, day } }: KnownDay): boolean {
  return snapshots.some(({ atMs, status, waitMinutes }, index) => {
    const before = snapshots[index - 1];
    const isOfDay = atMs >= day.startMs && atMs < day.endMs;
    return isOfDay && before !== undefined && (status !== before.status || waitMinutes !== before.waitMinutes);
  });
}

/** What of the day is uncertain: polls have a resolution of minutes, and other times were not observed. */
export function uncertainty({ states, stored }: KnownDay): { isPolled: boolean; hasGap: boolean } {
  const { startMs, endMs } = stored.day;
  const isOfDay = (from: number, until: number): boolean => from < endMs && until > startMs;
  const rows = [...stored.snapshots, ...stored.singleRider];
  return {
    isPolled: rows.some(({ source, atMs, untilMs }) => source === 'LIVE' && isOfDay(atMs, untilMs + 1)),
    hasGap: states.some((one) => one.kind === 'GAP' && isOfDay(one.startMs, one.endMs)),
  };
}

/** The row of our observations by the rules of ThemeParks.wiki; null if there is nothing to report. */
export function ourRow(known: KnownDay, options: DailyRuleOptions, scenario: Scenario = AS_OBSERVED): DailyRow | null {
  return buildDailyRow(inputOf(known, scenario), options);
}

function singleRiderScenario(scenario: Scenario): Scenario {
  const { gap } = scenario;
  if (gap === 'CARRIED') return scenario;
  return { ...scenario, gap: { ...gap, status: null, waitMinutes: gap.singleRiderMinutes } };
}

interface TimedState extends StoredState {
  atMs: number;
}

function inputOf({ stored, states, singleRider }: KnownDay, scenario: Scenario): DailyInput {
  const { date, day, hours, neighbourHours, showStartsMs, queueChangesMs } = stored;
  const ofRide = statesOf(states, day, scenario);
  const ofSingleRider = statesOf(singleRider, day, singleRiderScenario(scenario));
  const instants = new Set([...ofRide, ...ofSingleRider].map(({ atMs }) => atMs));
  for (const atMs of queueChangesMs) instants.add(atMs);
  const changes = mergedChanges(
    [...instants].sort((a, b) => a - b),
    ofRide,
    ofSingleRider,
  );
  const before = changes.filter(({ atMs }) => atMs < day.startMs);
  return {
    ...{ date, day, untilMs: day.endMs, hours, showStartsMs, gaps: [], absences: [] },
    neighbourHours: scenario.gap === 'CARRIED' ? neighbourHours : [...neighbourHours, ...gapsOf(states)],
    opening: openingOf(before),
    changes: changes.filter(({ atMs }) => atMs >= day.startMs && atMs < stored.nextDayEndMs),
  };
}

const gapsOf = (states: readonly StateInterval[]): StateInterval[] => states.filter(({ kind }) => kind === 'GAP');

/** The states in time order, without repetitions. */
function statesOf(
  intervals: readonly StateInterval[],
  { startMs: dayStartMs }: TimeInterval,
  scenario: Scenario,
): TimedState[] {
  const states: TimedState[] = [];
  const add = (atMs: number, { status, waitMinutes }: StoredState): void => {
    const last = states.at(-1);
    if (last?.status !== status || last.waitMinutes !== waitMinutes) states.push({ atMs, status, waitMinutes });
  };
  for (const interval of intervals) {
    const { kind, startMs, endMs, before, carriedUntilMs } = interval;
    if (kind === 'KNOWN') add(startMs, before!);
    else if (kind === 'BETWEEN_POLLS') add(startMs, eitherOf(interval, scenario));
    else if (scenario.gap !== 'CARRIED') {
      const isSplit = scenario.gap.beginsWithDay && startMs < dayStartMs && endMs > dayStartMs;
      if (isSplit) add(startMs, UNKNOWN);
      add(isSplit ? dayStartMs : startMs, scenario.gap);
    } else {
      if (before !== null && carriedUntilMs > startMs) add(startMs, before);
      if (carriedUntilMs < endMs) add(Math.max(startMs, carriedUntilMs), UNKNOWN);
    }
  }
  return states;
}

const UNKNOWN: StoredState = { status: null, waitMinutes: null };

function eitherOf({ before, after }: StateInterval, { status, wait }: Scenario): StoredState {
  const [first, second] = [before!, after ?? before!];
  const chosen = status === 'FIRST' ? first : preferred(first, second, status);
  if (wait === 'FIRST' || first.waitMinutes === null || second.waitMinutes === null) return chosen;
  const pick = wait === 'LOWER' ? Math.min : Math.max;
  return { ...chosen, waitMinutes: pick(first.waitMinutes, second.waitMinutes) };
}

function preferred(first: StoredState, second: StoredState, choice: Exclude<Scenario['status'], 'FIRST'>): StoredState {
  const wanted: RideStatus = choice.endsWith('OPERATING') ? 'OPERATING' : 'DOWN';
  const isWanted = ({ status }: StoredState): boolean => (status === wanted) === choice.startsWith('MOST');
  return [first, second].find(isWanted) ?? first;
}

/** One change for each instant, with the wait of the single rider queue beside the state. */
function mergedChanges(
  instants: readonly number[],
  states: readonly TimedState[],
  singleRider: readonly TimedState[],
): StateChange[] {
  const [ofState, ofQueue] = [reader(states), reader(singleRider)];
  return instants.map((atMs) => {
    const { status, waitMinutes } = ofState(atMs);
    return {
      atMs,
      status,
      standbyMinutes: waitMinutes,
      singleRiderMinutes: ofQueue(atMs).waitMinutes,
      changesState: true,
    };
  });
}

/** Reads the state at ascending instants. */
function reader(states: readonly TimedState[]): (atMs: number) => StoredState {
  let index = -1;
  return (atMs) => {
    while (index + 1 < states.length && states[index + 1]!.atMs <= atMs) index++;
    return states[index] ?? UNKNOWN;
  };
}

function openingOf(before: readonly StateChange[]): DayOpening | null {
  const last = before.at(-1);
  if (last === undefined) return null;
  const { status, standbyMinutes, singleRiderMinutes } = last;
  const sinceMs = (property: 'standbyMinutes' | 'singleRiderMinutes'): number => {
    const index = before.findLastIndex((change) => change[property] !== last[property]);
    return before[index + 1]!.atMs;
  };
  return {
    ...{ status, standbyMinutes, singleRiderMinutes, changedAtMs: last.atMs, isInRun: null },
    standbyChangedAtMs: sinceMs('standbyMinutes'),
    singleRiderChangedAtMs: sinceMs('singleRiderMinutes'),
  };
}
