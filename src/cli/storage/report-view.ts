import Table from 'cli-table3';
import { bytesText } from '../../modules/storage/bytes-text.js';
import type { StorageReport } from './storage-report.js';
import { count, instant, plural } from '../format.js';
import { bar } from './bars.js';
import { growthText, projectionText } from './growth-view.js';

const PLAIN = { head: [], border: [], compact: true };
const WIDE = 90;
const SHARE_BAR = 12;

/** The whole report for people, no line wider than the terminal where that can be had. No colour. */
export function reportText(report: StorageReport, columns: number): string {
  const { summary, growth } = report;
  if (summary.measuredAt === null) return `Nothing has been measured yet: npm run storage:measure`;
  return [
    `Storage, as measured ${instant(summary.measuredAt)}`,
    tablesText(report, columns),
    capacityText(report, columns),
    growthText(growth, columns),
    projectionText(growth, columns),
    partitionsText(report),
    retentionText(report),
    alertsText(report),
    adviceText(report),
    ...notesText([...summary.notes, ...growth.notes, ...report.retention.notes]),
  ].join('\n\n');
}

function tablesText({ summary }: StorageReport, columns: number): string {
  const isWide = columns >= WIDE;
  const numbers = isWide ? ['data', 'index', 'free', 'total'] : ['total'];
  const table = new Table({
    head: ['table', 'rows', ...numbers, 'share'],
    colAligns: ['left', 'right', ...numbers.map(() => 'right' as const), 'left'],
    style: PLAIN,
  });
  const filled = summary.tables.filter(({ rows }) => rows > 0);
  for (const { table: name, rows, rowCountExact, dataBytes, indexBytes, freeBytes, totalBytes, share } of filled) {
    const bytes = isWide ? [dataBytes, indexBytes, freeBytes, totalBytes] : [totalBytes];
    table.push([name, `${rowCountExact ? '' : '~'}${count(rows)}`, ...bytes.map(bytesText), bar(share, SHARE_BAR)]);
  }
  const { totals, tables } = summary;
  const empty = tables.length - filled.length;
  return (
    `${table.toString()}\n${count(totals.rows)} rows in ${bytesText(totals.totalBytes)}; ` +
    `${plural(empty, 'table')} without rows not shown. ~ is an estimate, everything else was counted.`
  );
}

function capacityText({ summary: { capacity }, growth }: StorageReport, columns: number): string {
  const { limitBytes, usedBytes, percentUsed } = capacity;
  if (limitBytes === null || percentUsed === null) return `Capacity: unknown (${capacity.note ?? 'no reason given'})`;
  const { daysUntilFull } = growth;
  const full =
    daysUntilFull === null ? 'no growth to fill it' : `full in ${count(Math.floor(daysUntilFull.days))} days`;
  const text = `${percentUsed.toFixed(1)} %: ${bytesText(usedBytes)} of ${bytesText(limitBytes)}, ${full}`;
  const width = Math.max(10, Math.min(40, columns - text.length - 14));
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

function retentionText({ retention: { options, latency } }: StorageReport): string {
  const table = new Table({
    head: ['if kept', 'today', 'in 10 years', 'saved then'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: PLAIN,
  });
  for (const { strategy, bytesToday, bytesInTenYears, savingInTenYearsPercent } of options) {
    table.push([
      strategy,
      bytesToday === null ? '?' : bytesText(bytesToday),
      bytesInTenYears === null ? '?' : bytesText(bytesInTenYears.value),
      savingInTenYearsPercent === null ? '?' : `${savingInTenYearsPercent.toFixed(0)} %`,
    ]);
  }
  const shown = (ms: number | null) => (ms === null ? '-' : `${ms.toFixed(1)} ms`);
  const asked =
    latency === null
      ? ''
      : `\n${plural(latency.rides, 'ride')} over ${latency.month}: ${shown(latency.rawMs)} from observations, ` +
        `${shown(latency.hourlyMs)} from hours, ${shown(latency.dailyMs)} from days`;
  return table.toString() + asked;
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
