export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day in UTC; a local day may be an hour shorter or longer. */
export const DAY_MS = 24 * HOUR_MS;
/** The hours that a clock shows, whatever the length of a local day. */
export const HOURS_OF_DAY = 24;

/** The calendar day in UTC of an instant, as `YYYY-MM-DD`. */
export function utcDayOf(instant: Date | number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The instant at which a calendar day begins in UTC. @param day `YYYY-MM-DD` */
export function startOfUtcDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** An instant to the second without separators, `20261129T043000Z`: for names of files. */
export function compactInstant(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** The calendar day `count` days after `day`; both `YYYY-MM-DD`, without a time zone. */
export function dayAfter(day: string, count: number): string {
  return utcDayOf(startOfUtcDay(day) + count * DAY_MS);
}

/** Every calendar day from `first` to `last`, both included; none when the last is before the first. */
export function daysFromTo(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day);
  return days;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z$/;

/** Day arithmetic goes some years beyond the requested days, and years before 0 or after 9999 have no such text. */
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '2999-12-31'];
/** The last instant of the last day, in milliseconds since 1970 UTC. */
export const LAST_INSTANT_MS = Date.parse(`${LAST_DAY}T23:59:59.999Z`);

/** Whether the text is `YYYY-MM-DD` and such a day exists, within the supported years. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  // Date.parse reads 30 February as 1 March, so the day exists only if it comes back unchanged
  const midnightMs = startOfUtcDay(text);
  return !Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(text);
}

/** Whether the text is an existing instant as ISO 8601 with `Z`, at most to the millisecond. */
export function isUtcInstant(text: string): boolean {
  const date = INSTANT.exec(text)?.[1];
  return date !== undefined && isLocalDate(date);
}
