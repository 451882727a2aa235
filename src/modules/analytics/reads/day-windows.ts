import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { LocalDays } from '../../snapshots/local-days.js';

/** Ten years of days, and some more. */
const MAX_KNOWN = 5_000;

/** The local days of one zone as instants, each worked out once: to ask the zone takes some 30 microseconds. */
export class DayWindows {
  private readonly known = new Map<string, TimeWindow>();

  constructor(private readonly days: LocalDays) {}

  of(localDate: string): TimeWindow {
    let window = this.known.get(localDate);
    if (window === undefined) {
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      window = this.days.window(localDate);
      this.known.set(localDate, window);
    }
    return window;
  }
}
