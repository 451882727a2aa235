import { dayAfter } from '../../common/time/calendar-day.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time/durations.js';
import type { ParkClock } from './park-clock.js';

/** Shorter openings are placeholders: feeds write 00:00–00:00, 23:59:59–23:59:59 or 23:59:00–23:59:59 for closed days. */
const SHORTEST_MS = 5 * MINUTE_MS;
/** By the wall clock: a day on which the clock is set back has 25 hours. */
const LONGEST_MS = DAY_MS;
/** A closing before its opening is the next day's, unless the opening became so long that something else is wrong. */
const LONGEST_REPAIRED_MS = 20 * HOUR_MS;

export interface Hours {
  localDate: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** Why hours cannot be those of their date. */
export type HoursRefusal = 'DATE_MISMATCH' | 'EQUAL_ENDS' | 'CLOSES_BEFORE_OPENING' | 'TOO_LONG';

export type HoursVerdict =
  { refusal: HoursRefusal } | { refusal: null; closesAtMs: number; repair: 'CLOSING_NEXT_DAY' | null };

/**
 * Whether hours can be those of their date, and the closing that is meant. The one rule for hours as they are published, and
 * for stored ones: rows that were stored before this rule existed are judged by it when they are read.
 */
export function judgeHours({ localDate, opensAtMs, closesAtMs }: Hours, clock: ParkClock): HoursVerdict {
  const opensOn = clock.dateOf(opensAtMs);
  if (opensOn < dayAfter(localDate, -1) || opensOn > dayAfter(localDate, 1)) return { refusal: 'DATE_MISMATCH' };
  if (Math.abs(closesAtMs - opensAtMs) < SHORTEST_MS) return { refusal: 'EQUAL_ENDS' };
  if (closesAtMs < opensAtMs) {
    const closesNextDayMs = clock.nextDay(closesAtMs);
    const lengthMs = closesNextDayMs - opensAtMs;
    if (lengthMs < SHORTEST_MS || lengthMs > LONGEST_REPAIRED_MS) return { refusal: 'CLOSES_BEFORE_OPENING' };
    return { refusal: null, closesAtMs: closesNextDayMs, repair: 'CLOSING_NEXT_DAY' };
  }
  const wallLengthMs = clock.wallMs(closesAtMs) - clock.wallMs(opensAtMs);
  if (wallLengthMs > LONGEST_MS) return { refusal: 'TOO_LONG' };
  // 23:59:59 to 23:59:59 of the next day is the same placeholder.
  const beginsAtTheEnd = timeOfDayMs(clock.wallMs(opensAtMs)) >= DAY_MS - SHORTEST_MS;
  if (beginsAtTheEnd && wallLengthMs > LONGEST_MS - SHORTEST_MS) return { refusal: 'EQUAL_ENDS' };
  return { refusal: null, closesAtMs, repair: null };
}

const timeOfDayMs = (wallMs: number): number => ((wallMs % DAY_MS) + DAY_MS) % DAY_MS;
