import { dayAfter } from '../../../common/time/calendar-day.js';
import type { GrowthMethod, GrowthReport } from '../growth/growth-report.js';
import { DAYS_PER_YEAR, type DaysUntilFull } from '../growth/projection.js';
import type { TableGrowth } from '../growth/table-growth.js';
import type { Recommendation } from '../recommendations.js';
import type { DaysUntilFullView, StorageGrowthView, TableGrowthView } from './dto/storage-growth.dto.js';
import { bandView, capacityView, shownBytesPerRow } from './shown-figures.js';

export function growthView(report: GrowthReport, today: string, advice: Recommendation[]): StorageGrowthView {
  const { measuredAt, method, notes, window, grown, perDay, capacity, daysUntilFull, rateChange } = report;
  const isMeasured = measuredAt !== null;
  return {
    ...{ measuredAt, method, notes, window },
    grown: isMeasured ? grown : null,
    capacity: capacityView(capacity, isMeasured),
    daysUntilFull: isMeasured && daysUntilFull !== null ? daysView(daysUntilFull, method) : null,
    rowsPerDay: isMeasured ? bandView(perDay.rows, method) : null,
    bytesPerDay: isMeasured ? bandView(perDay.bytes, method) : null,
    tables: report.tables
      .map((table) => tableView(table, method))
      .sort((a, b) => b.bytesPerDay.value - a.bytesPerDay.value),
    projections: report.projections.map(({ years, rows, bytes }) => ({
      years,
      day: dayAfter(today, Math.round(years * DAYS_PER_YEAR)),
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

/** A database that is full is so whatever it grows by. */
function daysView({ days, earliestDays, latestDays }: DaysUntilFull, method: GrowthMethod): DaysUntilFullView {
  const hasBand = method === 'MEASURED' || days === 0;
  return { days, earliestDays: hasBand ? earliestDays : null, latestDays: hasBand ? latestDays : null };
}

function tableView(growth: TableGrowth, method: GrowthMethod): TableGrowthView {
  const { table, rowsPerDay, bytesPerDay, bytesPerRow, bulkRows, jumps } = growth;
  return {
    ...{ table, bulkRows },
    bytesPerRow: shownBytesPerRow(bytesPerRow),
    rowsPerDay: bandView(rowsPerDay, method),
    bytesPerDay: bandView(bytesPerDay, method),
    jumps: jumps.map(({ toMs, rows }) => ({ day: new Date(toMs).toISOString().slice(0, 10), rows })),
  };
}
