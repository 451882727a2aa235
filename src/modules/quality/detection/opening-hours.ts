import { dayAfter } from '../../../common/time/calendar-day.js';
import type { TimeWindow } from '../../collector/suspicion/time-windows.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { Seen } from './seen.js';

/** No park is asleep before, and none opens before: 04:00 of the park's clock divides its operating days. */
const OPERATING_DAY_START_MINUTES = 240;
const DAY_MS = 86_400_000;

/** A published opening; a closing before it is meant for the next day. */
export interface PublishedHours {
  localDate: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** One local day of a park's operation, evenings past midnight included. */
export interface OperatingDay {
  localDate: string;
  /** From 04:00 to 04:00. */
  window: TimeWindow;
}

/** The operating days that the range touches, whole. */
export function operatingDaysOf(timezone: string | null, range: TimeWindow): OperatingDay[] {
  const days = new LocalDays(timezone, OPERATING_DAY_START_MINUTES);
  const last = days.dateOf(range.endMs - 1);
  const list: OperatingDay[] = [];
  for (let localDate = days.dateOf(range.startMs); localDate <= last; localDate = dayAfter(localDate, 1)) {
    list.push({ localDate, window: days.window(localDate) });
  }
  return list;
}

/**
 * When a park was open, oldest first: as published; on a date without a publication, from the first to the last instant
 * at which one of its attractions was seen operating. A day without either was closed, and nothing is missing of it.
 */
export function openWindowsOf(
  days: readonly OperatingDay[],
  published: readonly PublishedHours[],
  operating: readonly TimeWindow[],
): TimeWindow[] {
  return days
    .flatMap(({ localDate, window }) => {
      const hours = published.filter((entry) => entry.localDate === localDate).map(windowOf);
      if (hours.length > 0) return hours;
      const observed = extentOf(
        operating.filter(({ startMs, endMs }) => startMs < window.endMs && endMs >= window.startMs),
      );
      if (observed === null) return [];
      return [{ startMs: Math.max(observed.startMs, window.startMs), endMs: Math.min(observed.endMs, window.endMs) }];
    })
    .sort((a, b) => a.startMs - b.startMs);
}

/** When its attractions were seen operating. */
export function operatingOf(seen: readonly Seen[], attractions: ReadonlySet<number>): TimeWindow[] {
  return seen
    .filter(({ rideId, status }) => status === 'OPERATING' && attractions.has(rideId))
    .map(({ fromMs, untilMs }) => ({ startMs: fromMs, endMs: untilMs }));
}

function windowOf({ opensAtMs, closesAtMs }: PublishedHours): TimeWindow {
  return { startMs: opensAtMs, endMs: closesAtMs > opensAtMs ? closesAtMs : closesAtMs + DAY_MS };
}

function extentOf(windows: readonly TimeWindow[]): TimeWindow | null {
  if (windows.length === 0) return null;
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const window of windows) {
    if (window.startMs < startMs) startMs = window.startMs;
    if (window.endMs > endMs) endMs = window.endMs;
  }
  return { startMs, endMs };
}
