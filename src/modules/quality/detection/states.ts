import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { OperatingDay } from './operating-hours.js';
import { type ObservedSpan, firstObservedIn, scheduledMsOf } from './observed-spans.js';

/** A state of a ride that needs attention. */
export interface StateAnomaly extends TimeInterval {
  reason: 'LONG_DOWN' | 'CLOSED_ALL_DAY';
  rideId: number;
}

/**
 * Intervals of more than `longDownMs` in which a ride reported only DOWN.
 * @param observed observations of one ride, oldest first
 * @param downSinceMs if the first observation is DOWN: since when the ride has been DOWN; null: since that observation
 */
export function findLongDowns(
  observed: readonly ObservedSpan[],
  downSinceMs: number | null,
  longDownMs: number,
): StateAnomaly[] {
  const downs: StateAnomaly[] = [];
  let open: StateAnomaly | null = null;
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

/** A day on which a ride was observed, always CLOSED, while its park was open. */
export interface ClosedDay extends StateAnomaly {
  /** The ride operated on the open day before; only such a first day is reported. */
  isFirst: boolean;
}

/**
 * Days on which a ride was closed while its park was open; REFURBISHMENT does not count as closed. The day before the
 * first of the days is unknown, so the first one is never marked as the first of its run.
 * @param observed observations of one ride, oldest first
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

/** Includes a live observation that began before the day and was confirmed in it. */
function observedIn(observed: readonly ObservedSpan[], window: TimeInterval): readonly ObservedSpan[] {
  const began = firstObservedIn(observed, window);
  const before = firstObservedIn(observed, { startMs: -Infinity, endMs: window.startMs }).at(-1);
  return before !== undefined && before.untilMs >= window.startMs ? [before, ...began] : began;
}
