import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { isJsonObject, isWithoutValue } from '../../../common/reading/field-readers.js';
import type { DataSource } from '../observations.js';
import { withOffsets } from '../reading/local-times.js';
import type { ReadingContext } from '../reading/reading-context.js';

/** Real details have a few thousand characters; the limit prevents a broken feed from filling the disk. */
export const MAX_DETAIL_LENGTH = 262_144;

/** A list of show times, from its first report to its last. */
export interface ShowTimeList {
  rideId: number;
  fromMs: number;
  lastConfirmedMs: number;
  /** Canonical JSON: equal lists have equal text. */
  json: string;
}

/** A detail of a ride as it was reported, from its first report to its last. */
export interface StoredDetail {
  rideId: number;
  fromMs: number;
  lastConfirmedMs: number;
  dataSource: DataSource;
  detail: unknown;
}

/** A list as it was reported at one instant. */
export interface ReportedShowTimes {
  rideId: number;
  atMs: number;
  json: string;
}

export const NO_SHOW_TIMES = '[]';

/** The list as it is stored; null if it cannot be stored, which is noted. A missing list is an empty one. */
export function showTimesJson(raw: unknown, field: string, context: ReadingContext): string | null {
  if (isWithoutValue(raw)) return NO_SHOW_TIMES;
  const json = typeof raw === 'object' ? canonicalJson(withOffsets(raw, field, context)) : null;
  if (json !== null && json.length <= MAX_DETAIL_LENGTH) return context.decodeText(json);
  context.note('INVALID_SHOWTIMES', field, raw);
  return null;
}

/** The start times of the performances of a list. One that is not readable as an instant is omitted. */
export function showStartsIn(showTimes: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(showTimes) ? showTimes : [showTimes];
  return list.flatMap((show) => {
    const startMs = isJsonObject(show) ? definiteInstantMs(show.startTime) : null;
    return startMs === null ? [] : [startMs];
  });
}

/** Times are stored with their offset; one without is unreadable, because its zone was unknown. */
export function definiteInstantMs(time: unknown): number | null {
  if (typeof time !== 'string' || !/(?:Z|[+-]\d\d:?\d\d)$/.test(time)) return null;
  const instantMs = Date.parse(time);
  return Number.isNaN(instantMs) ? null : instantMs;
}

/**
 * Lists of a log of complete states: equal lists in a row are one, from its first report to its last. Of several reports of an instant,
 * the last one counts. An empty list is kept only after another one, because it ends that one.
 */
export function listsOfReports(reports: readonly ReportedShowTimes[]): {
  lists: ShowTimeList[];
  superseded: ReportedShowTimes[];
} {
  const sorted = reports.map((report, order) => ({ ...report, order })).sort((a, b) => a.rideId - b.rideId || a.atMs - b.atMs || a.order - b.order); // prettier-ignore
  const lists: ShowTimeList[] = [];
  const superseded: ReportedShowTimes[] = [];
  sorted.forEach(({ rideId, atMs, json }, index) => {
    const next = sorted[index + 1];
    if (next?.rideId === rideId && next.atMs === atMs) {
      if (next.json !== json) superseded.push({ rideId, atMs, json });
      return;
    }
    const last = lists.at(-1);
    const before = last?.rideId === rideId ? last : null;
    if (before?.json === json) before.lastConfirmedMs = atMs;
    else if (before !== null || json !== NO_SHOW_TIMES)
      lists.push({ rideId, fromMs: atMs, lastConfirmedMs: atMs, json });
  });
  return { lists, superseded };
}

/** A stored list with its source. */
export interface StoredShowTimes extends ShowTimeList {
  dataSource: DataSource;
}

/** What to do with the lists of an import. */
export interface ShowTimesDiff {
  insert: ShowTimeList[];
  replace: ShowTimeList[];
  /** Equal lists that are stored already, and were reported longer. */
  confirm: ShowTimeList[];
  /** Lists that differ from a stored one of the same instant, which stays. */
  conflicts: ShowTimeList[];
}

/**
 * Compares lists with the stored ones of the same show and instant (docs/decisions/0006-who-wins-where-observations-meet.md).
 * @param isChanged whether the file or day is known to have changed: it then replaces lists of its own source
 */
export function diffShowTimes(
  lists: readonly ShowTimeList[],
  stored: readonly StoredShowTimes[],
  { source, isChanged }: { source: DataSource; isChanged: boolean },
): ShowTimesDiff {
  const diff: ShowTimesDiff = { insert: [], replace: [], confirm: [], conflicts: [] };
  const byKey = new Map(stored.map((list) => [keyOf(list), list]));
  for (const list of lists) {
    const old = byKey.get(keyOf(list));
    if (old === undefined) diff.insert.push(list);
    else if (old.json === list.json) {
      if (list.lastConfirmedMs > old.lastConfirmedMs) diff.confirm.push(list);
    } else if (isChanged && old.dataSource === source) diff.replace.push(list);
    else diff.conflicts.push(list);
  }
  return diff;
}

const keyOf = ({ rideId, fromMs }: Pick<ShowTimeList, 'rideId' | 'fromMs'>): string => `${rideId}/${fromMs}`;
