import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { addMonths, monthStartMs } from '../../common/time/months.js';
import { layoutOf } from '../snapshots/partitions/partition-plan.js';
import type { GrowthMethod } from './growth/growth-report.js';
import { GrowthService } from './growth/growth.service.js';
import { MetricRepository } from './measure/metric.repository.js';
import type { StorageMetricRow } from './measure/storage-metrics.js';
import { type ReferencePark, type ReferencePeriod, ReferenceQueryRepository } from './reference-query.sql.js';
import { type GroupSize, measuredGroups, type RetentionOption, retentionOptions } from './retention-strategies.js';
import { utcDayOf } from '../../common/time/calendar.js';

/** Time of a reference query on each kind of data: the average posted wait of one park over one month. */
export interface ReferenceLatency {
  parkId: number | null;
  rides: number;
  /** `YYYY-MM`. */
  month: string;
  /** Median of five runs; null if it took longer than 5 s, or if there is no data. */
  rawMs: number | null;
  hourlyMs: number | null;
  dailyMs: number | null;
}

/** Measured once a day in each process. */
@Injectable()
export class ReferenceQueryService {
  private cached: { day: string; latency: Promise<ReferenceLatency | null> } | null = null;

  constructor(
    private readonly repository: ReferenceQueryRepository,
    private readonly clock: Clock,
  ) {}

  /** Null if there are no observations. */
  async latency(metrics: readonly StorageMetricRow[]): Promise<ReferenceLatency | null> {
    const day = utcDayOf(this.clock.now());
    if (this.cached?.day === day) return this.cached.latency;
    const latency = this.measure(metrics);
    this.cached = { day, latency };
    // A failure and the result of an empty warehouse are not cached.
    const forget = () => (this.cached = null);
    latency.then((measured) => measured ?? forget(), forget);
    return latency;
  }

  private async measure(metrics: readonly StorageMetricRow[]): Promise<ReferenceLatency | null> {
    const month = newestWholeMonth(metrics, this.clock.now().getTime());
    if (month === null) return null;
    const period = { from: new Date(monthStartMs(month)), before: new Date(monthStartMs(addMonths(month, 1))) };
    const park = await this.repository.findPark(period);
    if (park === null) return null;
    return {
      parkId: park.parkId,
      rides: park.rideIds.length,
      month,
      rawMs: await this.repository.timeRaw(park, period),
      hourlyMs: await this.timeStatistics('hourly', park, period, metrics),
      dailyMs: await this.timeStatistics('daily', park, period, metrics),
    };
  }

  private async timeStatistics(
    kind: 'hourly' | 'daily',
    park: ReferencePark,
    period: ReferencePeriod,
    metrics: readonly StorageMetricRow[],
  ): Promise<number | null> {
    const read = kind === 'hourly' ? 'ride_day_hours' : 'ride_daily_stats';
    const hasRows = metrics.some(({ table, rows }) => table === read && rows > 0);
    return hasRows ? this.repository.timeStatistics(kind, park, period) : null;
  }
}

/** The newest past month with observations, otherwise the current one. */
function newestWholeMonth(metrics: readonly StorageMetricRow[], nowMs: number): string | null {
  const filled = metrics.filter(({ table, rows }) => table === 'ride_status_snapshots' && rows > 0);
  const { months } = layoutOf(filled.map(({ partition }) => partition));
  const whole = months.filter((month) => monthStartMs(addMonths(month, 1)) <= nowMs);
  return whole.at(-1) ?? months.at(-1) ?? null;
}

const WINDOW_DAYS = 30;

export interface RetentionReport {
  measuredAt: Date | null;
  growthMethod: GrowthMethod;
  notes: string[];
  /** Null without rows. */
  bytesPerRow: { raw: number | null; hourly: number | null; daily: number | null };
  options: RetentionOption[];
  latency: ReferenceLatency | null;
}

/** Compares retention strategies, based on the measured tables. Never removes any data. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly growth: GrowthService,
    private readonly reference: ReferenceQueryService,
    private readonly clock: Clock,
  ) {}

  async compare(): Promise<RetentionReport> {
    const metrics = await this.metrics.findLatest();
    const growth = await this.growth.report(WINDOW_DAYS);
    const groups = measuredGroups(metrics, growth, this.clock.now().getTime());
    const options = retentionOptions(groups);
    const latency = await this.reference.latency(metrics);
    return {
      measuredAt: growth.measuredAt,
      growthMethod: growth.method,
      notes: notesOf(metrics.length > 0, options, latency),
      bytesPerRow: {
        raw: bytesPerRow(groups.raw),
        hourly: bytesPerRow(groups.hourly),
        daily: bytesPerRow(groups.daily),
      },
      options,
      latency,
    };
  }
}

const bytesPerRow = ({ rows, bytes }: GroupSize): number | null => (rows === 0 ? null : bytes / rows);

function notesOf(isMeasured: boolean, options: readonly RetentionOption[], latency: ReferenceLatency | null): string[] {
  const unknown = options.filter(({ bytesToday }) => bytesToday === null).map(({ strategy }) => strategy);
  return [
    ...(isMeasured ? [] : ['nothing has been measured yet: POST /api/admin/storage/measure']),
    ...(!isMeasured || unknown.length === 0
      ? []
      : [`${unknown.join(', ')}: the statistics they are based on were never computed`]),
    ...(latency === null ? ['there are no observations to run the reference query on'] : []),
  ];
}
