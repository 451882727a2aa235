import { groupBy } from '../../../common/collections/group-by.js';
import { dayAfter } from '../../../common/time/calendar-day.js';
import { DAY_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import { LocalDays } from '../../snapshots/local-days.js';
import {
  type NightBounds,
  nightBoundsOf,
  OperatingStretches,
  SHORTEST_NIGHT_MS,
} from '../../snapshots/operating-stretches.js';
import type { Seen } from './seen.js';

/** No park is asleep before, and none opens before: 04:00 of the park's clock divides its operating days. */
const OPERATING_DAY_START_MINUTES = 240;

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
  night: NightBounds;
}

/** The operating days that the range touches, whole. */
export function operatingDaysOf(timezone: string | null, range: TimeWindow): OperatingDay[] {
  const days = new LocalDays(timezone, OPERATING_DAY_START_MINUTES);
  const nightOf = nightBoundsOf(timezone);
  const last = days.dateOf(range.endMs - 1);
  const list: OperatingDay[] = [];
  for (let localDate = days.dateOf(range.startMs); localDate <= last; localDate = dayAfter(localDate, 1)) {
    list.push({ localDate, window: days.window(localDate), night: nightOf(localDate) });
  }
  return list;
}

/**
 * When a park was open, oldest first: as published; on a date without a publication, from the first to the last instant
 * at which one of its attractions was seen operating, but for the night where an evening runs past 04:00. A day without
 * either was closed, and nothing is missing of it.
 */
export function openWindowsOf(
  days: readonly OperatingDay[],
  published: readonly PublishedHours[],
  operating: readonly TimeWindow[],
): TimeWindow[] {
  const publishedOn = groupBy(published, ({ localDate }) => localDate);
  const observedOn = stretchesOf(days, operating);
  const windows: TimeWindow[] = [];
  let evening: TimeWindow | undefined;
  for (const [index, { localDate, night }] of days.entries()) {
    const hours = publishedOn.get(localDate);
    const ofDay = hours?.map(windowOf) ?? observedOn[index]?.openWindows(night) ?? [];
    const [first, second] = ofDay;
    if (second !== undefined && evening !== undefined && hours === undefined && runsOn(evening, first!)) {
      evening.endMs = Math.max(evening.endMs, first!.endMs);
      windows.push(second);
    } else windows.push(...ofDay);
    evening = hours === undefined && ofDay.length > 0 ? windows.at(-1) : undefined;
  }
  return windows.sort((a, b) => a.startMs - b.startMs);
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

/** Whether what runs over is the end of this evening: one opening, of one day. */
const runsOn = (evening: TimeWindow, runsOver: TimeWindow): boolean =>
  runsOver.startMs - evening.endMs < SHORTEST_NIGHT_MS;

/** Of each day what of the windows lies in it. In one pass: there may be a million of them. */
function stretchesOf(
  days: readonly OperatingDay[],
  windows: readonly TimeWindow[],
): (OperatingStretches | undefined)[] {
  const ofDays: (OperatingStretches | undefined)[] = days.map(() => undefined);
  for (const { startMs, endMs } of windows) {
    for (let day = firstEndingAfter(days, startMs); day < days.length; day++) {
      const { window } = days[day]!;
      if (window.startMs > endMs) break;
      const stretches = (ofDays[day] ??= new OperatingStretches());
      stretches.add(Math.max(startMs, window.startMs), Math.min(endMs, window.endMs));
    }
  }
  return ofDays;
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
