const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z$/;

/** Whether the text is `YYYY-MM-DD` and such a day exists. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // Date.parse takes 30 February for 1 March: only a day that comes back the same exists
  const midnightMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(text);
}

/** Whether the text is an existing instant as ISO 8601 with `Z`, at most to the millisecond. */
export function isUtcInstant(text: string): boolean {
  const date = INSTANT.exec(text)?.[1];
  return date !== undefined && isLocalDate(date);
}
