import { DAY_MS, dayAfter, HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import type { ParkClock } from './park-clock.js';

/** Shorter openings are placeholders: feeds write 00:00–00:00, 23:59:59–23:59:59 or 23:59:00–23:59:59 for closed days. */
const SHORTEST_MS = 5 * MINUTE_MS;
/** By the wall clock; a day on which the clock is set back has 25 hours. */
const LONGEST_MS = DAY_MS;
/** A closing time before its opening belongs to the next day, unless the opening would then exceed this length. */
const LONGEST_REPAIRED_MS = 20 * HOUR_MS;

export interface Hours {
  localDate: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** The reason why hours are implausible for their date. */
export type HoursRefusal = 'DATE_MISMATCH' | 'EQUAL_ENDS' | 'CLOSES_BEFORE_OPENING' | 'TOO_LONG';

export type HoursVerdict =
  { refusal: HoursRefusal } | { refusal: null; closesAtMs: number; repair: 'CLOSING_NEXT_DAY' | null };

/**
 * Checks whether hours are plausible for their date, and corrects the closing time. This rule applies to published hours and,
 * on reading, to rows that were stored before it existed.
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

/** All types of entries except INFO, which does not describe the use of a park. */
export const USE_TYPES = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT'] as const;
export type UseType = (typeof USE_TYPES)[number];

/** A published interval of use. It may extend past the end of its day. */
export interface PublishedInterval extends TimeInterval {
  /** The date that it was published for. */
  localDate: string;
  type: UseType;
  /** For example the name of an event; null if none is published. */
  description: string | null;
}

export const isEvent = ({ type }: Pick<PublishedInterval, 'type'>): boolean =>
  type === 'TICKETED_EVENT' || type === 'PRIVATE_EVENT';

/** Open to holders of an ordinary ticket. */
export const isOrdinary = ({ type }: Pick<PublishedInterval, 'type'>): boolean => type === 'OPERATING';

/** Null if the hours are implausible for their date. @param clock the park's clock */
export function publishedInterval(
  type: UseType,
  hours: Hours,
  clock: ParkClock,
  description: string | null = null,
): PublishedInterval | null {
  const verdict = judgeHours(hours, clock);
  if (verdict.refusal !== null) return null;
  return { localDate: hours.localDate, type, startMs: hours.opensAtMs, endMs: verdict.closesAtMs, description };
}
