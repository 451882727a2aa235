import { addDays, DAY_MS, daysBetween, localDateOf } from '../../format/times.js';
import type { Period } from '../../parts/period.js';

export const INTERVALS = ['raw', 'hour', 'day'] as const;
export type Interval = (typeof INTERVALS)[number];

const RAW_DAYS = 4;
const HOUR_DAYS = 60;
/** The longest range, in days, that the API returns by day. */
const MAX_DAYS = 3_700;
/** The longest range in days that the API returns for each interval. For hours, it is one page. */
const LONGEST: Readonly<Record<Interval, number>> = { raw: 400, hour: 200, day: MAX_DAYS };

/**
 * The finest values that fit on a screen: observations for some days, hours for two months, days for years. A reader may choose
 * others, within the limits of the API.
 */
export function intervalOf({ from, to }: Period, asked?: Interval): Interval {
  const days = daysBetween(from, to);
  if (asked && days <= LONGEST[asked]) return asked;
  if (days <= RAW_DAYS) return 'raw';
  return days <= HOUR_DAYS ? 'hour' : 'day';
}

export function limited({ from, to }: Period): Period {
  return daysBetween(from, to) > MAX_DAYS ? { from: addDays(to, 1 - MAX_DAYS), to } : { from, to };
}

export const INTERVAL_TEXT: Readonly<Record<Interval, string>> = {
  raw: 'Every observation',
  hour: 'Averages by hour',
  day: 'Averages by day',
};

/** The period that is loaded: up to the same length again on both sides, within the limits of the API, so that the chart can be dragged. */
export function loadedPeriod({ from, to }: Period, interval: Interval, today: string): Period {
  const days = daysBetween(from, to);
  const margin = Math.max(0, Math.min(days, Math.floor((LONGEST[interval] - days) / 2)));
  const last = addDays(to, margin);
  return { from: addDays(from, -margin), to: last > today && today >= to ? today : last };
}

export const covers = (outer: Period, inner: Period): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Twice as long around the same middle, not beyond today. */
export function zoomedOut({ from, to }: Period, today: string): Period {
  const days = daysBetween(from, to);
  const later = addDays(to, Math.ceil(days / 2));
  return limited({ from: addDays(from, -Math.ceil(days / 2)), to: later > today ? today : later });
}

/** Half as long around the same middle; a day is the shortest. */
export function zoomedIn({ from, to }: Period): Period {
  const days = daysBetween(from, to);
  const kept = Math.max(1, Math.floor(days / 2));
  const first = addDays(from, Math.floor((days - kept) / 2));
  return { from: first, to: addDays(first, kept - 1) };
}

/** Earlier or later by a share of its length, but by a day at least, and not beyond today. */
export function moved({ from, to }: Period, share: number, today: string): Period {
  const wanted = Math.sign(share) * Math.max(1, Math.round(Math.abs(share) * daysBetween(from, to)));
  const days = Math.min(wanted, Math.max(0, daysBetween(to, today) - 1));
  return { from: addDays(from, days), to: addDays(to, days) };
}

const HOUR_MS = 3_600_000;

/** The days that a reader sees after dragging or zooming: dragging keeps their number. */
export function periodSeen(fromMs: number, toMs: number, timezone: string | null, today: string): Period {
  const days = Math.max(1, Math.round((toMs - fromMs) / DAY_MS));
  const nearest = localDateOf(fromMs + DAY_MS / 2, timezone);
  // Less than a day: the day in which most of it lies.
  const from = toMs - fromMs < DAY_MS - HOUR_MS ? localDateOf((fromMs + toMs) / 2, timezone) : nearest;
  const last = addDays(from, days - 1);
  return last > today ? { from: addDays(today, 1 - days), to: today } : { from, to: last };
}
