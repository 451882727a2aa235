import type { RetentionReport } from '../retention/retention.service.js';
import type { RetentionComparisonView } from './dto/storage-retention.dto.js';
import { bandView, shownBytesPerRow } from './shown-figures.js';

export function retentionView({ bytesPerRow, options, ...report }: RetentionReport): RetentionComparisonView {
  return {
    ...report,
    bytesPerRow: {
      raw: shownBytesPerRow(bytesPerRow.raw),
      hourly: shownBytesPerRow(bytesPerRow.hourly),
      daily: shownBytesPerRow(bytesPerRow.daily),
    },
    options: options.map(({ bytesToday, bytesInTenYears, ...option }) => ({
      ...option,
      bytesToday: bytesToday === null ? null : Math.round(bytesToday),
      bytesInTenYears: bytesInTenYears === null ? null : bandView(bytesInTenYears, report.growthMethod),
    })),
  };
}
