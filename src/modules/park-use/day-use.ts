import { closedIntervals, merged, type TimeInterval } from '../../common/time/time-intervals.js';
import { dayAfter } from '../../common/time/calendar.js';
import { LocalDays } from '../snapshots/local-days.js';
import { type NightBounds, nightBoundsOf } from '../snapshots/operating-intervals.js';
import { isEvent, type PublishedInterval } from './published-interval.js';

/** A local day of a park. */
export interface UseDay extends TimeInterval {
  localDate: string;
  night: NightBounds;
}

/** The published hours of a local day, cut at its bounds. Each list is in order and without overlap. */
export interface PublishedDay {
  /** Published for its date; empty if nothing is published for the day. */
  own: readonly TimeInterval[];
  /** Hours of the day before that continue past its end. */
  fromPreviousDay: readonly TimeInterval[];
  /** The union of both lists. */
  windows: readonly TimeInterval[];
  /** The part in which events are held. */
  events: readonly TimeInterval[];
  /** The rest of the day. */
  closed: readonly TimeInterval[];
  /** Whether anything is published for the date before. */
  isDayBeforePublished: boolean;
}

/** @param published intervals of the days and of the day before the first one */
export function publishedDays(days: readonly UseDay[], published: readonly PublishedInterval[]): PublishedDay[] {
  const dates = new Set(published.map(({ localDate }) => localDate));
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
      fromPreviousDay: cut(near.filter(({ localDate }) => localDate < day.localDate)),
      windows,
      events: cut(near.filter(isEvent)),
      closed: closedIntervals(windows, day).filter(({ startMs, endMs }) => endMs > startMs),
      isDayBeforePublished: dates.has(dayAfter(day.localDate, -1)),
    };
  });
}

function within({ startMs, endMs }: TimeInterval, day: TimeInterval): TimeInterval | null {
  const [fromMs, toMs] = [Math.max(startMs, day.startMs), Math.min(endMs, day.endMs)];
  return fromMs < toMs ? { startMs: fromMs, endMs: toMs } : null;
}

/** The reason why a park counts as in use on a day, or not. */
export type UseBasis = 'PUBLISHED' | 'OBSERVED' | 'CLOSED_THOUGH_PUBLISHED' | 'NONE';

/** When a park was in use on a local day. Everything else relies on this one description. */
export interface DayUse {
  basis: UseBasis;
  /** In order, without overlap. Hours that continue from the day before form a window of their own. */
  windows: readonly TimeInterval[];
  /** The part of the windows in which published events are held. */
  events: readonly TimeInterval[];
  /** The part of the windows in which the park ran outside its published hours. */
  outside: readonly TimeInterval[];
  /** The part of the windows that continues an evening whose hours are not published, on a day with published hours. */
  unpublishedEvening: readonly TimeInterval[];
  /** Start of the day's own use, ignoring hours that continue from the day before; null if there is none. */
  opensAtMs: number | null;
  closesAtMs: number | null;
}

interface UseParts {
  basis: UseBasis;
  own: readonly TimeInterval[];
  fromPreviousDay: readonly TimeInterval[];
  events: readonly TimeInterval[];
  outside?: readonly TimeInterval[];
  unpublishedEvening?: readonly TimeInterval[];
}

/** Events count only while the park is in use. */
export function dayUse(parts: UseParts): DayUse {
  const { basis, own, fromPreviousDay, events, outside = [], unpublishedEvening = [] } = parts;
  const windows = merged([...fromPreviousDay, ...own], 0);
  return {
    basis,
    windows,
    events: events.flatMap((event) => windows.flatMap((window) => within(event, window) ?? [])),
    outside,
    unpublishedEvening,
    opensAtMs: (own[0] ?? windows[0])?.startMs ?? null,
    closesAtMs: windows.at(-1)?.endMs ?? null,
  };
}

/** The local days of a park that overlap a time range, in full. */
export function useDaysOf(timezone: string | null, dayStartMinutes: number, fromMs: number, toMs: number): UseDay[] {
  const days = new LocalDays(timezone, dayStartMinutes);
  const nightOf = nightBoundsOf(timezone);
  return days.datesBetween(fromMs, Math.max(fromMs, toMs - 1)).map((localDate) => {
    return { localDate, ...days.window(localDate), night: nightOf(localDate) };
  });
}
