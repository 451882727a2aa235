import type { Period } from '../../parts/PeriodFields.js';

export const DATASETS = ['raw', 'queues', 'hours', 'days'] as const;
export type Dataset = (typeof DATASETS)[number];
export const FORMATS = ['parquet', 'csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export const DATASET_TEXT: Readonly<Record<Dataset, string>> = {
  raw: 'Observations',
  queues: 'Queues and prices',
  hours: 'Hourly statistics',
  days: 'Daily statistics',
};

export interface Choice {
  dataset: Dataset;
  target: { parkId: number } | { rideId: number };
  /** Instants, the second exclusive. */
  from: string;
  to: string;
}

const EXPORTS: Readonly<Partial<Record<Dataset, string>>> = { raw: 'snapshots', queues: 'queues' };

/** The path of a file, or null where the data set has none: statistics are pages of JSON. */
export function exportPath({ dataset, target, from, to }: Choice, format: Format): string | null {
  const name = EXPORTS[dataset];
  if (name === undefined) return null;
  const query = new URLSearchParams({ ...stringsOf(target), from, to, format });
  return `/api/export/${name}?${query.toString().replaceAll('%3A', ':')}`;
}

/** The path of the first rows as JSON; null for a park: histories are those of rides. */
export function previewPath({ dataset, target, from, to }: Choice, limit: number): string | null {
  if (!('rideId' in target)) return null;
  const query = `from=${from}&to=${to}&limit=${limit}`;
  if (dataset === 'queues') return `/api/rides/${target.rideId}/queues?${query}`;
  const interval = { raw: 'raw', hours: 'hour', days: 'day' }[dataset];
  return `/api/rides/${target.rideId}/history?${query}&interval=${interval}`;
}

const stringsOf = (target: Choice['target']): Record<string, string> =>
  Object.fromEntries(Object.entries(target).map(([key, value]) => [key, String(value)]));

export function curlLine(origin: string, path: string, file: string): string {
  return `curl -o ${file} '${origin}${path}'`;
}

export function fileName({ dataset, target }: Choice, period: Period, format: Format): string {
  const entity = 'rideId' in target ? `ride-${target.rideId}` : `park-${target.parkId}`;
  return `${entity}-${dataset}-${period.from}-${period.to}.${format}`;
}

export function duckDbLine(file: string, dataset: Dataset, timezone: string | null): string {
  const zone = (timezone ?? 'UTC').replaceAll("'", "''");
  const value = dataset === 'queues' ? 'queueType, priceMinor' : 'status, waitMinutes';
  return `SELECT rideName, recordedAt AT TIME ZONE '${zone}' AS local_time, ${value} FROM '${file}' ORDER BY 1, 2;`;
}
