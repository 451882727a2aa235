import { groupBy } from '../../../common/collections.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { merged, overlapMs, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { RuleExclusion, RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import {
  findZeroWaits,
  isWaitAboveZero,
  type PostedWait,
  ZERO_WAITS,
  type ZeroWaits,
  zeroWaitsFinding,
  type ZeroWaitThresholds,
} from '../../exclusions/zero-waits.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkCheckInput } from './check-input.js';
import { type ObservedSpan, without } from './observed-spans.js';
import type { ExaminedWindow } from './park-examiner.service.js';
import { openingIntervalsOf, useOfDays } from './use-of-days.js';
import { MIN_FROZEN_RIDES, SHORT_WAIT_MINUTES, unchangedIntervalsOf } from './waits.js';
import { carriedForwardUntilMs } from '../../snapshots/carry-forward.js';

export interface FoundExclusion {
  finding: Finding;
  exclusion: RuleExclusion;
}

export interface RuleVerdict {
  found: FoundExclusion[];
  /** The wider window to examine because the given one does not decide; null: it decides. */
  reach: TimeInterval | null;
}

/** A rule that derives exclusions of a park's data from the stored observations of a window. Pure. */
export interface WindowRule {
  reason: RuleReason;
  /** True: its findings exist only with an exclusion. False: the check reports them anyway, with or without exclusion. */
  isReportedApart: boolean;
  /** @param stored exclusions of this rule that overlap or adjoin the window */
  judge(examined: ExaminedWindow, stored: readonly StoredExclusion[]): RuleVerdict;
}

/**
 * The hull of the exclusions that reach beyond the window and were not fully found again within it: only an examination of
 * all of it shows whether the part outside is still valid. Null if there are none.
 */
function reachOfUnconfirmed(
  { window, input }: ExaminedWindow,
  stored: readonly StoredExclusion[],
  found: readonly FoundExclusion[],
): TimeInterval | null {
  const [fromMs, toMs] = [window.from.getTime(), window.to.getTime()];
  const confirmed = merged(found.map(({ exclusion }) => windowOf(exclusion)), 0); // prettier-ignore
  const unconfirmed = stored
    .filter(({ revokedOrigin }) => revokedOrigin === null)
    .map((one) => ({ startMs: one.fromMs, endMs: one.toMs ?? input.lookedUntilMs }))
    .filter(({ startMs, endMs }) => startMs < fromMs || (endMs > toMs && endMs > input.range.endMs))
    .filter(({ startMs, endMs }) => {
      const inside = { startMs: Math.max(startMs, fromMs), endMs: Math.min(endMs, toMs) };
      return inside.endMs > inside.startMs && overlapMs(inside, confirmed) < inside.endMs - inside.startMs;
    });
  return unconfirmed.reduce<TimeInterval | null>(hull, null);
}

/** The smallest window that contains both; null stands for none. */
function hull(a: TimeInterval | null, b: TimeInterval | null): TimeInterval | null {
  if (a === null || b === null) return a ?? b;
  return { startMs: Math.min(a.startMs, b.startMs), endMs: Math.max(a.endMs, b.endMs) };
}

const windowOf = ({ fromMs, toMs, mayGoOn = false }: RuleExclusion): TimeInterval => ({
  startMs: fromMs,
  endMs: mayGoOn ? Infinity : (toMs ?? Infinity),
});

type Interval = ReturnType<typeof unchangedIntervalsOf>[number];

/** Queues empty only gradually after closing time. */
const STILL_OUTSIDE_MS = 2 * HOUR_MS;

export const FROZEN_PARK_RULE: WindowRule = {
  reason: 'FROZEN_PARK',
  isReportedApart: false,
  judge(examined, stored) {
    const found = frozenParkExclusions(examined.input, examined.findings);
    return { found, reach: reachOfUnconfirmed(examined, stored, found) };
  },
};

/**
 * Intervals in which a whole park was frozen even across its own closing or opening: rides with a queue were observed with
 * the same wait for two hours in which the park was not in use. Within one opening, a small park may post the same waits
 * for hours; that is reported but not excluded.
 */
function frozenParkExclusions(facts: ParkCheckInput, findings: readonly Finding[]): FoundExclusion[] {
  const frozen = findings.filter(({ reason }) => reason === 'FROZEN_PARK');
  if (frozen.length === 0) return [];
  const all = intervalsOfRides(facts);
  const long = all.filter(
    ({ first }) => first.status === 'OPERATING' && (first.waitMinutes ?? 0) >= SHORT_WAIT_MINUTES,
  );
  const openingIntervals = openingIntervalsOf(facts, useOfDays(facts));
  return frozen.flatMap((finding) => {
    const [fromMs, untilMs] = [finding.windowStart!.getTime(), finding.windowEnd!.getTime()];
    const rides = long
      .filter(({ startMs, endMs }) => startMs <= fromMs && endMs >= untilMs)
      .filter(({ first }) =>
        standsStillOutside(facts, first.rideId, { startMs: fromMs, endMs: untilMs }, openingIntervals),
      );
    if (rides.length < MIN_FROZEN_RIDES) return [];
    const toMs = isOngoing(facts, untilMs) ? null : endOf(facts, untilMs, all);
    const { parkId } = facts.park;
    const exclusion = {
      ...{ parkId, rideId: null, fromMs, toMs, scope: 'ALL' as const, reason: 'FROZEN_PARK' as const },
      ...{ note: finding.description, findingFingerprint: fingerprintOf(finding) },
    };
    return [{ finding, exclusion }];
  });
}

/** Whether no observation followed and the range reaches up to the present. */
const isOngoing = ({ parkConfirmedUntilMs, lookedUntilMs, range }: ParkCheckInput, untilMs: number): boolean =>
  untilMs >= parkConfirmedUntilMs && lookedUntilMs - range.endMs < MINUTE_MS;

/** Only time that observations and carry-forward cover counts as observed. */
function standsStillOutside(
  { observed, limits }: ParkCheckInput,
  rideId: number,
  window: TimeInterval,
  openingIntervals: readonly TimeInterval[],
): boolean {
  const ofRide = observed.filter((one) => one.rideId === rideId && one.fromMs <= window.endMs);
  const observedIntervals = ofRide.map(({ fromMs, untilMs, source }: ObservedSpan, index) => {
    const nextMs = ofRide[index + 1]?.fromMs ?? Infinity;
    const endMs = nextMs <= carriedForwardUntilMs(source, fromMs, untilMs, limits) ? nextMs : untilMs;
    return { startMs: Math.max(fromMs, window.startMs), endMs: Math.min(endMs, window.endMs) };
  });
  return merged(
    observedIntervals.filter(({ startMs, endMs }) => endMs > startMs),
    0,
  ).some((time) => without(time, openingIntervals).some(({ startMs, endMs }) => endMs - startMs >= STILL_OUTSIDE_MS));
}

/**
 * When the next change was observed. The last frozen observation is excluded for as long as it would be carried forward.
 */
function endOf({ limits }: ParkCheckInput, untilMs: number, intervals: readonly Interval[]): number {
  const last = intervals.find(({ startMs, endMs }) => startMs < untilMs && endMs === untilMs);
  const nextMs = Math.min(...intervals.map(({ startMs }) => startMs).filter((startMs) => startMs >= untilMs));
  if (last === undefined) return untilMs;
  return Math.min(nextMs, carriedForwardUntilMs(last.first.source, untilMs, untilMs, limits));
}

function intervalsOfRides({ observed, unchangedSince }: ParkCheckInput): Interval[] {
  const byRide = groupBy(observed, ({ rideId }) => rideId);
  return [...byRide].flatMap(([rideId, ofRide]) => unchangedIntervalsOf(ofRide, unchangedSince.get(rideId)));
}

/** Days in use are counted over this time, because some parks open only at weekends. */
const COUNTED_MS = 21 * DAY_MS;

/** @param minDays number of days in use with only zero waits from which on the waits are excluded */
export const zeroWaitsRule = (minDays: number, parkDayStartMinutes: number): WindowRule => ({
  reason: 'ZERO_WAITS',
  isReportedApart: true,
  judge(examined, stored) {
    const { input, window } = examined;
    const localDays = new LocalDays(input.park.timezone, parkDayStartMinutes);
    const intervals = zeroIntervalsOf(input, localDays, ZERO_WAITS);
    const isLong = (one: ZeroInterval) => one.localDates.length >= minDays || continuesStored(one, input, stored);
    const found = intervals.filter(isLong).map((one) => foundExclusion(one, examined, stored));
    const { startMs, endMs } = input.range;
    const mayBeLonger = intervals.some(
      (one) => !isLong(one) && (one.mayBeginEarlier || (one.mayGoOn && input.parkConfirmedUntilMs > endMs)),
    );
    const wider = { startMs: startMs - COUNTED_MS, endMs: window.to.getTime() + COUNTED_MS };
    return { found, reach: hull(mayBeLonger ? wider : null, reachOfUnconfirmed(examined, stored, found)) };
  },
});

/** Whether it belongs to an exclusion in force that began before the range or continues after it. */
function continuesStored(
  { startMs, endMs, mayBeginEarlier, mayGoOn }: ZeroInterval,
  { range }: ParkCheckInput,
  stored: readonly StoredExclusion[],
): boolean {
  return stored
    .filter((one) => one.revokedOrigin === null && one.fromMs < endMs && (one.toMs ?? Infinity) > startMs)
    .some(({ fromMs, toMs }) => {
      return (mayBeginEarlier && fromMs < range.startMs) || (mayGoOn && (toMs ?? Infinity) > range.endMs);
    });
}

/** Ends at the next wait above zero, otherwise now at the latest: a wait may still be posted. */
function foundExclusion(
  zeros: ZeroInterval,
  { input, window }: ExaminedWindow,
  stored: readonly StoredExclusion[],
): FoundExclusion {
  const { parkId, name } = input.park;
  const toMs = zeros.positiveAtMs ?? Math.min(zeros.endMs, input.lookedUntilMs);
  // A stored exclusion that began before the window keeps its start.
  const earlier = stored.filter(
    (one) =>
      zeros.mayBeginEarlier &&
      one.revokedOrigin !== 'RULE' &&
      one.fromMs < window.from.getTime() &&
      (one.toMs ?? toMs) >= zeros.startMs,
  );
  const fromMs = Math.min(zeros.startMs, ...earlier.map((one) => one.fromMs));
  const { finding, note } = zeroWaitsFinding({ parkId, name }, zeros, fromMs, toMs);
  const exclusion = {
    ...{ parkId, rideId: null, fromMs, toMs, scope: 'WAIT' as const, reason: 'ZERO_WAITS' as const },
    ...{ note, findingFingerprint: fingerprintOf(finding), mayGoOn: zeros.mayGoOn },
  };
  return { finding, exclusion };
}

/** A run of days with only zero waits, of any length, and whether it may continue beyond the examined time. */
export interface ZeroInterval extends ZeroWaits {
  mayBeginEarlier: boolean;
  mayGoOn: boolean;
}

/** Intervals of the range in which the park posted only zero waits. */
function zeroIntervalsOf(
  { observed, attractions, range }: Pick<ParkCheckInput, 'observed' | 'attractions' | 'range'>,
  localDays: LocalDays,
  limits: Omit<ZeroWaitThresholds, 'minDays'>,
): ZeroInterval[] {
  // Outside of the range, only the nearest observation of each ride is known.
  const posted = observed
    .filter(({ rideId, fromMs, untilMs }) => {
      return attractions.has(rideId) && fromMs < range.endMs && untilMs >= range.startMs;
    })
    .map((one) => ({ ...one, fromMs: Math.max(one.fromMs, range.startMs) }));
  const isAboveZero = (one: PostedWait) => one.status === 'OPERATING' && isWaitAboveZero(one.waitMinutes);
  const firstPositiveMs = posted.find(isAboveZero)?.fromMs ?? Infinity;
  return findZeroWaits(posted, localDays, { ...limits, minDays: 1 }).map((interval) => ({
    ...interval,
    mayBeginEarlier: firstPositiveMs >= interval.startMs,
    mayGoOn: interval.positiveAtMs === null,
  }));
}
