import { dayAfter } from '../../../common/time/calendar-day.js';
import type { GrowthReport } from '../growth/growth-report.js';
import { DAYS_PER_YEAR } from '../growth/projection.js';
import type { Band } from '../growth/robust.js';
import type { TableGrowth } from '../growth/table-growth.js';
import type { Recommendation } from '../recommendations.js';
import type { StorageGrowthView, TableGrowthView } from './dto/storage-growth.dto.js';

export function growthView(report: GrowthReport, today: string, advice: Recommendation[]): StorageGrowthView {
  const { measuredAt, method, notes, window, grown, perDay, capacity, daysUntilFull, rateChange } = report;
  return {
    ...{ measuredAt, method, notes, window, grown, capacity, daysUntilFull },
    rowsPerDay: rounded(perDay.rows),
    bytesPerDay: rounded(perDay.bytes),
    tables: report.tables.map(tableView).sort((a, b) => b.bytesPerDay.value - a.bytesPerDay.value),
    projections: report.projections.map(({ years, rows, bytes }) => ({
      years,
      day: dayAfter(today, Math.round(years * DAYS_PER_YEAR)),
      rows: rounded(rows),
      bytes: rounded(bytes),
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

function tableView({ table, rowsPerDay, bytesPerDay, bytesPerRow, bulkRows, jumps }: TableGrowth): TableGrowthView {
  return {
    ...{ table, bytesPerRow, bulkRows },
    rowsPerDay: rounded(rowsPerDay),
    bytesPerDay: rounded(bytesPerDay),
    jumps: jumps.map(({ toMs, rows }) => ({ day: new Date(toMs).toISOString().slice(0, 10), rows })),
  };
}

const rounded = ({ value, low, high }: Band): Band => ({
  value: Math.round(value),
  low: Math.round(low),
  high: Math.round(high),
});
