import { addDays, daysBetween } from '../../format/times.js';
import type { Period } from '../../parts/PeriodFields.js';

export type Interval = 'raw' | 'hour' | 'day';

const RAW_DAYS = 4;
const HOUR_DAYS = 60;
/** The longest range that the API gives by day. */
const MAX_DAYS = 3_700;

/** The finest values that fit on a screen: observations for some days, hours for two months, days for years. */
export function intervalOf({ from, to }: Period): Interval {
  const days = daysBetween(from, to);
  if (days <= RAW_DAYS) return 'raw';
  return days <= HOUR_DAYS ? 'hour' : 'day';
}

export function limited({ from, to }: Period): Period {
  return daysBetween(from, to) > MAX_DAYS ? { from: addDays(to, 1 - MAX_DAYS), to } : { from, to };
}

export const INTERVAL_TEXT: Readonly<Record<Interval, string>> = {
  raw: 'every observation',
  hour: 'averages by hour',
  day: 'averages by day',
};

/** Twice as long around the same middle, not beyond today. */
export function zoomedOut({ from, to }: Period, today: string): Period {
  const days = daysBetween(from, to);
  const later = addDays(to, Math.ceil(days / 2));
  return limited({ from: addDays(from, -Math.ceil(days / 2)), to: later > today ? today : later });
}
