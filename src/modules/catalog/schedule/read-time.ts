import { INVALID, isWithoutValue, trimAscii } from '../../../common/reading/field-readers.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { parseInstantMs, wholeSeconds } from '../../../common/time/instants.js';
import { parseWallClockMs } from '../../../common/time/zones/time-zones.js';
import type { ParkClock } from '../../park-use/park-clock.js';

/** `9:00`, `09:00:00`, `24:00`, each with or without a fraction and an offset; ISO 8601 may write a T before it. */
const TIME_24 = /^T?(\d{1,2}):(\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)$/;
/** `10 AM`, `10:00 pm`, `10:00:00 a.m.` */
const TIME_12 = /^(\d{1,2})(?::(\d{2}(?::\d{2})?))? ?([AP])\.?M\.?$/i;

/**
 * Converts a time of day to the time part of an ISO 8601 date-time, `HH:MM` with optional seconds and offset; null for
 * anything else. 12 AM is midnight at the beginning of the date, and 12 PM is noon.
 */
function isoTimeOfDay(text: string): string | null {
  const [, hour24, rest] = TIME_24.exec(text) ?? [];
  if (hour24 !== undefined) return `${hour24.padStart(2, '0')}:${rest}`;
  const [, hour12, minutes = '00', half] = TIME_12.exec(text) ?? [];
  const hour = Number(hour12);
  if (half === undefined || hour < 1 || hour > 12) return null;
  const hours = (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${String(hours).padStart(2, '0')}:${minutes}`;
}

export interface ReadTime {
  /** Rounded down to the second. */
  ms: number;
  /** It had a date but no offset, and was interpreted in the park's time zone. */
  isLocal: boolean;
  /** It had no date: the date of the entry was used. */
  isTimeOfDay: boolean;
  /** It was published as 24:00. */
  isHour24: boolean;
}

const HOUR_24 = /T24:00(?=$|:00(?:\.0+)?(?:$|[Z+-])|[Z+-])/;
/** Calendars and DATETIME columns are safe within these years. */
const [FIRST_MS, END_MS] = [Date.UTC(1900, 0, 2), Date.UTC(2999, 11, 31)];

/**
 * Reads an opening or closing time: ISO 8601 with an offset, or without one, which means the park's wall clock. A time of
 * day without a date gets the entry's date. 24:00 is 00:00 of the next day. Null: missing; INVALID: anything else.
 * @param localDate date of the entry; null: unreadable
 */
export function readTime(value: unknown, clock: ParkClock, localDate: string | null): ReadTime | null | undefined {
  if (isWithoutValue(value)) return null;
  if (typeof value !== 'string') return INVALID;
  const trimmed = trimAscii(value);
  const timeOfDay = localDate === null ? null : isoTimeOfDay(trimmed);
  const dateTime = timeOfDay === null ? trimmed : `${localDate}T${timeOfDay}`;
  const isHour24 = HOUR_24.test(dateTime);
  const text = isHour24 ? dateTime.replace('T24:00', 'T00:00') : dateTime;
  const dayMs = isHour24 ? DAY_MS : 0;
  const isTimeOfDay = timeOfDay !== null;
  const instantMs = parseInstantMs(text) + dayMs;
  if (!Number.isNaN(instantMs)) return withinSupportedYears({ ms: instantMs, isLocal: false, isTimeOfDay, isHour24 });
  const wallMs = parseWallClockMs(text) + dayMs;
  if (Number.isNaN(wallMs) || !clock.isKnown) return INVALID;
  return withinSupportedYears({ ms: clock.instantOf(wallMs), isLocal: !isTimeOfDay, isTimeOfDay, isHour24 });
}

function withinSupportedYears(time: ReadTime): ReadTime | undefined {
  return time.ms >= FIRST_MS && time.ms < END_MS ? { ...time, ms: wholeSeconds(time.ms) ?? time.ms } : INVALID;
}
