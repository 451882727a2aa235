import { sum } from '../../../common/collections/sum.js';
import type { Capacity } from '../capacity/capacity.js';
import type { MeasurementResult } from '../measure/measurement.js';
import type { MeasuredMetric } from '../measure/metric.repository.js';
import { type StorageMetricRow, bytesOf, isExact } from '../measure/storage-figures.js';
import type { StorageSummaryView, StorageTableView, StorageTotalsView } from './dto/storage-summary.dto.js';
import { capacityView, shownBytesPerRow } from './shown-figures.js';

/** `measured` is the newest measurement's; null before the first. */
export function summaryView(
  latest: readonly MeasuredMetric[],
  measured: MeasurementResult | null,
  capacity: Capacity,
): StorageSummaryView {
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
      .map((metric) => tableView(metric, partitionsOf(metric.table), totals.totalBytes))
      .sort((a, b) => b.totalBytes - a.totalBytes),
    missingTables: measured?.missingTables ?? [],
  };
}

function tableView(metric: StorageMetricRow, partitions: number, allBytes: number): StorageTableView {
  const { table, rows, rowSource, dataBytes, indexBytes, freeBytes, sizeSource } = metric;
  const totalBytes = bytesOf(metric);
  return {
    ...{ table, rows, dataBytes, indexBytes, freeBytes, totalBytes, partitions, sizeSource },
    rowCountExact: isExact(rowSource),
    rowCountSource: rowSource,
    share: allBytes === 0 ? 0 : totalBytes / allBytes,
    bytesPerRow: shownBytesPerRow(rows === 0 ? null : totalBytes / rows),
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
    ...(sizeNote === null ? [] : [`some sizes are the server's statistics, which lag behind: ${sizeNote}`]),
    ...(measured === null || measured.missingTables.length === 0
      ? []
      : [`tables are missing: ${measured.missingTables.join(', ')}; npm run migration:status`]),
  ];
}
