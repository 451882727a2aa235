import { Injectable } from '@nestjs/common';
import { groupBy, sum } from '../../../common/collections.js';
import { dayAfter, utcDayOf } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { CapacityService } from '../capacity.service.js';
import { type MeasuredMetric, MetricRepository } from '../measure/metric.repository.js';
import { bytesOf } from '../measure/storage-metrics.js';
import { FirstRatesReader } from './first-rates.js';
import { daysUntilFull, type GrowthMethod, type GrowthReport, projections } from './growth-report.js';
import { GrowthRepository, type ImportedBulk } from './growth.sql.js';
import { type RateChange, rateChange } from './rate-fit.js';
import { sumOfBands } from './robust-statistics.js';
import { assumedGrowth, measuredGrowth, type TableGrowth, type TableNow } from './table-growth.js';

const MIN_MEASUREMENTS = 7;
/** The recent week and the four before it. */
export const RATE_CHANGE_DAYS = 36;

interface Fitted {
  method: GrowthMethod;
  tables: TableGrowth[];
  notes: string[];
}

/** Computes the growth of the warehouse from its measurements. */
@Injectable()
export class GrowthService {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly repository: GrowthRepository,
    private readonly firstRates: FirstRatesReader,
    private readonly capacity: CapacityService,
    private readonly clock: Clock,
  ) {}

  /** Over the last `days` days of measurements. */
  async report(days: number): Promise<GrowthReport> {
    const today = utcDayOf(this.clock.now());
    const series = await this.metrics.findSeries(dayAfter(today, -days));
    const now = tablesOf(await this.metrics.findLatest());
    const [first, last] = [series.at(0), series.at(-1)];
    const loads = first && last ? await this.repository.findBulkLoads(first.measuredAt, last.measuredAt) : [];
    const fitted = await this.fit(now, series, loads);
    return this.describe({ today, days, series, now, loads, fitted });
  }

  private async fit(now: TableNow[], series: MeasuredMetric[], loads: ImportedBulk[]): Promise<Fitted> {
    const measured = datesOf(series).length;
    if (measured >= MIN_MEASUREMENTS) {
      const tables = now.map((table) => measuredGrowth(table, levelsOf(series, table), loadsOf(loads, table)));
      return { method: 'MEASURED', tables, notes: notesOnJumps(tables) };
    }
    const notes = [`${measured} of the ${MIN_MEASUREMENTS} days that a growth fit needs are measured`];
    const { rowsPerDay, months } = await this.firstRates.read(now);
    if (months.size === 0) {
      notes.push('there are no observations to project from');
      return { method: 'NONE', tables: now.map((table) => assumedGrowth(table, 0)), notes };
    }
    const basis = [...months].map(([table, month]) => `${table} of ${month}`).join(', ');
    notes.push(`projected from the rows of ${basis} times bytes per row`);
    const tables = now.map((table) => assumedGrowth(table, rowsPerDay.get(table.whole.table) ?? 0));
    return { method: 'FROM_ROWS', tables, notes };
  }

  private async describe(facts: {
    today: string;
    days: number;
    series: MeasuredMetric[];
    now: TableNow[];
    loads: ImportedBulk[];
    fitted: Fitted;
  }): Promise<GrowthReport> {
    const { today, days, series, now, loads, fitted } = facts;
    const dates = datesOf(series);
    const perDay = {
      rows: sumOfBands(fitted.tables.map(({ rowsPerDay }) => rowsPerDay)),
      bytes: sumOfBands(fitted.tables.map(({ bytesPerDay }) => bytesPerDay)),
    };
    const whole = totalOf(now.map((table) => table.whole));
    const capacity = await this.capacity.capacityFor(whole.bytes);
    return {
      today,
      measuredAt: now[0]?.whole.measuredAt ?? null,
      method: fitted.method,
      window: { days, from: dates.at(0) ?? null, to: dates.at(-1) ?? null, measurements: dates.length },
      measuredDays: dayTotals(series),
      notes: [...fitted.notes, ...(capacity.note === null ? [] : [`capacity unknown: ${capacity.note}`])],
      grown: grownIn(dayTotals(series), loads),
      perDay,
      tables: fitted.tables,
      now: whole,
      projections: projections(whole, perDay),
      capacity,
      daysUntilFull: daysUntilFull(whole.bytes, capacity.limitBytes, perDay.bytes),
      rateChange: rateChangeOf(fitted.tables, now[0]?.whole.measuredAt ?? null),
    };
  }
}

function tablesOf(latest: readonly MeasuredMetric[]): TableNow[] {
  return latest
    .filter(({ partition }) => partition === '')
    .map((whole) => ({
      whole,
      partitions: latest.filter(({ table, partition }) => table === whole.table && partition !== ''),
    }));
}

const datesOf = (series: readonly MeasuredMetric[]): string[] => [
  ...new Set(series.map(({ measurementDate }) => measurementDate)),
];

const levelsOf = (series: readonly MeasuredMetric[], { whole }: TableNow): MeasuredMetric[] =>
  series.filter(({ table }) => table === whole.table);

/** Imports record how many rows they wrote to the two observation tables. */
function loadsOf(loads: readonly ImportedBulk[], { whole: { table } }: TableNow) {
  const rowsOf = ({ snapshots, queueRows }: ImportedBulk): number => {
    if (table === 'ride_status_snapshots') return snapshots;
    return table === 'queue_data' ? queueRows : snapshots + queueRows;
  };
  const knowsBulkRows = table === 'ride_status_snapshots' || table === 'queue_data';
  return { knowsBulkRows, loads: loads.map((load) => ({ atMs: load.atMs, rows: rowsOf(load) })) };
}

function totalOf(metrics: readonly MeasuredMetric[]): { rows: number; bytes: number } {
  return { rows: sum(metrics.map(({ rows }) => rows)), bytes: sum(metrics.map(bytesOf)) };
}

const dayTotals = (series: readonly MeasuredMetric[]): GrowthReport['measuredDays'] =>
  [...groupBy(series, ({ measurementDate }) => measurementDate)].map(([day, metrics]) => ({
    day,
    ...totalOf(metrics),
  }));

function grownIn(days: GrowthReport['measuredDays'], loads: readonly ImportedBulk[]) {
  const nothing = totalOf([]);
  const [first = nothing, last = nothing] = [days.at(0), days.at(-1)];
  const bulkRows = sum(loads.map(({ snapshots, queueRows }) => snapshots + queueRows));
  return { rows: last.rows - first.rows, bytes: last.bytes - first.bytes, bulkRows };
}

/** Small jumps, such as those of the analysis's own tables, are listed in `jumps` without a note. */
const WORTH_A_NOTE_ROWS = 1_000;

function notesOnJumps(tables: readonly TableGrowth[]): string[] {
  return tables.flatMap(({ table, jumps }) =>
    jumps
      .filter(({ rows }) => Math.abs(rows) >= WORTH_A_NOTE_ROWS)
      .map(({ toMs, rows }) => {
        const day = utcDayOf(toMs);
        return `${table}: ${rows} rows until ${day} that no import explains are excluded from the growth`;
      }),
  );
}

/** Bytes a day of all tables together, interval by interval. */
function rateChangeOf(tables: readonly TableGrowth[], measuredAt: Date | null): RateChange | null {
  if (measuredAt === null) return null;
  const perDay = new Map<number, number>();
  for (const { intervals, bytesPerRow } of tables) {
    for (const { toMs, rowsPerDay } of intervals) {
      perDay.set(toMs, (perDay.get(toMs) ?? 0) + rowsPerDay * (bytesPerRow ?? 0));
    }
  }
  const daily = [...perDay].map(([toMs, bytes]) => ({ toMs, perDay: bytes }));
  return rateChange(daily, measuredAt.getTime());
}
