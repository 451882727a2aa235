import { INVALID, isWithoutValue } from '../../../common/reading/field-readers.js';
import { parseInstantMs, wholeSeconds } from '../../../common/time/instants.js';
import { parseWallClockMs } from '../../../common/time/zones/time-zones.js';
import type { ReadingContext } from './reading-context.js';

/** DATETIME columns end with the year 9999; no instant here is before 1970. */
const END_OF_DATETIME_MS = Date.UTC(10_000, 0, 1);

/**
 * Reads an instant, in whole seconds as stored; null for an empty value, INVALID for an unreadable one. A time without an offset
 * is local to the park and is noted; it is INVALID if the park's zone is unknown.
 */
export function readInstant(value: unknown, field: string, context: ReadingContext): number | null | undefined {
  if (isWithoutValue(value)) return null;
  if (typeof value !== 'string') return INVALID;
  const instantMs = parseInstantMs(value);
  if (!Number.isNaN(instantMs)) return storable(instantMs);
  const localMs = localInstantMs(value, context);
  if (Number.isNaN(localMs)) return INVALID;
  const instant = storable(localMs);
  if (instant !== INVALID) context.noteLocalTime(field, value);
  return instant;
}

/** NaN if the text is not a local time or the zone is unknown. */
export function localInstantMs(text: string, { localClock }: ReadingContext): number {
  const wallClockMs = parseWallClockMs(text);
  if (Number.isNaN(wallClockMs)) return NaN;
  return localClock()?.toInstantMs(wallClockMs) ?? NaN;
}

function storable(instantMs: number): number | undefined {
  return instantMs >= 0 && instantMs < END_OF_DATETIME_MS ? wholeSeconds(instantMs)! : INVALID;
}
