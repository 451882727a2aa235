import { DAY_MS } from '../../../common/time/durations.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { zeroWaitsFinding } from '../../exclusions/rules/zero-waits-finding.js';
import {
  findZeroWaits,
  type PostedWait,
  ZERO_WAITS,
  type ZeroWaits,
  type ZeroWaitThresholds,
} from '../../exclusions/rules/zero-waits.js';
import { fingerprintOf } from '../../findings/finding.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkCheckInput } from './park-evidence.js';
import type { ExaminedWindow } from './park-examiner.service.js';
import { type FoundExclusion, hull, reachOfUnconfirmed, type WindowRule } from './window-rule.js';

/** Days in use are counted in this time: some parks open only at weekends. */
const COUNTED_MS = 21 * DAY_MS;

/** @param minDays days in use with nothing but zeros from which on the park posts no waits at all */
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

/** It is a part of what holds already, which began before the range or goes on after it. */
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

/** Up to the next wait above zero, else up to now at most: one may be posted yet. */
function foundExclusion(
  zeros: ZeroInterval,
  { input, window }: ExaminedWindow,
  stored: readonly StoredExclusion[],
): FoundExclusion {
  const { parkId, name } = input.park;
  const toMs = zeros.positiveAtMs ?? Math.min(zeros.endMs, input.lookedUntilMs);
  // What is stored from before the window on keeps its beginning.
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

/** Days with nothing but zeros, however few, and whether more of them may lie beyond the time that was looked at. */
export interface ZeroInterval extends ZeroWaits {
  mayBeginEarlier: boolean;
  mayGoOn: boolean;
}

/** Stretches of the range in which the park posted nothing but zeros. */
export function zeroIntervalsOf(
  { observed, attractions, range }: Pick<ParkCheckInput, 'observed' | 'attractions' | 'range'>,
  localDays: LocalDays,
  limits: Omit<ZeroWaitThresholds, 'minDays'>,
): ZeroInterval[] {
  // Of the time before and after the range only the nearest observation of each ride is known.
  const posted = observed
    .filter(({ rideId, fromMs, untilMs }) => {
      return attractions.has(rideId) && fromMs < range.endMs && untilMs >= range.startMs;
    })
    .map((one) => ({ ...one, fromMs: Math.max(one.fromMs, range.startMs) }));
  const isAboveZero = (one: PostedWait) => one.status === 'OPERATING' && (one.waitMinutes ?? 0) > 0;
  const firstPositiveMs = posted.find(isAboveZero)?.fromMs ?? Infinity;
  return findZeroWaits(posted, localDays, { ...limits, minDays: 1 }).map((interval) => ({
    ...interval,
    mayBeginEarlier: firstPositiveMs >= interval.startMs,
    mayGoOn: interval.positiveAtMs === null,
  }));
}
