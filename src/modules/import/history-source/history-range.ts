import { dayAfter } from '../../../common/time/calendar.js';
import { DateRangeError } from '../../../common/time/date-range.js';
import { LocalDays } from '../../snapshots/local-days.js';

/** Local days, both included; `endDate` null: yesterday at the time of the run. */
interface DayRange {
  startDate: string | null;
  endDate: string | null;
}

export interface HistoryRange {
  range: DayRange;
  /** The end of the request if it was in the future: then the range ends with the day of the request. */
  requestedEndDate?: string;
}

/**
 * The days that an import of the History API can request: none after today. Parks of one destination may have different dates; the
 * latest one counts, and each park is requested up to its own.
 * @throws DateRangeError if no park has a day in the range
 */
export function historyRange(range: DayRange, timezones: readonly (string | null)[], nowMs: number): HistoryRange {
  const { startDate, endDate } = range;
  const zones = timezones.length === 0 ? [null] : timezones;
  const dates = zones.map((timezone) => new LocalDays(timezone, 0).datesPossible(nowMs).latest);
  const today = dates.reduce((latest, date) => (date > latest ? date : latest));
  if (startDate !== null && startDate > today) throw DateRangeError.inFuture('startDate', startDate);
  if (startDate !== null && endDate === null && startDate > dayAfter(today, -1)) {
    const problem = `startDate ${startDate} is today: without endDate, the range ends with yesterday`;
    throw new DateRangeError(problem, { startDate });
  }
  return endDate === null || endDate <= today
    ? { range }
    : { range: { startDate, endDate: today }, requestedEndDate: endDate };
}
