import { localTimeText } from '../../common/time/zones/time-zones.js';
import { type Performance, type ReportedDetail, tableWaitsOf } from './performances.js';
import type { DiningAvailabilityView, PerformanceView } from './shows.dto.js';

export function performanceView(one: Performance, timezone: string | null): PerformanceView {
  const { startMs, endMs, type, firstReportedMs, lastReportedMs, withdrawnMs, sources } = one;
  return {
    startsAt: new Date(startMs),
    endsAt: endMs === null ? null : new Date(endMs),
    startsAtLocal: localTimeText(startMs, timezone),
    endsAtLocal: endMs === null ? null : localTimeText(endMs, timezone),
    type,
    firstReportedAt: new Date(firstReportedMs),
    lastReportedAt: new Date(lastReportedMs),
    withdrawnAt: withdrawnMs === null ? null : new Date(withdrawnMs),
    dataSources: sources,
  };
}

export const diningView = ({
  fromMs,
  lastConfirmedMs,
  detail,
}: Omit<ReportedDetail, 'dataSource'>): DiningAvailabilityView => ({
  observedFrom: new Date(fromMs),
  lastConfirmedAt: new Date(lastConfirmedMs),
  availability: tableWaitsOf(detail),
});
