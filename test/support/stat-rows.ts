import { tenDaysOf, monthOf, nextTenDays, nextMonth } from '../../src/modules/statistics/day-spans.js';
import { NO_TIME } from '../../src/modules/statistics/days/rollup-rows.js';
import { RIDE_HOURS } from '../../src/modules/statistics/queries/rollup-tables.sql.js';
import { TEN_DAYS, MONTHS } from '../../src/modules/statistics/queries/summed-days.sql.js';
import { packedDay, type RideHour } from './ride-hour-rows.js';

type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

const HOUR_MS = 3_600_000;

/** A day or hour as a test describes it, in hours of time and minutes of wait; other columns are derived. */
export interface StatOptions {
  /** Time-weighted average of the posted waits; null if none was posted. */
  average?: number | null;
  peak?: number | null;
  /** Hours with a posted wait. */
  posted?: number;
  /** Hours of scheduled time, and the observed part of it. */
  open?: number;
  observed?: number;
  /** Hours of DOWN in the observed scheduled time; the rest is OPERATING. */
  down?: number;
  /** Hours of the observed time from the archive. */
  archive?: number;
  /** Length of the day or hour, in hours. */
  length?: number;
}

/** Inserts rollup rows like the aggregator. */
export class StatRows {
  /** By ride and date, because the hours of a day are one row. */
  private readonly rideHours = new Map<string, RideHour[]>();

  constructor(private readonly query: Query) {}

  /** Default: ten scheduled and observed hours. */
  rideDay(rideId: number, date: string, options: StatOptions = {}): Promise<unknown> {
    return this.insert('ride_daily_stats', { ride_id: rideId, stat_date: date, ...totals(dayOf(options)) });
  }

  parkDay(parkId: number, date: string, options: StatOptions = {}, fields: Record<string, unknown> = {}) {
    return this.insert('park_daily_stats', { park_id: parkId, stat_date: date, ...totals(dayOf(options)), ...fields });
  }

  /** Default: one scheduled and observed hour. */
  rideHour(rideId: number, date: string, hour: number, options: StatOptions = {}): Promise<unknown> {
    const key = { rideId, localDate: date };
    const hours = this.rideHours.get(`${rideId} ${date}`) ?? [];
    const ofHour = Object.entries(totals(hourOf(options))).map(([column, value]) => [camelCase(column), value]);
    hours.push({ ...key, localHour: hour, ...NO_TIME, ...(Object.fromEntries(ofHour) as Partial<RideHour>) });
    this.rideHours.set(`${rideId} ${date}`, hours);
    return this.query(RIDE_HOURS.upsert([packedDay({ ...key, hours })]));
  }

  parkHour(parkId: number, date: string, hour: number, options: StatOptions = {}): Promise<unknown> {
    const key = { park_id: parkId, local_date: date, local_hour: hour };
    return this.insert('park_hourly_stats', { ...key, ...totals(hourOf(options)) });
  }

  /** Computes months and ten-day periods of all ride days with the aggregator's own statements. */
  async summarise(): Promise<void> {
    const days = await this.query<{ rideId: number; day: string }>(
      "SELECT ride_id AS rideId, DATE_FORMAT(stat_date, '%Y-%m-%d') AS day FROM ride_daily_stats",
    );
    const rideIds = [...new Set(days.map(({ rideId }) => rideId))];
    for (const month of new Set(days.map(({ day }) => monthOf(day)))) {
      await this.query(MONTHS.upsert, [month, rideIds, month, nextMonth(month)]);
    }
    for (const tenDayPeriod of new Set(days.map(({ day }) => tenDaysOf(day)))) {
      await this.query(TEN_DAYS.upsert, [tenDayPeriod, rideIds, tenDayPeriod, nextTenDays(tenDayPeriod)]);
    }
  }

  private insert(table: string, row: Record<string, unknown>): Promise<unknown> {
    const columns = Object.keys(row);
    return this.query(
      `INSERT INTO ${table} (${columns.join(',')}) VALUES (${columns.map(() => '?').join(',')})`,
      Object.values(row),
    );
  }
}

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const dayOf = (options: StatOptions): StatOptions => ({ open: 10, length: 24, ...options });
const hourOf = (options: StatOptions): StatOptions => ({ open: 1, length: 1, ...options });

function totals(options: StatOptions): Record<string, number | null> {
  const { open = 0, observed = open, down = 0, average = null, length = 24 } = options;
  const { archive = 0, peak = average } = options;
  const operating = observed - down;
  const observedOpen = Math.min(open, observed);
  const posted = average === null ? 0 : (options.posted ?? operating);
  const hours = {
    ...{ operating_ms: operating, down_ms: down, observed_ms: observed, archive_ms: archive },
    ...{ unknown_ms: length - observed, wait_known_ms: posted, wait_minutes_ms: posted * (average ?? 0) },
    ...{
      scheduled_ms: open,
      scheduled_observed_ms: observedOpen,
      scheduled_operating_ms: Math.max(0, observedOpen - down),
      scheduled_down_ms: down,
    },
  };
  const inMs = Object.entries(hours).map(([column, value]) => [column, Math.round(value * HOUR_MS)] as const);
  return { ...Object.fromEntries(inMs), min_wait: average, max_wait: peak, snapshot_count: 5 };
}
