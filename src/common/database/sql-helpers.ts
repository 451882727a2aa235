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
