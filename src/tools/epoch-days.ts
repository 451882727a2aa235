import { DAY_MS, startOfUtcDay, utcDayOf } from '../common/time/calendar.js';

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
