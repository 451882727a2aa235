import { DAY_MS } from './durations.js';

/** The calendar day `count` days after `day`; both `YYYY-MM-DD`, of no time zone. */
export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Every calendar day from `first` to `last`, both included; none when the last is before the first. */
export function daysFromTo(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day);
  return days;
}
