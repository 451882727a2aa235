import { localTimeText } from '../../../common/time/zones/time-zones.js';
import { judgeHours } from '../../park-use/published-interval.js';
import { ParkClock } from '../../park-use/park-clock.js';
import type { ParkSchedule, ParkScheduleDescription, ParkSchedulePrice } from '../entities/park-schedule.entity.js';
import { readPurchases } from '../schedule/schedule-prices.js';
import type { PublishedPriceView, ScheduleEntryView } from './park-schedule.dto.js';

/**
 * The entries of a park. For a date without a valid entry of its own, those of a park that was declared to be the same count.
 * Entries of other dates of that park are not part of the schedule.
 */
export function entriesOfPark(parkId: number, entries: readonly ParkSchedule[]): ParkSchedule[] {
  const ownDates = new Set(
    entries.filter((entry) => entry.parkId === parkId && entry.withdrawnAt === null).map(({ localDate }) => localDate),
  );
  return entries.filter((entry) => entry.parkId === parkId || !ownDates.has(entry.localDate));
}

/** @param formerly earlier descriptions of the entry, oldest first */
export function entryView(
  entry: ParkSchedule,
  timezone: string | null,
  formerly: readonly ParkScheduleDescription[],
): ScheduleEntryView {
  const { localDate, opensAt } = entry;
  const { closesAt, hoursProblem } = judgedHours(entry, timezone);
  const textOf = (instant: Date | null) => (instant === null ? null : localTimeText(instant.getTime(), timezone));
  return {
    date: localDate,
    type: entry.scheduleType,
    opensAt,
    closesAt,
    opensAtLocal: textOf(opensAt),
    closesAtLocal: textOf(closesAt),
    hoursProblem,
    description: entry.description,
    purchases: readPurchases(entry.purchases).offers.map(
      ({ key, name, purchaseType, priceMinor, currency, isAvailable }) => {
        return { key, name, type: purchaseType, priceMinor, priceCurrency: currency, isAvailable };
      },
    ),
    reportedFrom: entry.reportedFrom,
    reportedUntil: entry.reportedUntil,
    withdrawnAt: entry.withdrawnAt,
    formerDescriptions: formerly.map(({ description, replacedAt }) => ({ description, replacedAt })),
    publishedForParkId: entry.parkId,
  };
}

/** The same rule decides for statistics. Rows of older versions may close before they open: then the next day is meant. */
function judgedHours(
  { scheduleType, localDate, opensAt, closesAt }: ParkSchedule,
  timezone: string | null,
): Pick<ScheduleEntryView, 'closesAt' | 'hoursProblem'> {
  if (scheduleType === 'INFO' || opensAt === null || closesAt === null) return { closesAt, hoursProblem: null };
  const hours = { localDate, opensAtMs: opensAt.getTime(), closesAtMs: closesAt.getTime() };
  const verdict = judgeHours(hours, new ParkClock(timezone));
  return verdict.refusal === null
    ? { closesAt: new Date(verdict.closesAtMs), hoursProblem: null }
    : { closesAt, hoursProblem: verdict.refusal };
}

export const priceView = (price: ParkSchedulePrice): PublishedPriceView => ({
  date: price.localDate,
  scheduleType: price.scheduleType,
  key: price.purchaseKey,
  name: price.purchaseName,
  type: price.purchaseType,
  priceMinor: price.priceMinor,
  priceCurrency: price.priceCurrency,
  isAvailable: price.isAvailable,
  reportedFrom: price.reportedFrom,
  reportedUntil: price.reportedUntil,
  replacedAt: price.replacedAt,
});
