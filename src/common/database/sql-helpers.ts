/**
 * The value of a JSON column. Connections give such columns as text ({@link dataSourceOptions}), so that every value is
 * parsed exactly once: drivers and servers differ in what they parse by themselves, and the JSON string "5" that is
 * parsed twice is the number 5.
 */
export function readJson<T>(text: string): T;
export function readJson<T>(text: string | null): T | null;
export function readJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

/** A LIKE pattern for "contains this text": the text's own wildcards mean themselves. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * SQL for the milliseconds since 1970 UTC of a DATETIME column (NULL stays NULL): cheaper to read than Date objects, and
 * free of any session's time zone.
 */
export const millisecondsSql = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', ${column}) DIV 1000`;
