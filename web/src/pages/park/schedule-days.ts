import type { Schemas } from '../../api/client.js';
import { priceText } from '../../format/numbers.js';
import { timeText } from '../../format/times.js';
import { wordText } from '../../parts/words.js';

type Entry = Pick<
  Schemas['ScheduleEntryView'],
  'date' | 'type' | 'opensAt' | 'closesAt' | 'description' | 'purchases' | 'withdrawnAt' | 'hoursProblem'
>;

export interface ScheduleDay {
  date: string;
  hours: string[];
  prices: string[];
}

const ORDER: readonly Entry['type'][] = ['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'INFO'];

/** What is published for each day, opening hours first. Withdrawn entries are left out. */
export function scheduleDays(entries: readonly Entry[], timezone: string | null): ScheduleDay[] {
  const days = new Map<string, ScheduleDay>();
  const valid = entries.filter(({ withdrawnAt }) => withdrawnAt === null);
  const sorted = [...valid].sort(
    (a, b) => a.date.localeCompare(b.date) || ORDER.indexOf(a.type) - ORDER.indexOf(b.type),
  );
  for (const entry of sorted) {
    const day = days.get(entry.date) ?? { date: entry.date, hours: [], prices: [] };
    day.hours.push(hoursText(entry, timezone));
    const texts = entry.purchases.map(({ name, key, priceMinor, priceCurrency }) => {
      return `${name ?? key}: ${priceText(priceMinor, priceCurrency)}`;
    });
    day.prices = [...new Set([...day.prices, ...texts])];
    days.set(entry.date, day);
  }
  return [...days.values()];
}

function hoursText({ type, opensAt, closesAt, description, hoursProblem }: Entry, timezone: string | null): string {
  const name = description ?? wordText(type);
  if (opensAt === null || closesAt === null) return hoursProblem ? `${name}: hours are not plausible` : name;
  const hours = `${timeText(opensAt, timezone)} to ${timeText(closesAt, timezone)}`;
  return type === 'OPERATING' ? hours : `${name}: ${hours}`;
}
