import { isJsonObject, isWithoutValue } from '../../../common/reading/field-readers.js';
import { readInstant } from '../../snapshots/reading/instant-reader.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';

/** The start times of a list of performances; an unreadable one is noted. A single object counts as a list of one. */
export function readShowStarts(showtimes: unknown, context: ReadingContext): number[] {
  const list: readonly unknown[] = Array.isArray(showtimes) ? showtimes : isWithoutValue(showtimes) ? [] : [showtimes];
  return list.flatMap((show) => {
    const startMs = isJsonObject(show) ? readInstant(show.startTime, 'showtimes', context) : undefined;
    if (typeof startMs === 'number') return [startMs];
    context.note('INVALID_SHOWTIMES', 'showtimes', show);
    return [];
  });
}

/**
 * All performances that an entity published in a range: a list may drop past performances during the day, so the union of all
 * lists counts. Null: it published no list.
 */
export function unionOfShowStarts(lists: Iterable<readonly number[] | null>): number[] | null {
  let union: Set<number> | null = null;
  for (const list of lists) {
    if (list === null) continue;
    union ??= new Set();
    for (const startMs of list) union.add(startMs);
  }
  return union && [...union].sort((a, b) => a - b);
}
