import { dayAfter } from '../../../common/time/calendar-day.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import { LocalDays } from '../../snapshots/local-days.js';

/** No park is asleep before, and none opens before: 04:00 of the park's clock divides its operating days. */
const OPERATING_DAY_START_MINUTES = 240;

/** One local day of a park's operation, evenings past midnight included. */
export interface OperatingDay {
  localDate: string;
  /** From 04:00 to 04:00. */
  window: TimeWindow;
}

/** The operating days that the range touches, whole. */
export function operatingDaysOf(timezone: string | null, range: TimeWindow): OperatingDay[] {
  const days = new LocalDays(timezone, OPERATING_DAY_START_MINUTES);
  const last = days.dateOf(range.endMs - 1);
  const list: OperatingDay[] = [];
  for (let localDate = days.dateOf(range.startMs); localDate <= last; localDate = dayAfter(localDate, 1)) {
    list.push({ localDate, window: days.window(localDate) });
  }
  return list;
}
