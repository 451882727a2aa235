import type { TimeWindow } from '../../common/time/time-windows.js';
import { type Hours, judgeHours } from './opening-rules.js';
import type { ParkClock } from './park-clock.js';

/** INFO is the one type of an entry that tells nothing of the use of a park. */
export const USE_TYPES = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT'] as const;
export type UseType = (typeof USE_TYPES)[number];

/** An interval in which a park is in use, as published; it may run past the end of its day. */
export interface PublishedInterval extends TimeWindow {
  /** The date under which it was published. */
  localDate: string;
  type: UseType;
  /** Such as the name of an event; null: none is published. */
  description: string | null;
}

export const isEvent = ({ type }: Pick<PublishedInterval, 'type'>): boolean =>
  type === 'TICKETED_EVENT' || type === 'PRIVATE_EVENT';

/** For everybody who has an ordinary ticket. */
export const isOrdinary = ({ type }: Pick<PublishedInterval, 'type'>): boolean => type === 'OPERATING';

/** Null where the hours cannot be those of their date. @param clock of the park */
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
