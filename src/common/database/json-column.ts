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
