/** `9:00`, `09:00:00`, `24:00`, each with or without a fraction and an offset; ISO 8601 may write a T before it. */
const TIME_24 = /^T?(\d{1,2}):(\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)$/;
/** `10 AM`, `10:00 pm`, `10:00:00 a.m.` */
const TIME_12 = /^(\d{1,2})(?::(\d{2}(?::\d{2})?))? ?([AP])\.?M\.?$/i;

/**
 * A time of day as the end of a date-time in ISO 8601, `HH:MM` and whatever follows; null for anything else. 12 AM is
 * midnight at the beginning of the date, and 12 PM is noon.
 */
export function isoTimeOfDay(text: string): string | null {
  const [, hour24, rest] = TIME_24.exec(text) ?? [];
  if (hour24 !== undefined) return `${hour24.padStart(2, '0')}:${rest}`;
  const [, hour12, minutes = '00', half] = TIME_12.exec(text) ?? [];
  const hour = Number(hour12);
  if (half === undefined || hour < 1 || hour > 12) return null;
  const hours = (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${String(hours).padStart(2, '0')}:${minutes}`;
}
