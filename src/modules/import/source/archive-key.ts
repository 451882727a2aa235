import type { ArchiveDestination, ArchiveObject, DayRange } from './archive-source.js';
import { UUID_PATTERN } from '../../../common/reading/field-readers.js';

/** Accepts `.json` in addition to the documented `.json.gz`, for unpacked copies. */
const DAY_FILE = /^([^/]+)\/(\d{4})\/(\d{2})\/(\d{2})\.json(?:\.gz)?$/;

export interface ArchiveKey {
  /** The destination's folder, in its original spelling. */
  folder: string;
  day: string;
}

/** Reads `<uuid>/<YYYY>/<MM>/<DD>.json[.gz]`; null for any other shape, or a day that does not exist. */
export function parseArchiveKey(key: string): ArchiveKey | null {
  const [, folder, year, month, dayOfMonth] = DAY_FILE.exec(key) ?? [];
  if (
    folder === undefined ||
    !UUID_PATTERN.test(folder) ||
    !isCalendarDay(Number(year), Number(month), Number(dayOfMonth))
  ) {
    return null;
  }
  return { folder, day: `${year}-${month}-${dayOfMonth}` };
}

function isCalendarDay(year: number, month: number, dayOfMonth: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
}

function isInRange(day: string, { startDate, endDate }: DayRange): boolean {
  return (startDate === undefined || day >= startDate) && (endDate === undefined || day <= endDate);
}

/** Whether days of `period` (`2024` or `2024-02`) can be in the range. */
export function mayBeInRange(period: string, { startDate, endDate }: DayRange): boolean {
  return (
    (startDate === undefined || period >= startDate.slice(0, period.length)) &&
    (endDate === undefined || period <= endDate.slice(0, period.length))
  );
}

/** The destinations of folders named by a UUID: lower case, unique, sorted. */
export function toDestinations(folders: readonly string[]): ArchiveDestination[] {
  const ids = folders.filter((folder) => UUID_PATTERN.test(folder)).map((folder) => folder.toLowerCase());
  return [...new Set(ids)].sort().map((themeparksWikiId) => ({ themeparksWikiId }));
}

/** The folders of one destination: several only if the archive spells its UUID in different ways. */
export function foldersOf(destinationId: string, folders: readonly string[]): string[] {
  const wanted = destinationId.toLowerCase();
  return UUID_PATTERN.test(wanted) ? folders.filter((folder) => folder.toLowerCase() === wanted) : [];
}

export interface ListingScope {
  prefix: string;
  /** Keys up to here are before the range. */
  startAfter: string | undefined;
  /** Keys from here on are past the range. */
  endBefore: string | undefined;
}

/**
 * The narrowest listing that contains the range: the common month or year of both ends, from the first day on. Keys sort
 * like their days, so keys outside the range are skipped by the server or by stopping early.
 */
export function listingScope(folder: string, { startDate, endDate }: DayRange): ListingScope {
  return {
    prefix: `${folder}/${sharedPeriod(startDate, endDate)}`,
    // `DD` sorts before `DD.json` and after every key of the day before; `DD/` sorts after `DD.json.gz`.
    startAfter: startDate && `${folder}/${startDate.replaceAll('-', '/')}`,
    endBefore: endDate && `${folder}/${endDate.replaceAll('-', '/')}/`,
  };
}

function sharedPeriod(startDate: string | undefined, endDate: string | undefined): string {
  if (!startDate || !endDate || startDate.slice(0, 4) !== endDate.slice(0, 4)) return '';
  if (startDate.slice(0, 7) !== endDate.slice(0, 7)) return `${startDate.slice(0, 4)}/`;
  return `${startDate.slice(0, 4)}/${startDate.slice(5, 7)}/`;
}

export type ListedKey = Omit<ArchiveObject, 'day'>;

/**
 * The day files in the range, sorted by day, and the keys that are not day files. If a day exists both packed and unpacked,
 * the documented `.json.gz` is used, because both have the same events.
 */
export function selectObjects(
  listed: readonly ListedKey[],
  range: DayRange,
): { objects: ArchiveObject[]; ignored: string[] } {
  const present = new Set(listed.map(({ key }) => key));
  const objects: ArchiveObject[] = [];
  const ignored: string[] = [];
  for (const object of listed) {
    const parsed = parseArchiveKey(object.key);
    if (!parsed || present.has(`${object.key}.gz`)) ignored.push(object.key);
    else if (isInRange(parsed.day, range)) objects.push({ ...object, day: parsed.day });
  }
  objects.sort((a, b) => compare(a.day, b.day) || compare(a.key, b.key));
  return { objects, ignored };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
