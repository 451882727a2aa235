import { offsetText } from './time-zone.js';
import { timeZoneOf } from './time-zones.js';

/** The local time of an instant with its UTC offset, such as `2026-04-15T10:00:00-04:00`; null if the zone is unknown. */
export function localTimeText(instantMs: number, timezone: string | null): string | null {
  if (timezone === null) return null;
  const offsetMs = timeZoneOf(timezone).offsetMs(instantMs);
  return `${new Date(instantMs + offsetMs).toISOString().slice(0, 19)}${offsetText(offsetMs)}`;
}
