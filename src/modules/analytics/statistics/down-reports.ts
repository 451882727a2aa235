import { DAY_MS } from '../../../common/time/durations.js';

/** A feed that reports no DOWN for so many days on end, while its park operates, has stopped to report it. */
export const NO_DATA_DAYS = 365;

/** A month of a park's days as bits, the first day of the month being bit 1. */
export interface MonthOfDays {
  /** Such as 202406. */
  yearMonth: number;
  /** Days with DOWN. */
  down: number;
  /** Days on which the park operated. */
  operated: number;
}

/** Local dates in which a park's feed reports DOWN, both ends included. */
export interface StoredReport {
  fromDate: string;
  /** Null: it does still. */
  untilDate: string | null;
}

/**
 * The ranges in which a feed reports DOWN, oldest first. A range begins on the first day with DOWN. It ends on a day with
 * DOWN that no other one follows for {@link NO_DATA_DAYS}: since when the feed was silent is not known then, nor is the
 * uptime of the days after that day. Days on which the park did not operate prove nothing.
 * @param months oldest first
 */
export function downReportsOf(months: readonly MonthOfDays[]): StoredReport[] {
  const reports: StoredReport[] = [];
  let lastDownMs: number | null = null;
  for (const { dayMs, isDown } of daysOf(months)) {
    if (isDown) {
      if (lastDownMs === null) reports.push({ fromDate: dateOf(dayMs), untilDate: null });
      lastDownMs = dayMs;
    } else if (lastDownMs !== null && dayMs - lastDownMs >= NO_DATA_DAYS * DAY_MS) {
      reports.at(-1)!.untilDate = dateOf(lastDownMs);
      lastDownMs = null;
    }
  }
  return reports;
}

function* daysOf(months: readonly MonthOfDays[]): Generator<{ dayMs: number; isDown: boolean }> {
  for (const { yearMonth, down, operated } of months) {
    const firstMs = Date.UTC(Math.floor(yearMonth / 100), (yearMonth % 100) - 1, 1);
    const days = down | operated;
    for (let day = 1; day <= 31; day++) {
      if ((days & (1 << day)) !== 0) yield { dayMs: firstMs + (day - 1) * DAY_MS, isDown: (down & (1 << day)) !== 0 };
    }
  }
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
