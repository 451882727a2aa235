import { sum } from '../../common/collections.js';
import { dayAfter, utcDayOf } from '../../common/time/calendar.js';
import type { Capacity } from './capacity.service.js';
import type { BandView, DaysUntilFullView, StorageGrowthView, TableGrowthView } from './dto/storage-growth.dto.js';
import type { RetentionComparisonView } from './dto/storage-retention.dto.js';
import type { CapacityView } from './dto/storage-fields.dto.js';
import type {
  PartitionedTableView,
  PartitionView,
  StoragePartitionsView,
  StorageSummaryView,
  StorageTableView,
  StorageTotalsView,
} from './dto/storage-summary.dto.js';
import { DAYS_PER_YEAR, type DaysUntilFull, type GrowthMethod, type GrowthReport } from './growth/growth-report.js';
import type { Band } from './growth/robust-statistics.js';
import type { TableGrowth } from './growth/table-growth.js';
import type { MeasuredMetric } from './measure/metric.repository.js';
import { bytesOf, isExact, type MeasurementResult, type StorageMetricRow } from './measure/storage-metrics.js';
import type { PartitionMetric, TablePartitions } from './partition-metrics.service.js';
import type { Recommendation } from './recommendations.js';
import type { RetentionReport } from './retention.service.js';

/** Whole numbers. Only growth that was measured day by day has a band: a band without width would claim certainty. */
export function bandView({ value, low, high }: Band, method: GrowthMethod): BandView {
  const hasBand = method === 'MEASURED';
  return { value: Math.round(value), low: hasBand ? Math.round(low) : null, high: hasBand ? Math.round(high) : null };
}

/** Before the first measurement the used bytes are unknown, and so is the share of the capacity. */
export function capacityView(capacity: Capacity, isMeasured: boolean): CapacityView {
  if (isMeasured) return capacity;
  const { source, limitBytes, availableBytes, note } = capacity;
  const isSet = source === 'SETTING';
  return {
    source,
    limitBytes: isSet ? limitBytes : null,
    usedBytes: null,
    percentUsed: null,
    availableBytes: isSet ? null : availableBytes,
    note: note ?? 'nothing has been measured yet',
  };
}

/** Rounded to a tenth of a byte: more digits would mean nothing. */
export const bytesPerRowView = (bytes: number | null): number | null =>
  bytes === null ? null : Math.round(bytes * 10) / 10;

/** @param measured the result of the newest measurement; null before the first */
export function summaryView(
  latest: readonly MeasuredMetric[],
  measured: MeasurementResult | null,
  capacity: Capacity,
): Omit<StorageSummaryView, 'newestMeasurement'> {
  const whole = latest.filter(({ partition }) => partition === '');
  const totals = totalsOf(whole);
  const partitionsOf = (name: string) =>
    latest.filter(({ table, partition }) => table === name && partition !== '').length;
  return {
    measuredAt: whole[0]?.measuredAt ?? null,
    notes: notesOf(whole, measured),
    totals: whole.length === 0 ? null : totals,
    capacity: capacityView(capacity, whole.length > 0),
    tables: whole
      .map((metric) => summaryTableView(metric, partitionsOf(metric.table), totals.totalBytes))
      .sort((a, b) => b.totalBytes - a.totalBytes),
    binaryLog: measured?.binaryLog ?? null,
    missingTables: measured?.missingTables ?? [],
  };
}

function summaryTableView(metric: StorageMetricRow, partitions: number, allBytes: number): StorageTableView {
  const { table, rows, rowSource, dataBytes, indexBytes, freeBytes, sizeSource } = metric;
  const totalBytes = bytesOf(metric);
  return {
    ...{ table, rows, dataBytes, indexBytes, freeBytes, totalBytes, partitions, sizeSource },
    rowCountExact: isExact(rowSource),
    rowCountSource: rowSource,
    share: allBytes === 0 ? 0 : totalBytes / allBytes,
    bytesPerRow: bytesPerRowView(rows === 0 ? null : totalBytes / rows),
  };
}

export function totalsOf(metrics: readonly StorageMetricRow[]): StorageTotalsView {
  return {
    rows: sum(metrics.map(({ rows }) => rows)),
    dataBytes: sum(metrics.map(({ dataBytes }) => dataBytes)),
    indexBytes: sum(metrics.map(({ indexBytes }) => indexBytes)),
    freeBytes: sum(metrics.map(({ freeBytes }) => freeBytes)),
    totalBytes: sum(metrics.map(bytesOf)),
  };
}

function notesOf(whole: readonly StorageMetricRow[], measured: MeasurementResult | null): string[] {
  if (whole.length === 0) {
    return ['nothing has been measured yet: POST /api/admin/storage/measure, or npm run storage:measure'];
  }
  const sizeNote = measured?.sizeNote ?? null;
  return [
    ...(sizeNote === null ? [] : [`some sizes are estimated by the server and lag behind: ${sizeNote}`]),
    ...(measured === null || measured.missingTables.length === 0
      ? []
      : [`tables are missing: ${measured.missingTables.join(', ')}; npm run migration:status`]),
  ];
}

export function growthView(report: GrowthReport, advice: Recommendation[]): StorageGrowthView {
  const { measuredAt, method, notes, window, measuredDays, grown, perDay, capacity, daysUntilFull, rateChange } =
    report;
  const isMeasured = measuredAt !== null;
  return {
    ...{ measuredAt, method, notes, window, measuredDays },
    grown: isMeasured ? grown : null,
    capacity: capacityView(capacity, isMeasured),
    daysUntilFull: isMeasured && daysUntilFull !== null ? daysView(daysUntilFull, method) : null,
    rowsPerDay: isMeasured ? bandView(perDay.rows, method) : null,
    bytesPerDay: isMeasured ? bandView(perDay.bytes, method) : null,
    tables: report.tables
      .map((table) => growthTableView(table, method))
      .sort((a, b) => b.bytesPerDay.value - a.bytesPerDay.value),
    projections: report.projections.map(({ years, rows, bytes }) => ({
      years,
      day: dayAfter(report.today, Math.round(years * DAYS_PER_YEAR)),
      rows: isMeasured ? bandView(rows, method) : null,
      bytes: isMeasured ? bandView(bytes, method) : null,
    })),
    rateChange: rateChange && {
      recentBytesPerDay: Math.round(rateChange.recentPerDay),
      earlierBytesPerDay: Math.round(rateChange.earlierPerDay),
      changePercent: rateChange.changePercent,
      isSignificant: rateChange.isSignificant,
    },
    recommendations: advice,
  };
}

/** A full database needs no band. */
function daysView({ days, earliestDays, latestDays }: DaysUntilFull, method: GrowthMethod): DaysUntilFullView {
  const hasBand = method === 'MEASURED' || days === 0;
  return { days, earliestDays: hasBand ? earliestDays : null, latestDays: hasBand ? latestDays : null };
}

function growthTableView(growth: TableGrowth, method: GrowthMethod): TableGrowthView {
  const { table, rowsPerDay, bytesPerDay, bytesPerRow, bulkRows, jumps } = growth;
  return {
    ...{ table, bulkRows },
    bytesPerRow: bytesPerRowView(bytesPerRow),
    rowsPerDay: bandView(rowsPerDay, method),
    bytesPerDay: bandView(bytesPerDay, method),
    jumps: jumps.map(({ toMs, rows }) => ({ day: utcDayOf(toMs), rows })),
  };
}

export function partitionsView(tables: readonly TablePartitions[], monthsAheadWanted: number): StoragePartitionsView {
  const views = tables.map(partitionedTableView);
  return {
    monthsAhead: Math.min(...views.map(({ monthsAhead }) => monthsAhead)),
    monthsAheadWanted,
    catchAllRows: sum(views.map(({ catchAllRows }) => catchAllRows)),
    tables: views,
  };
}

function partitionedTableView({
  table,
  partitions,
  months,
  monthsAhead,
  ...rest
}: TablePartitions): PartitionedTableView {
  return {
    table,
    isPartitioned: partitions.length > 0,
    partitionCount: partitions.length,
    partitionsNeeded: rest.partitionsNeeded,
    firstMonth: months?.first ?? null,
    lastMonth: months?.last ?? null,
    monthsAhead,
    catchAllRows: rest.catchAllRows.past + rest.catchAllRows.future,
    rows: sum(partitions.map(({ rows }) => rows)),
    totalBytes: sum(partitions.map(bytesOf)),
    partitions: partitions.map(partitionView),
  };
}

function partitionView({ rowSource, ...partition }: PartitionMetric): PartitionView {
  return {
    ...partition,
    rowCountExact: isExact(rowSource),
    rowCountSource: rowSource,
    totalBytes: bytesOf(partition),
  };
}

export function retentionView({ bytesPerRow, options, ...report }: RetentionReport): RetentionComparisonView {
  return {
    ...report,
    bytesPerRow: {
      raw: bytesPerRowView(bytesPerRow.raw),
      hourly: bytesPerRowView(bytesPerRow.hourly),
      daily: bytesPerRowView(bytesPerRow.daily),
    },
    options: options.map(({ bytesToday, bytesInTenYears, ...option }) => ({
      ...option,
      bytesToday: bytesToday === null ? null : Math.round(bytesToday),
      bytesInTenYears: bytesInTenYears === null ? null : bandView(bytesInTenYears, report.growthMethod),
    })),
  };
}
