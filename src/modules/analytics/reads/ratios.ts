import { MINUTE_MS } from '../../../common/time/durations.js';
const HUNDREDTHS = 100;

/** To two digits, which is more than any posted wait can tell. */
export function rounded(value: number): number {
  return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
}

/** `part` of `whole` as a ratio; null of nothing, which is not 0. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** The same from 0 to 100, rounded. */
export function percent(part: number, whole: number): number | null {
  const share = ratio(part, whole);
  return share === null ? null : rounded(share * 100);
}

/** By how many percent `now` is more (or, negative, less) than `then`; null where one is not known, or `then` is 0. */
export function changePercent(now: number | null, then: number | null): number | null {
  if (now === null || then === null || then === 0) return null;
  return rounded(((now - then) / Math.abs(then)) * 100);
}

export function minutesOf(milliseconds: number): number {
  return rounded(milliseconds / MINUTE_MS);
}
