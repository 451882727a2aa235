import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { isJsonObject, isWithoutValue, type JsonObject } from '../../../common/reading/field-readers.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { parseWallClockMs } from '../../../common/time/zones/time-zones.js';
import { localInstantMs } from '../../snapshots/reading/instant-reader.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';
import { type EntryIssues, LIVE_DETAIL_TYPES, type LiveDetail, type LiveDetailType } from './live-response.js';

/** Time fields of show times, operating hours and forecasts. */
const TIME_FIELDS = ['startTime', 'endTime', 'time'];

/**
 * Adds the park's offset to times without one, so that every time is a definite instant for later readers. If the zone
 * is unknown, the time is kept unchanged and noted.
 * @param field the name of the detail in the entry
 */
function withOffsets(detail: unknown, field: string, context: ReadingContext): unknown {
  if (Array.isArray(detail)) return detail.map((element: unknown) => elementWithOffsets(element, field, context));
  return elementWithOffsets(detail, field, context);
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

const FIELDS: Readonly<Record<LiveDetailType, string>> = {
  SHOWTIMES: 'showtimes',
  OPERATING_HOURS: 'operatingHours',
  DINING_AVAILABILITY: 'diningAvailability',
  FORECAST: 'forecast',
};

/** Real details have a few thousand characters; the limit prevents a broken feed from filling the disk. */
export const MAX_DETAIL_LENGTH = 262_144;

/**
 * Reads the details of an entry other than status and queues. An empty list is kept, because it ends an earlier detail.
 * An object in place of a list is kept as it is, so that no detail is lost because of its shape. Only times without an
 * offset are changed: they get the offset of their park.
 */
export function readDetails(fields: JsonObject, issues: EntryIssues, context: ReadingContext): LiveDetail[] {
  return LIVE_DETAIL_TYPES.flatMap(
    (detailType) => readDetail(detailType, fields[FIELDS[detailType]], issues, context) ?? [],
  );
}

function readDetail(
  detailType: LiveDetailType,
  raw: unknown,
  issues: EntryIssues,
  context: ReadingContext,
): LiveDetail | null {
  if (isWithoutValue(raw)) return null;
  if (typeof raw !== 'object') {
    issues.note('INVALID_DETAIL', FIELDS[detailType], raw);
    return null;
  }
  const json = canonicalJson(withOffsets(raw, FIELDS[detailType], context));
  if (json !== null && json.length <= MAX_DETAIL_LENGTH) return { detailType, json };
  issues.note('DETAIL_TOO_LARGE', FIELDS[detailType], raw);
  return null;
}
