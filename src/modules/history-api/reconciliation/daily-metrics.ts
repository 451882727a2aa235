import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { DailyMinutes, DailyRow, WaitCounts, WaitStatistics } from '../daily-rules/daily-row.js';

/** The figures of a daily row by the name of their field, such as `inParkHours.standby.p90`; null: nothing of that kind. */
export type DailyMetrics = ReadonlyMap<string, number | null>;

const STATISTICS = ['min', 'p50', 'mean', 'p90', 'max'] as const satisfies readonly (keyof WaitStatistics)[];
const QUEUES = ['standby', 'singleRider'] as const;
const COUNTS = ['extremeWaits', 'implausibleWaits'] as const;
const MINUTES = ['operatingMinutes', 'downMinutes', 'unknownMinutes'] as const;

/** Instants are milliseconds since 1970 UTC. */
export const INSTANT_FIELDS: ReadonlySet<string> = new Set(['firstOperatingAt', 'lastClosedAt']);

export function metricsOf(row: DailyRow): DailyMetrics {
  const metrics = new Map<string, number | null>([
    ['firstOperatingAt', row.firstOperatingAtMs],
    ['lastClosedAt', row.lastClosedAtMs],
    ...minuteMetrics('', row),
    ['showCount', row.showCount],
  ]);
  const { inParkHours } = row;
  metrics.set('inParkHours.scheduledMinutes', inParkHours?.scheduledMinutes ?? null);
  for (const [field, value] of minuteMetrics('inParkHours.', inParkHours)) metrics.set(field, value);
  return metrics;
}

function minuteMetrics(prefix: string, minutes: DailyMinutes | null): [string, number | null][] {
  const statistics = (queue: (typeof QUEUES)[number]): [string, number | null][] =>
    STATISTICS.map((name) => [`${prefix}${queue}.${name}`, minutes?.[queue]?.[name] ?? null]);
  const counts = (kind: (typeof COUNTS)[number]): [string, number | null][] =>
    QUEUES.map((queue) => [`${prefix}${kind}.${queue}`, minutes === null ? null : countOf(minutes[kind], queue)]);
  return [
    ...MINUTES.map((name): [string, number | null] => [`${prefix}${name}`, minutes?.[name] ?? null]),
    ...QUEUES.flatMap(statistics),
    ...COUNTS.flatMap(counts),
  ];
}

/** A missing block means that there were none. */
const countOf = (counts: WaitCounts | null, queue: keyof WaitCounts): number => counts?.[queue] ?? 0;

const isCount = (field: string): boolean => /(extremeWaits|implausibleWaits|showCount)/.test(field);
/** Numbers of readings and shows must be equal; minutes, waits and instants may differ by a minute. */
export const toleranceOf = (field: string): number => (INSTANT_FIELDS.has(field) ? MINUTE_MS : isCount(field) ? 0 : 1);

/** Whether two values of a field are further apart than the tolerance; null equals null only. */
export function isApart(field: string, a: number | null, b: number | null): boolean {
  return a === null || b === null ? a !== b : Math.abs(a - b) > toleranceOf(field);
}

export const isMinutesField = (field: string): boolean => field.endsWith('Minutes');

/** A row of a day on which nothing was counted. */
export const emptyRow = (date: string): DailyRow => ({
  ...{ date, firstOperatingAtMs: null, lastClosedAtMs: null },
  ...{ operatingMinutes: 0, downMinutes: 0, unknownMinutes: 0 },
  ...{ standby: null, singleRider: null, extremeWaits: null, implausibleWaits: null },
  ...{ showCount: null, inParkHours: null, changes: 0 },
});
