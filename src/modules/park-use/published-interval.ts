import { DAY_MS } from '../../common/time/durations.js';
import type { TimeWindow } from '../../common/time/time-windows.js';

/** INFO is the one type of an entry that tells nothing of the use of a park. */
export const USE_TYPES = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT'] as const;
export type UseType = (typeof USE_TYPES)[number];

/** An interval in which a park is in use, as published; it may run past the end of its day. */
export interface PublishedInterval extends TimeWindow {
  /** The date under which it was published. */
  localDate: string;
  type: UseType;
}

export const isEvent = ({ type }: Pick<PublishedInterval, 'type'>): boolean =>
  type === 'TICKETED_EVENT' || type === 'PRIVATE_EVENT';

/** For everybody who has an ordinary ticket. */
export const isOrdinary = ({ type }: Pick<PublishedInterval, 'type'>): boolean => type === 'OPERATING';

/**
 * A closing before its opening is the next day's. Null where the entry says nothing of the hours: both ends are equal, or
 * more than 24 hours apart.
 */
export function publishedInterval(
  localDate: string,
  type: UseType,
  opensAtMs: number,
  closesAtMs: number,
): PublishedInterval | null {
  const endMs = closesAtMs < opensAtMs ? closesAtMs + DAY_MS : closesAtMs;
  if (endMs <= opensAtMs || endMs - opensAtMs > DAY_MS) return null;
  return { localDate, type, startMs: opensAtMs, endMs };
}
