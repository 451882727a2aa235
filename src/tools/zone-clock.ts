import { DAY_MS, MINUTE_MS } from '../common/time/calendar.js';
import { offsetText, type TimeZone } from '../common/time/zones/time-zone.js';
import { timeZoneOf } from '../common/time/zones/time-zones.js';
import type { EpochDay } from './epoch-days.js';

/** Converts between instants and the local time of one zone. */
export class ZoneClock {
  private readonly zone: TimeZone;

  constructor(readonly timezone: string) {
    this.zone = timeZoneOf(timezone);
  }

  /** The instant of a local time; `minutesOfDay` may go past 1440 into the next morning. */
  instantOf(localDay: EpochDay, minutesOfDay: number): number {
    return this.zone.instantOf(localDay * DAY_MS + minutesOfDay * MINUTE_MS);
  }

  /** `2024-12-24T19:05:10-05:00` */
  isoLocal(instantMs: number): string {
    const offsetMs = this.zone.offsetMs(instantMs);
    return new Date(instantMs + offsetMs).toISOString().slice(0, 19) + offsetText(offsetMs);
  }

  localDayOf(instantMs: number): EpochDay {
    return Math.floor((instantMs + this.zone.offsetMs(instantMs)) / DAY_MS);
  }
}
