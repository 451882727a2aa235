import { isJsonObject, type JsonObject } from '../../../common/reading/field-readers.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { parseWallClockMs } from '../../../common/time/zones/time-zones.js';
import { localInstantMs } from './instant-reader.js';
import type { ReadingContext } from './reading-context.js';

/** Time fields of show times, operating hours and forecasts. */
const TIME_FIELDS = ['startTime', 'endTime', 'time'];

/**
 * Adds the park's offset to times without one, so that every time is a definite instant for later readers. If the zone
 * is unknown, the time is kept unchanged and noted. Returns the detail itself if nothing changes.
 * @param field the name of the detail in the entry
 */
export function withOffsets(detail: unknown, field: string, context: ReadingContext): unknown {
  if (!Array.isArray(detail)) return elementWithOffsets(detail, field, context);
  const elements = detail.map((element: unknown) => elementWithOffsets(element, field, context));
  return elements.some((element, index) => element !== detail[index]) ? elements : detail;
}

function elementWithOffsets(element: unknown, field: string, context: ReadingContext): unknown {
  if (!isJsonObject(element)) return element;
  let changed: Record<string, unknown> | null = null;
  for (const name of TIME_FIELDS) {
    const text = localTimeOf(element, name);
    if (text === null) continue;
    changed ??= { ...element };
    changed[name] = withOffset(text, context);
    context.noteLocalTime(`${field}.${name}`, text);
  }
  return changed ?? element;
}

function localTimeOf(element: JsonObject, name: string): string | null {
  const value = Object.hasOwn(element, name) ? element[name] : null;
  if (typeof value !== 'string' || hasUsualOffset(value)) return null;
  return Number.isNaN(parseWallClockMs(value)) ? null : value;
}

/** Almost every time has one, which saves parsing it. */
function hasUsualOffset(time: string): boolean {
  const sign = time.at(-6);
  return time.endsWith('Z') || sign === '-' || sign === '+';
}

function withOffset(text: string, context: ReadingContext): string {
  const instantMs = localInstantMs(text, context);
  return Number.isNaN(instantMs) ? text : `${text}${offsetText(parseWallClockMs(text) - instantMs)}`;
}

/** For example -04:00. In the skipped hour of a clock change, it is the offset before the change. */
function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS);
  const twoDigits = (count: number): string => String(count).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${twoDigits(Math.floor((minutes * MINUTE_MS) / HOUR_MS))}:${twoDigits(minutes % 60)}`;
}
