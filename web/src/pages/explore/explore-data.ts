import type { Period } from '../../parts/period.js';

export const FORMATS = ['parquet', 'csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export const DATASETS = [
  ...(['raw', 'queues', 'hours', 'days', 'months', 'parkHours', 'parkDays', 'parkMonths'] as const),
  ...(['schedules', 'prices', 'rides', 'metadata'] as const),
] as const;
export type Dataset = (typeof DATASETS)[number];

interface DatasetFacts {
  text: string;
  /** Its name in the paths of files. */
  path: string;
  /** `ride`: a file of one ride or of a whole park; `park`: of a whole park only. */
  of: 'ride' | 'park';
  /** What limits its period: instants, local days, or nothing, because its rows have no dates. */
  by: 'instants' | 'days' | 'nothing';
}

export const DATASET_FACTS: Readonly<Record<Dataset, DatasetFacts>> = {
  raw: { text: 'Observations', path: 'snapshots', of: 'ride', by: 'instants' },
  queues: { text: 'Queues and prices', path: 'queues', of: 'ride', by: 'instants' },
  hours: { text: 'Hourly statistics of rides', path: 'ride-hours', of: 'ride', by: 'days' },
  days: { text: 'Daily statistics of rides', path: 'ride-days', of: 'ride', by: 'days' },
  months: { text: 'Monthly statistics of rides', path: 'ride-months', of: 'ride', by: 'days' },
  parkHours: { text: 'Hourly statistics of the park', path: 'park-hours', of: 'park', by: 'days' },
  parkDays: { text: 'Daily statistics of the park', path: 'park-days', of: 'park', by: 'days' },
  parkMonths: { text: 'Monthly statistics of the park', path: 'park-months', of: 'park', by: 'days' },
  schedules: { text: 'Published hours', path: 'schedules', of: 'park', by: 'days' },
  prices: { text: 'Published prices', path: 'schedule-prices', of: 'park', by: 'days' },
  rides: { text: 'Rides of the park', path: 'rides', of: 'park', by: 'nothing' },
  metadata: { text: 'Metadata of the rides', path: 'metadata', of: 'park', by: 'nothing' },
};

export interface Choice {
  dataset: Dataset;
  /** `rideId`: only one ride of the park. */
  target: { parkId: number; rideId?: number };
  /** Local days of the park, both included. */
  period: Period;
  /** The same as instants, the second exclusive. */
  from: string;
  to: string;
}

/** The path of a file with the chosen rows. */
export function exportPath({ dataset, target, period, from, to }: Choice, format: Format): string {
  const { path, of, by } = DATASET_FACTS[dataset];
  const id = of === 'ride' && target.rideId !== undefined ? ['rideId', target.rideId] : ['parkId', target.parkId];
  const limits = { instants: { from, to }, days: { ...period }, nothing: {} }[by];
  const query = new URLSearchParams({ [id[0]!]: String(id[1]), ...limits, format });
  return `/api/export/${path}?${query.toString().replaceAll('%3A', ':')}`;
}

export function curlLine(origin: string, path: string, file: string): string {
  return `curl -o ${file} '${origin}${path}'`;
}

/** The name that the server gives to the file, and that the commands repeat. */
export function fileName({ dataset, target, period, from, to }: Choice, format: Format): string {
  const { path, of, by } = DATASET_FACTS[dataset];
  const entity = of === 'ride' && target.rideId !== undefined ? `ride-${target.rideId}` : `park-${target.parkId}`;
  const limits = {
    instants: [compactInstant(from), compactInstant(to)],
    days: ['from', period.from, 'to', period.to],
    nothing: [],
  }[by];
  return `${[path, entity, ...limits].join('-')}.${format}`;
}

/** `20260701T040000Z` */
const compactInstant = (instant: string): string => instant.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

/** DuckDB reads the file by its ending. Instants of the files are in UTC. */
export function duckDbLine(file: string, dataset: Dataset, timezone: string | null): string {
  if (DATASET_FACTS[dataset].by !== 'instants') return `SELECT * FROM '${file}' LIMIT 100;`;
  const zone = (timezone ?? 'UTC').replaceAll("'", "''");
  const value = dataset === 'queues' ? 'queueType, priceMinor' : 'status, waitMinutes';
  return `SELECT rideName, recordedAt AT TIME ZONE '${zone}' AS local_time, ${value} FROM '${file}' ORDER BY 1, 2;`;
}

/** The first and last day of a month, such as 2026-07; of the present one up to today. */
export function daysOfMonth(month: string, today: string): Period {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year!, number, 0)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: last > today ? today : last };
}

/** The months of the last years, by year, newest first: `[['2026', ['2026-02', '2026-01']], …]` */
export function monthsUntil(today: string, years: number): [year: string, months: string[]][] {
  const lastYear = Number(today.slice(0, 4));
  return Array.from({ length: years }, (_, back) => {
    const year = String(lastYear - back);
    const months = Array.from({ length: 12 }, (__, index) => `${year}-${String(12 - index).padStart(2, '0')}`);
    return [year, months.filter((month) => month <= today.slice(0, 7))];
  });
}

/** `2026-07` if the period is just that month. */
export function monthOf({ from, to }: Period, today: string): string {
  const month = from.slice(0, 7);
  const whole = daysOfMonth(month, today);
  return whole.from === from && whole.to === to ? month : '';
}
