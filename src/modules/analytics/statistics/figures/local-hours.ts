import { HOUR_MS, MINUTE_MS } from '../../../../common/time/durations.js';
import { FixedOffsetZone, IANAZone, type Zone } from 'luxon';

/** A stretch of time in which the clock of a place shows one and the same hour. */
export interface HourSlice {
  startMs: number;
  endMs: number;
  /** 0 to 23. An hour that the clock shows twice has two slices. */
  hour: number;
}

/**
 * Cuts a window at the instants at which the local clock turns to another hour, be it by running on or by being put
 * forward or back. `timezone` null counts as UTC.
 */
export function localHours(timezone: string | null, startMs: number, endMs: number): HourSlice[] {
  const zone: Zone = timezone === null ? FixedOffsetZone.utcInstance : IANAZone.create(timezone);
  const offsetMs = (instantMs: number) => zone.offset(instantMs) * MINUTE_MS;
  const slices: HourSlice[] = [];
  for (let fromMs = startMs; fromMs < endMs;) {
    const offset = offsetMs(fromMs);
    const shownMs = fromMs + offset;
    const hourEndMs = fromMs + HOUR_MS - modulo(shownMs, HOUR_MS);
    const turnMs = offsetMs(hourEndMs - 1) === offset ? hourEndMs : turnBetween(fromMs, hourEndMs - 1, offsetMs);
    const untilMs = Math.min(turnMs, endMs);
    slices.push({ startMs: fromMs, endMs: untilMs, hour: Math.floor(modulo(shownMs, 24 * HOUR_MS) / HOUR_MS) });
    fromMs = untilMs;
  }
  return slices;
}

/** The first instant with the later offset; there is one turn of the clock between the two at most. */
function turnBetween(beforeMs: number, afterMs: number, offsetMs: (instantMs: number) => number): number {
  const before = offsetMs(beforeMs);
  let [lowMs, highMs] = [beforeMs, afterMs];
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (offsetMs(middleMs) === before) lowMs = middleMs;
    else highMs = middleMs;
  }
  return highMs;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
