import { DAY_MS, MINUTE_MS } from '../calendar.js';
import { type OffsetPeriod, TimeZone } from './time-zone.js';

/** No zone changes its clock twice within this time. */
const STEP_MS = 5 * DAY_MS;

/**
 * A zone by the rules of the JavaScript engine, found by probing; null if the engine does not know the name. Only for
 * statistics that were computed before the program had its own rules; everything else uses `timeZoneOf`.
 */
export function engineZone(name: string, fromMs: number, toMs: number): TimeZone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  const offsetAt = (instantMs: number) => readOffsetMs(format, instantMs);
  const periods: OffsetPeriod[] = [];
  let [knownMs, offsetMs] = [fromMs, offsetAt(fromMs)];
  while (knownMs < toMs) {
    const nextMs = Math.min(knownMs + STEP_MS, toMs);
    const nextOffsetMs = offsetAt(nextMs);
    if (nextOffsetMs !== offsetMs) periods.push({ untilMs: turnBetween(knownMs, nextMs, offsetAt), offsetMs });
    [knownMs, offsetMs] = [nextMs, nextOffsetMs];
  }
  return new TimeZone(name, [...periods, { untilMs: Infinity, offsetMs }]);
}

/** The first instant with the later offset; clocks change at full minutes. */
function turnBetween(beforeMs: number, afterMs: number, offsetAt: (instantMs: number) => number): number {
  const offsetMs = offsetAt(beforeMs);
  let [low, high] = [Math.floor(beforeMs / MINUTE_MS), Math.ceil(afterMs / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS) === offsetMs) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

/** `GMT`, `GMT+05:30`, `GMT-07:00` */
function readOffsetMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const text = format.formatToParts(instantMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d+):(\d+))?/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}
