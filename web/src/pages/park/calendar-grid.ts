import type { Schemas } from '../../api/client.js';
import { lowCoverageText, waitText } from '../../format/numbers.js';
import { dayText } from '../../format/times.js';

type Day = Schemas['CalendarDayView'];

export type DayKind = 'value' | 'closed' | 'unknown';

export function dayKind({ metrics }: Day): DayKind {
  if (metrics.averageWaitMinutes !== null) return 'value';
  return metrics.observedMinutes > 0 ? 'closed' : 'unknown';
}

export interface Month {
  /** `2026-11` */
  key: string;
  /** Whole weeks from Monday; null: a day of another month. */
  weeks: (Day | null)[][];
}

/** The days of a year as months of weeks. */
export function monthsOf(days: readonly Day[]): Month[] {
  const months: Month[] = [];
  for (const day of days) {
    const key = day.date.slice(0, 7);
    if (months.at(-1)?.key !== key) months.push({ key, weeks: [] });
    const { weeks } = months.at(-1)!;
    if (weeks.length === 0 || day.weekday === 1) weeks.push(Array.from({ length: 7 }, () => null));
    weeks.at(-1)![day.weekday - 1] = day;
  }
  return months;
}

/** The months from the first to the last with any observation. */
export function observedMonths(months: readonly Month[]): Month[] {
  const isObserved = ({ weeks }: Month) => weeks.flat().some((day) => day !== null && dayKind(day) !== 'unknown');
  const first = months.findIndex(isObserved);
  return first === -1 ? [] : months.slice(first, months.findLastIndex(isObserved) + 1);
}

export function calendarSummary(days: readonly Day[]): string {
  const known = days.filter((day) => dayKind(day) === 'value');
  if (known.length === 0) return 'No wait was posted in this year.';
  const sorted = [...known].sort((a, b) => a.metrics.averageWaitMinutes! - b.metrics.averageWaitMinutes!);
  const text = ({ date, metrics }: Day) => `${dayText(date)} (${waitText(metrics.averageWaitMinutes)})`;
  const coverages = known.map(({ metrics }) => metrics.coveragePercent);
  return (
    `Calmest on ${text(sorted[0]!)}, busiest on ${text(sorted.at(-1)!)}; ${known.length} days with waits.` +
    lowCoverageText(coverages, 'day')
  );
}
