import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { OperatingDay } from './operating-hours.js';
import { type ObservedSpan, firstObservedIn, scheduledMsOf } from './observed-spans.js';

/** A state of a ride that somebody should look at. */
export interface OddState extends TimeInterval {
  reason: 'LONG_DOWN' | 'CLOSED_ALL_DAY';
  rideId: number;
}

/**
 * Stretches in which a ride said nothing but DOWN, for longer than `longDownMs`.
 * @param seen one ride, oldest first
 * @param downSinceMs where it was DOWN from the first of these observations on: since when
 */
export function findLongDowns(
  observed: readonly ObservedSpan[],
  downSinceMs: number | null,
  longDownMs: number,
): OddState[] {
  const downs: OddState[] = [];
  let open: OddState | null = null;
  for (const [index, { rideId, status, fromMs, untilMs }] of observed.entries()) {
    if (status !== 'DOWN') {
      open = null;
      continue;
    }
    if (open === null) {
      const startMs = index === 0 && downSinceMs !== null ? downSinceMs : fromMs;
      downs.push((open = { reason: 'LONG_DOWN', rideId, startMs, endMs: untilMs }));
    }
    open.endMs = Math.max(open.endMs, untilMs);
  }
  return downs.filter(({ startMs, endMs }) => endMs - startMs > longDownMs);
}

/** A day on which a ride was seen, and never but CLOSED, while its park was open. */
export interface ClosedDay extends OddState {
  /** It operated on the open day before: the days that follow say nothing new. */
  isFirst: boolean;
}

/**
 * Days on which a ride was closed while its park was open. A ride under refurbishment has said why. The day before the
 * first of the days is not known, so that none of them can be told to be the first of its stretch.
 * @param seen one ride, oldest first
 * @param days in order
 */
export function findClosedDays(
  observed: readonly ObservedSpan[],
  days: readonly Pick<OperatingDay, 'window'>[],
  openingIntervals: readonly TimeInterval[],
): ClosedDay[] {
  const closed: ClosedDay[] = [];
  let operatedBefore = false;
  for (const { window } of days) {
    if (scheduledMsOf(window, openingIntervals) === 0) continue;
    const ofDay = observedIn(observed, window);
    if (ofDay.length === 0) continue;
    const isClosed = ofDay.every(({ status }) => status === 'CLOSED');
    if (isClosed) {
      closed.push({ reason: 'CLOSED_ALL_DAY', rideId: ofDay[0]!.rideId, ...window, isFirst: operatedBefore });
    }
    operatedBefore = ofDay.some(({ status }) => status === 'OPERATING');
  }
  return closed;
}

/** A live observation may have begun before the day, and hold. */
function observedIn(observed: readonly ObservedSpan[], window: TimeInterval): readonly ObservedSpan[] {
  const began = firstObservedIn(observed, window);
  const held = firstObservedIn(observed, { startMs: -Infinity, endMs: window.startMs }).at(-1);
  return held !== undefined && held.untilMs >= window.startMs ? [held, ...began] : began;
}
