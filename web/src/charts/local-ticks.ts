import { addDays, DAY_MS, dateTimeText, localDateOf, startOfDay, timeText, weekdayText } from '../format/times.js';

export interface Tick {
  atMs: number;
  text: string;
}

const HOUR_MS = 3_600_000;
const MAX_TICKS = 12;
const HOUR_STEPS = [1, 2, 3, 6, 12];
const DAY_STEPS = [1, 2, 7, 14, 30, 61, 122, 365];

/**
 * Ticks at round local times of a park: hours within three days, days beyond. Correct on days with 23 or 25 hours.
 * `span`: how much of the range is visible at a time, which decides how close together they are.
 */
export function localTicks(fromMs: number, toMs: number, timezone: string | null, span = toMs - fromMs): Tick[] {
  const hours = HOUR_STEPS.find((step) => span / (step * HOUR_MS) <= MAX_TICKS);
  if (hours !== undefined) return hourTicks(fromMs, toMs, timezone, hours);
  const step = DAY_STEPS.find((days) => span / (days * DAY_MS) <= MAX_TICKS) ?? DAY_STEPS.at(-1)!;
  const ticks: Tick[] = [];
  for (let date = localDateOf(fromMs, timezone); ; date = addDays(date, step)) {
    const atMs = startOfDay(date, timezone);
    if (atMs > toMs) return ticks;
    if (atMs >= fromMs) ticks.push({ atMs, text: weekdayText(date) });
  }
}

function hourTicks(fromMs: number, toMs: number, timezone: string | null, step: number): Tick[] {
  const ticks: Tick[] = [];
  const firstDay = localDateOf(fromMs, timezone);
  for (let date = firstDay; ; date = addDays(date, 1)) {
    const [startMs, endMs] = [startOfDay(date, timezone), startOfDay(addDays(date, 1), timezone)];
    if (startMs > toMs) return ticks;
    for (let atMs = startMs; atMs < endMs; atMs += step * HOUR_MS) {
      const isMidnight = atMs === startMs && date !== firstDay;
      const text = isMidnight ? dateTimeText(atMs, timezone).replace(/,? *00:00$/, '') : timeText(atMs, timezone);
      if (atMs >= fromMs && atMs <= toMs) ticks.push({ atMs, text });
    }
  }
}
