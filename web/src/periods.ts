import type { Schemas } from './api/client.js';
import { plural } from './format/numbers.js';
import { dayText } from './format/times.js';
import { readDay, readWord } from './search-params.js';

export type PeriodName = Schemas['PeriodName'];
export const PERIODS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'last_7d',
  'this_month',
  'last_month',
  'last_30d',
  'custom',
] as const satisfies readonly PeriodName[];

export const PERIOD_TEXT: Readonly<Record<PeriodName, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  last_7d: 'Last 7 days',
  last_30d: 'Last 30 days',
  this_week: 'This week',
  last_week: 'Last week',
  this_month: 'This month',
  last_month: 'Last month',
  custom: 'Custom dates',
};

export const SCOPES = ['rides', 'parks'] as const satisfies readonly Schemas['Scope'][];
export type Scope = (typeof SCOPES)[number];
export const ORDERS = ['desc', 'asc'] as const satisfies readonly Schemas['RankOrder'][];
export type Order = (typeof ORDERS)[number];
export const DIRECTIONS = ['improving', 'declining'] as const satisfies readonly Schemas['Direction'][];
export type Direction = (typeof DIRECTIONS)[number];
export const METRICS = ['avgWait', 'uptime'] as const satisfies readonly Schemas['TrendMetric'][];
export type Metric = (typeof METRICS)[number];

/** Search parameters of rankings and trends; omitted ones have defaults. */
export interface PeriodSearch {
  scope?: Scope;
  destination?: number;
  park?: number;
  period?: PeriodName;
  from?: string;
  to?: string;
}

/** The period of an address. If only one of two chosen days is given, neither counts, so that every address shows something. */
export function readPeriod(search: Record<string, unknown>): Pick<PeriodSearch, 'period' | 'from' | 'to'> {
  const { period } = readWord(search, 'period', PERIODS);
  const days = { ...readDay(search, 'from'), ...readDay(search, 'to') };
  const isComplete = days.from !== undefined && days.to !== undefined;
  return period === undefined || (period === 'custom' && !isComplete) ? days : { period, ...days };
}

/** The period of a query; null while only one of two days is chosen. */
export function periodQuery({ period = 'last_7d', from, to }: PeriodSearch) {
  if (period !== 'custom') return { period };
  return from && to ? { period, from, to } : null;
}

/**
 * The days of a ranking. In parks of eastern time zones the days begin and end earlier, so all parks together may span one more day than each:
 * `Nov 22, 2026 to Nov 29, 2026, 7 local days of each park`.
 */
export function daysText({ from, to, days }: Schemas['PeriodView'], daysOfEach: readonly number[]): string {
  const [each, ...others] = new Set(daysOfEach);
  const isSame = each !== undefined && others.length === 0 && each !== days;
  return `${dayText(from)} to ${dayText(to)}${isSame ? `, ${plural(each, 'local day')} of each park` : ''}`;
}

/** Only entries of a destination or park. The park is the narrower choice. */
export function withinQuery({ destination, park }: PeriodSearch) {
  if (park !== undefined) return { parkId: park };
  return destination === undefined ? {} : { destinationId: destination };
}
