import { DAY_MS } from '../time/calendar.js';

/**
 * Parses the value of a JSON column. Connections return such columns as text ({@link dataSourceOptions}), because drivers and
 * servers differ in what they parse by themselves, and a value that is parsed twice changes: the string "5" becomes a number.
 */
export function readJson<T>(text: string): T;
export function readJson<T>(text: string | null): T | null;
export function readJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

/** A LIKE pattern for "contains this text", with the wildcards in the text escaped. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * SQL for the milliseconds since 1970 UTC of a DATETIME column (NULL stays NULL): cheaper to read than Date objects, and
 * independent of the session's time zone. The literal has a type, because servers parse a text for each row.
 */
export const millisecondsSql = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', ${column}) DIV 1000`;

const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));
let cachedDay = Number.NaN;
let cachedDate = '';

/** `2024-12-25 00:05:10` in UTC; the fraction is truncated, not rounded, so that a row never moves to another day. */
export function sqlSeconds(instantMs: number): string {
  const day = Math.floor(instantMs / DAY_MS);
  if (day !== cachedDay) {
    cachedDay = day;
    cachedDate = new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
  const seconds = Math.floor((instantMs - day * DAY_MS) / 1000);
  return `${cachedDate} ${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`;
}

/** `2024-12-25 00:05:10.644` in UTC. */
export function sqlInstant(instantMs: number): string {
  return `${sqlSeconds(instantMs)}.${three[((instantMs % 1000) + 1000) % 1000]}`;
}
