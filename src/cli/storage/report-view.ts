import type { StorageAlertsView } from '../../modules/storage/dto/storage-alerts.dto.js';
import type { StorageGrowthView } from '../../modules/storage/dto/storage-growth.dto.js';
import type { RetentionComparisonView } from '../../modules/storage/dto/storage-retention.dto.js';
import type { StoragePartitionsView, StorageSummaryView } from '../../modules/storage/dto/storage-summary.dto.js';
import type { StorageService } from '../../modules/storage/storage.service.js';
import { bytesText, count, plural } from '../../common/text.js';
import { instant, wrapped } from '../format.js';
import { bar } from './bars.js';
import { fittingTable } from './fitting-table.js';
import { growthText, projectionText } from './growth-view.js';

/** The storage data of the admin API. */
export interface StorageReport {
  summary: StorageSummaryView;
  growth: StorageGrowthView;
  partitions: StoragePartitionsView;
  retention: RetentionComparisonView;
  alerts: StorageAlertsView;
}

export async function readReport(storage: StorageService, days: number): Promise<StorageReport> {
  return {
    summary: await storage.summary(),
    growth: await storage.growth(days),
    partitions: await storage.partitions(),
    retention: await storage.retentionComparison(),
    alerts: await storage.alerts(),
  };
}

const WIDE = 90;
const SHARE_BAR = 12;
const MIN_BAR = 10;
const MAX_BAR = 40;

/** The whole report as text without colour. Lines are wrapped to the terminal's width. */
export function reportText(report: StorageReport, columns: number): string {
  const { summary, growth } = report;
  if (summary.measuredAt === null) return `Nothing has been measured yet: npm run storage:measure`;
  return [
    wrapped(`Storage, as measured ${instant(summary.measuredAt)}`, columns),
    tablesText(report, columns) + wrapped(binaryLogText(report), columns),
    capacityText(report, columns),
    growthText(growth, columns),
    projectionText(growth, columns),
    wrapped(partitionsText(report), columns),
    retentionText(report, columns),
    wrapped(alertsText(report), columns),
    wrapped(adviceText(report), columns),
    ...notesText([...summary.notes, ...growth.notes, ...report.retention.notes]).map((text) => wrapped(text, columns)),
  ].join('\n\n');
}

function tablesText({ summary }: StorageReport, columns: number): string {
  const isWide = columns >= WIDE;
  const numbers = isWide ? ['data', 'index', 'free', 'total'] : ['total'];
  const filled = summary.tables.filter(({ rows }) => rows > 0);
  const table = {
    head: ['table', 'rows', ...numbers, 'share'],
    aligns: ['left' as const, 'right' as const, ...numbers.map(() => 'right' as const), 'left' as const],
    rows: filled.map(({ table: name, rows, rowCountExact, dataBytes, indexBytes, freeBytes, totalBytes, share }) => {
      const bytes = isWide ? [dataBytes, indexBytes, freeBytes, totalBytes] : [totalBytes];
      return [name, `${rowCountExact ? '' : '~'}${count(rows)}`, ...bytes.map(bytesText), bar(share, SHARE_BAR)];
    }),
  };
  const { totals, tables } = summary;
  const empty = tables.length - filled.length;
  const legend =
    `${count(totals?.rows ?? 0)} rows in ${bytesText(totals?.totalBytes ?? 0)}; ` +
    `${plural(empty, 'table')} without rows not shown. ~ is an estimate, everything else was counted.`;
  return `${fittingTable(table, columns)}\n${wrapped(legend, columns)}`;
}

function binaryLogText({ summary: { binaryLog } }: StorageReport): string {
  if (binaryLog === null || binaryLog.state === 'OFF') return '';
  const size =
    binaryLog.bytes === null ? `unknown (${binaryLog.note ?? 'no reason given'})` : bytesText(binaryLog.bytes);
  return `\nBinary log of the server, in addition to the tables: ${size}.`;
}

function capacityText({ summary: { capacity }, growth }: StorageReport, columns: number): string {
  const { limitBytes, usedBytes, percentUsed } = capacity;
  if (limitBytes === null || usedBytes === null || percentUsed === null) {
    return wrapped(`Capacity: unknown (${capacity.note ?? 'no reason given'})`, columns);
  }
  const { daysUntilFull } = growth;
  const full =
    daysUntilFull === null ? 'no growth to fill it' : `full in ${count(Math.floor(daysUntilFull.days))} days`;
  const text = `${percentUsed.toFixed(1)} %: ${bytesText(usedBytes)} of ${bytesText(limitBytes)}, ${full}`;
  const width = Math.min(MAX_BAR, columns - text.length - 14);
  if (width < MIN_BAR) {
    const own = Math.max(MIN_BAR, Math.min(MAX_BAR, columns - 10));
    return `Capacity  ${bar(percentUsed / 100, own)}\n${wrapped(text, columns)}`;
  }
  return `Capacity  ${bar(percentUsed / 100, width)}  ${text}`;
}

function partitionsText({ partitions }: StorageReport): string {
  return partitions.tables
    .map(({ table, isPartitioned, partitionCount, firstMonth, lastMonth, monthsAhead, catchAllRows }) =>
      isPartitioned
        ? `${table}: ${plural(partitionCount, 'partition')}, ${firstMonth} to ${lastMonth}, ${monthsAhead} months ahead; ` +
          (catchAllRows === 0 ? 'the catch-alls are empty' : `${plural(catchAllRows, 'row')} in the catch-alls`)
        : `${table}: not partitioned`,
    )
    .join('\n');
}

function retentionText({ retention: { options, latency } }: StorageReport, columns: number): string {
  const table = {
    head: ['if kept', 'today', 'in 10 years', 'saved then'],
    aligns: ['left' as const, 'right' as const, 'right' as const, 'right' as const],
    rows: options.map(({ strategy, bytesToday, bytesInTenYears, savingInTenYearsPercent }) => [
      strategy,
      bytesToday === null ? '?' : bytesText(bytesToday),
      bytesInTenYears === null ? '?' : bytesText(bytesInTenYears.value),
      savingInTenYearsPercent === null ? '?' : `${savingInTenYearsPercent.toFixed(0)} %`,
    ]),
  };
  const shown = (ms: number | null) => (ms === null ? '-' : `${ms.toFixed(1)} ms`);
  const asked =
    latency === null
      ? ''
      : `\n${plural(latency.rides, 'ride')} over ${latency.month}: ${shown(latency.rawMs)} from observations, ` +
        `${shown(latency.hourlyMs)} from hours, ${shown(latency.dailyMs)} from days`;
  return fittingTable(table, columns) + wrapped(asked, columns);
}

function alertsText({ alerts: { active } }: StorageReport): string {
  if (active.length === 0) return 'No alerts.';
  return active
    .map(({ severity, type, note, since }) => `${severity} ${type} since ${instant(since)}: ${note}`)
    .join('\n');
}

function adviceText({ growth: { recommendations } }: StorageReport): string {
  if (recommendations.length === 0) return 'Nothing to recommend.';
  return recommendations.map(({ text }) => `> ${text}`).join('\n');
}

const notesText = (notes: readonly string[]): string[] =>
  notes.length === 0 ? [] : [notes.map((note) => `Note: ${note}`).join('\n')];
