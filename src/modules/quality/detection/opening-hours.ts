import { groupBy } from '../../../common/collections/group-by.js';
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
  const publishedOn = groupBy(published, ({ localDate }) => localDate);
  const observedOn = extentsOf(days, operating);
  return days
    .flatMap(({ localDate, window }, index) => {
      const hours = publishedOn.get(localDate);
      if (hours !== undefined) return hours.map(windowOf);
      const observed = observedOn[index];
      if (observed === undefined) return [];
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

/** Of each day, from the first to the last of the windows that touch it. In one pass: there may be a million of them. */
function extentsOf(days: readonly OperatingDay[], windows: readonly TimeWindow[]): (TimeWindow | undefined)[] {
  const extents: (TimeWindow | undefined)[] = days.map(() => undefined);
  for (const { startMs, endMs } of windows) {
    for (let day = firstEndingAfter(days, startMs); day < days.length; day++) {
      if (days[day]!.window.startMs > endMs) break;
      const extent = extents[day];
      if (extent === undefined) extents[day] = { startMs, endMs };
      else {
        extent.startMs = Math.min(extent.startMs, startMs);
        extent.endMs = Math.max(extent.endMs, endMs);
      }
    }
  }
  return extents;
}

function firstEndingAfter(days: readonly OperatingDay[], instantMs: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]!.window.endMs <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
