import { LocalDays } from '../snapshots/local-days.js';
import { nightBoundsOf } from '../snapshots/operating-stretches.js';
import type { UseDay } from './published-day.js';

/** The local days of a park that a range of time touches, whole. */
export function useDaysOf(timezone: string | null, dayStartMinutes: number, fromMs: number, toMs: number): UseDay[] {
  const days = new LocalDays(timezone, dayStartMinutes);
  const nightOf = nightBoundsOf(timezone);
  return days.datesBetween(fromMs, Math.max(fromMs, toMs - 1)).map((localDate) => {
    return { localDate, ...days.window(localDate), night: nightOf(localDate) };
  });
}
