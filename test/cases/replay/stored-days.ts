import type { Warehouse } from './warehouse.js';

/** A figure of a stored day: minutes, counts, percent, an ISO instant, or null. */
export type Metrics = Record<string, unknown>;

export interface StoredDay {
  name: string;
  /** RIDE: the type of the entity. */
  entityType: string | null;
  localDate: string;
  metrics: Metrics;
}

type Row = Record<string, unknown>;

/** Every stored day of rides, by ride and date. */
export async function rideDays(warehouse: Warehouse): Promise<StoredDay[]> {
  const rows = await warehouse.query<Row>(
    `SELECT s.*, r.name, r.entity_type, DATE_FORMAT(s.stat_date, '%Y-%m-%d') AS local_date
     FROM ride_daily_stats s JOIN rides r USING (ride_id) ORDER BY s.ride_id, s.stat_date`,
  );
  return rows.map(storedDay);
}

/** Every stored day of parks, by park and date. */
export async function parkDays(warehouse: Warehouse): Promise<StoredDay[]> {
  const rows = await warehouse.query<Row>(
    `SELECT s.*, p.name, DATE_FORMAT(s.stat_date, '%Y-%m-%d') AS local_date
     FROM park_daily_stats s JOIN parks p USING (park_id) ORDER BY s.park_id, s.stat_date`,
  );
  return rows.map(storedDay);
}

function storedDay(row: Row): StoredDay {
  const metrics = Object.fromEntries(Object.entries(row).map(([column, value]) => metricOf(column, value)));
  const entityType = typeof row.entity_type === 'string' ? row.entity_type : null;
  return {
    name: String(row.name),
    entityType,
    localDate: String(row.local_date),
    metrics: {
      ...metrics,
      averageWaitMinutes: ratio(row.wait_minutes_ms, row.wait_known_ms),
      uptimePercent: percentOf(row.scheduled_operating_ms, row.scheduled_down_ms),
    },
  };
}

/** `scheduled_down_ms` becomes `scheduledDownMinutes`; other columns keep their value under their camel-case name. */
function metricOf(column: string, value: unknown): [string, unknown] {
  const name = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (column.endsWith('_ms')) return [name.replace(/Ms$/, 'Minutes'), value === null ? null : Number(value) / 60_000];
  if (value instanceof Date) return [name, value.toISOString()];
  return [name, value];
}

function ratio(dividend: unknown, divisor: unknown): number | null {
  return Number(divisor) === 0 ? null : Number(dividend) / Number(divisor);
}

function percentOf(operatingMs: unknown, downMs: unknown): number | null {
  const share = ratio(operatingMs, Number(operatingMs) + Number(downMs));
  return share === null || Number(operatingMs) === 0 ? null : share * 100;
}
