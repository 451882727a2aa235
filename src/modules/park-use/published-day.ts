import { closedWindows, merged, type TimeWindow } from '../../common/time/time-windows.js';
import type { NightBounds } from '../snapshots/operating-stretches.js';
import { isEvent, type PublishedInterval } from './published-interval.js';

/** A local day of a park. */
export interface UseDay extends TimeWindow {
  localDate: string;
  night: NightBounds;
}

/** What is published of a local day, cut at its ends; each list in order and without overlap. */
export interface PublishedDay {
  /** Published under its date; none: nothing is published of the day. */
  own: readonly TimeWindow[];
  /** What runs over from the day before. */
  over: readonly TimeWindow[];
  /** Both. */
  windows: readonly TimeWindow[];
  /** The part of them in which events are held. */
  events: readonly TimeWindow[];
  /** The rest of the day. */
  closed: readonly TimeWindow[];
}

/** @param published of the days, and of the day before the first of them */
export function publishedDays(days: readonly UseDay[], published: readonly PublishedInterval[]): PublishedDay[] {
  return days.map((day) => {
    const near = published.filter(({ startMs, endMs }) => startMs < day.endMs && endMs > day.startMs);
    const cut = (some: readonly PublishedInterval[]) =>
      merged(
        some.flatMap((interval) => within(interval, day) ?? []),
        0,
      );
    const windows = cut(near);
    return {
      own: cut(near.filter(({ localDate }) => localDate === day.localDate)),
      over: cut(near.filter(({ localDate }) => localDate < day.localDate)),
      windows,
      events: cut(near.filter(isEvent)),
      closed: closedWindows(windows, day).filter(({ startMs, endMs }) => endMs > startMs),
    };
  });
}

export function within({ startMs, endMs }: TimeWindow, day: TimeWindow): TimeWindow | null {
  const [fromMs, toMs] = [Math.max(startMs, day.startMs), Math.min(endMs, day.endMs)];
  return fromMs < toMs ? { startMs: fromMs, endMs: toMs } : null;
}
