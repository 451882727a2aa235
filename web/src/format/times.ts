import { UNKNOWN } from './numbers.js';

/** Instants are shown in the time zone of their park, whatever the zone of the browser. */
type Instant = string | number | null | undefined;

const LOCALE = undefined;
const HOUR_24 = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY = { day: 'numeric', month: 'short' } as const;
const DAY_OF_YEAR = { ...DAY, year: 'numeric' } as const;
const MINUTE_MS = 60_000;
/** A day without a clock change. */
export const DAY_MS = 1_440 * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Creating a format takes longer than using it a hundred times. */
function formatOf(timezone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timezone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: timezone ?? 'UTC' });
  formats.set(key, known);
  return known;
}

function text(instant: Instant, timezone: string | null, options: Intl.DateTimeFormatOptions): string {
  return instant === null || instant === undefined ? UNKNOWN : formatOf(timezone, options).format(new Date(instant));
}

/** `14:35` */
export const timeText = (instant: Instant, timezone: string | null): string => text(instant, timezone, HOUR_24);
/** `20 Nov, 14:35` */
export const dateTimeText = (instant: Instant, timezone: string | null): string =>
  text(instant, timezone, { ...DAY, ...HOUR_24 });
/** `20 Nov 2026, 14:35` */
export const fullTimeText = (instant: Instant, timezone: string | null): string =>
  text(instant, timezone, { ...DAY_OF_YEAR, ...HOUR_24 });

/** Without the day if it is that of another instant: `14:35` beside `20 Nov 2026, 13:00`. */
export function timeBeside(instant: string, other: string | number, timezone: string | null): string {
  const dates = [instant, other].map((one) => localDateOf(new Date(one).getTime(), timezone));
  return dates[0] === dates[1] ? timeText(instant, timezone) : fullTimeText(instant, timezone);
}

/** @param localDate `2026-11-20`, a day of the park */
export const dayText = (localDate: string | null | undefined): string => text(midnight(localDate), null, DAY_OF_YEAR);
/** `Fri, 20 Nov` */
export const weekdayText = (localDate: string): string => text(midnight(localDate), null, { ...DAY, weekday: 'short' });

/** `November 2026` of `2026-11` */
export const monthText = (month: string): string =>
  text(`${month}-01T00:00:00Z`, null, { month: 'long', year: 'numeric' });

const midnight = (localDate: string | null | undefined): Instant => (localDate ? `${localDate}T00:00:00Z` : null);

const MONDAY_MS = Date.UTC(2024, 0, 1);
/** @param weekday 1 is Monday */
export function weekdayName(weekday: number, width: 'short' | 'long' = 'long'): string {
  return text(MONDAY_MS + (weekday - 1) * DAY_MS, null, { weekday: width });
}

/** `13:00` */
export const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** The day of the park at an instant: `2026-11-20`. */
export function localDateOf(instantMs: number, timezone: string | null): string {
  const parts = formatOf(timezone, { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'iso8601' });
  const found = Object.fromEntries(parts.formatToParts(new Date(instantMs)).map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}`;
}

export function addDays(localDate: string, days: number): string {
  return new Date(Date.parse(`${localDate}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** How far the local time of a zone is ahead of UTC at an instant. */
function offsetMs(instantMs: number, timezone: string | null): number {
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', second: 'numeric', ...HOUR_24 } as const;
  const parts = new Intl.DateTimeFormat('en-US', { ...options, timeZone: timezone ?? 'UTC' }).formatToParts(instantMs);
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) =>
    Number(parts.find(({ type }) => type === name)?.value),
  );
  const local = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return local - Math.floor(instantMs / 1_000) * 1_000;
}

/** The instant at which a local day begins; on a day whose midnight is left out, the first instant after it. */
export function startOfDay(localDate: string, timezone: string | null): number {
  return startOfHour(localDate, 0, timezone);
}

/** The same of a local hour, 0 to 23; of an hour that happens twice, one of them. */
export function startOfHour(localDate: string, hour: number, timezone: string | null): number {
  return instantOfLocal(`${localDate}T${hourText(hour)}`, timezone);
}

/** @param local what the clock of the place shows: `2026-11-20T14:35` */
export function instantOfLocal(local: string, timezone: string | null): number {
  const wanted = Date.parse(`${local}Z`);
  // The offset at the result decides, which may be another one than at the guess.
  const guess = wanted - offsetMs(wanted, timezone);
  return wanted - offsetMs(guess, timezone);
}

/** `3 min ago` */
export function agoText(minutes: number | null): string {
  if (minutes === null) return UNKNOWN;
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1_440)} days ago`;
}

/** `Paris` of `Europe/Paris` */
export function placeOf(timezone: string | null): string {
  return timezone?.split('/').at(-1)?.replaceAll('_', ' ') ?? 'UTC';
}
