import { DAY_MS, MINUTE_MS, startOfUtcDay, utcDayOf } from '../../common/time/calendar.js';
import { offsetText, type TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';

/** Days since 1970-01-01. Used for both local calendar days and UTC days. */
export type EpochDay = number;

export function epochDayOf(isoDay: string): EpochDay {
  return startOfUtcDay(isoDay) / DAY_MS;
}

/** `YYYY-MM-DD` */
export function isoDayOf(day: EpochDay): string {
  return utcDayOf(day * DAY_MS);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: EpochDay): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `<destination>/<YYYY>/<MM>/<DD>.json.gz` */
export function archiveKey(destinationId: string, day: EpochDay): string {
  return `${destinationId}/${isoDayOf(day).replaceAll('-', '/')}.json.gz`;
}

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
