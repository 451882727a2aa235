import { DAY_MS } from '../../common/time/durations.js';

/** Days since 1970-01-01. A local calendar day and a UTC day are both counted so. */
export type EpochDay = number;

export function epochDayOf(isoDay: string): EpochDay {
  return Date.parse(`${isoDay}T00:00:00Z`) / DAY_MS;
}

/** `YYYY-MM-DD` */
export function isoDayOf(day: EpochDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: EpochDay): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `<destination>/<YYYY>/<MM>/<DD>.json.gz` */
export function archiveKey(destinationId: string, day: EpochDay): string {
  return `${destinationId}/${isoDayOf(day).replaceAll('-', '/')}.json.gz`;
}
