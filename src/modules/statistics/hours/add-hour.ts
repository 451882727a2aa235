import { extreme, type ScheduledTimeTotals } from '../days/rollup-rows.js';
import { type HoursByColumn, NO_WAIT } from './packed-hours.js';

/** Adds one hour of a day. Written out by field, like `addTime`. */
export function addHour(sum: ScheduledTimeTotals, of: HoursByColumn, hour: number): void {
  sum.operatingMs += of.operatingMs[hour]!;
  sum.downMs += of.downMs[hour]!;
  sum.closedMs += of.closedMs[hour]!;
  sum.refurbishmentMs += of.refurbishmentMs[hour]!;
  sum.observedMs += of.observedMs[hour]!;
  sum.archiveMs += of.archiveMs[hour]!;
  sum.unknownMs += of.unknownMs[hour]!;
  sum.waitKnownMs += of.waitKnownMs[hour]!;
  sum.waitMinutesMs += of.waitMinutesMs[hour]!;
  sum.implausibleWaitCount += of.implausibleWaitCount[hour]!;
  sum.snapshotCount += of.snapshotCount[hour]!;
  sum.scheduledMs += of.scheduledMs[hour]!;
  sum.scheduledObservedMs += of.scheduledObservedMs[hour]!;
  sum.scheduledOperatingMs += of.scheduledOperatingMs[hour]!;
  sum.scheduledDownMs += of.scheduledDownMs[hour]!;
  if (of.maxWait[hour] === NO_WAIT) return;
  sum.minWait = extreme(Math.min, sum.minWait, of.minWait[hour]!);
  sum.maxWait = extreme(Math.max, sum.maxWait, of.maxWait[hour]!);
}
