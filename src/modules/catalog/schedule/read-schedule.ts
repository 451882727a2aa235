import { isLocalDate } from '../../../common/time/calendar.js';
import { canonicalJson, NESTED_TOO_DEEP } from '../../../common/reading/canonical-json.js';
import { INVALID, isJsonObject, readName, readWord } from '../../../common/reading/field-readers.js';
import { isTimezoneName } from '../../../common/time/zones/time-zones.js';
import { cutText } from '../../../common/text.js';
import { type Hours, judgeHours } from '../../park-use/published-interval.js';
import type { ParkClock } from '../../park-use/park-clock.js';
import { requireList } from '../../themeparks-api/malformed-response.error.js';
import { type ReadTime, readTime } from './read-time.js';
import {
  groupOf,
  type NoteKind,
  type PublishedEntry,
  type Refusal,
  SCHEDULE_TYPES,
  type ScheduleNote,
  type ScheduleType,
} from './schedule-entry.js';
import { readPurchases } from './schedule-prices.js';

export interface PublishedSchedule {
  /** Entries of the park's today and later. */
  entries: PublishedEntry[];
  /** Entries of past dates: they change nothing, and are noted unless they equal stored ones. */
  past: { entry: PublishedEntry; sample: string }[];
  notes: ScheduleNote[];
  /** Groups ({@link groupOf}) with a refused entry: an entry missing from them may be the refused one. */
  refusedGroups: Set<string>;
}

interface Reading {
  clock: ParkClock;
  /** The park's today. */
  today: string;
  lastDate: string;
  note: (kind: NoteKind) => void;
}

type Read = { entry: PublishedEntry } | { refusal: Refusal; group: string | null };

const MAX_SAMPLE_LENGTH = 200;
/** No real schedule extends further; one park lists every day up to the year 2100. */
const MAX_YEARS_AHEAD = 100;
const asItIs = (text: string): string => text;

/** The time zone in the response, for parks whose time zone the catalogue does not have. */
export function timezoneOf(response: unknown): string | null {
  const timezone = isJsonObject(response) ? response.timezone : null;
  return typeof timezone === 'string' && isTimezoneName(timezone) ? timezone : null;
}

/** Reads each entry separately: an implausible entry does not affect the others. @throws MalformedResponseError */
export function readSchedule(response: unknown, clock: ParkClock, nowMs: number): PublishedSchedule {
  const list = requireList(response, 'schedule', 'response about a schedule', 'NO_SCHEDULE');
  const published: PublishedSchedule = { entries: [], past: [], notes: [], refusedGroups: new Set() };
  const today = clock.today(nowMs);
  const lastDate = `${Number(today.slice(0, 4)) + MAX_YEARS_AHEAD}${today.slice(4)}`;
  for (const raw of list) {
    const kinds = new Set<NoteKind>();
    const read = readEntry(raw, { clock, today, lastDate, note: (kind) => kinds.add(kind) });
    const sample = sampleOf(raw);
    if ('refusal' in read) {
      published.notes.push({ kind: read.refusal, sample });
      if (read.group !== null) published.refusedGroups.add(read.group);
    } else if (isOver(read.entry, clock, today)) published.past.push({ entry: read.entry, sample });
    else {
      published.entries.push(read.entry);
      published.notes.push(...[...kinds].map((kind) => ({ kind, sample })));
    }
  }
  return published;
}

/** Whether an entry belongs to the past: its date, or the date on which it opens, is before today. */
export function isOver(
  { localDate, opensAtMs }: Pick<PublishedEntry, 'localDate' | 'opensAtMs'>,
  clock: ParkClock,
  today: string,
): boolean {
  return localDate < today || (opensAtMs !== null && clock.isKnown && clock.dateOf(opensAtMs) < today);
}

function readEntry(raw: unknown, reading: Reading): Read {
  if (!isJsonObject(raw)) return { refusal: 'UNREADABLE', group: null };
  const type = readWord(raw.type, SCHEDULE_TYPES);
  const published = typeof raw.date === 'string' && isLocalDate(raw.date) ? raw.date : null;
  const opens = readTime(raw.openingTime, reading.clock, published);
  const closes = readTime(raw.closingTime, reading.clock, published);
  const localDate = published ?? dateOfOpening(opens, reading);
  const group = localDate === null || !type ? null : groupOf({ localDate, type });
  if (localDate === null || !type) return { refusal: 'UNREADABLE', group };
  const isPast = localDate < reading.today;
  const hours = readHours({ type, localDate, opens, closes }, reading);
  if (localDate > reading.lastDate) return { refusal: 'FAR_FUTURE', group };
  if (hours.refusal !== null) return { refusal: isPast ? 'PAST_DATE' : hours.refusal, group };
  const { json, offers, isDamaged } = readPurchases(raw.purchases);
  if (isDamaged) reading.note('PURCHASES');
  const description = readName(raw.description, asItIs);
  const { opensAtMs, closesAtMs } = hours;
  return { entry: { localDate, type, opensAtMs, closesAtMs, description, purchases: json, offers } };
}

/** The date of the opening, for entries without a readable date. */
function dateOfOpening(opens: ReadTime | null | undefined, { clock, note }: Reading): string | null {
  if (!opens || !clock.isKnown) return null;
  note('DATE_FROM_OPENING');
  return clock.dateOf(opens.ms);
}

interface Ends {
  type: ScheduleType;
  localDate: string;
  opens: ReadTime | null | undefined;
  closes: ReadTime | null | undefined;
}
type ReadHours = { refusal: Refusal } | ({ refusal: null } & (Pick<Hours, 'opensAtMs' | 'closesAtMs'> | NoHours));
interface NoHours {
  opensAtMs: null;
  closesAtMs: null;
}

/** An entry with invalid hours is refused, except for an INFO: it is stored without hours because its text counts. */
function readHours(ends: Ends, reading: Reading): ReadHours {
  const hours = plausibleHours(ends, reading);
  if (hours.refusal === null || ends.type !== 'INFO') return hours;
  if (ends.opens !== null || ends.closes !== null) reading.note('INFO_HOURS');
  return { refusal: null, opensAtMs: null, closesAtMs: null };
}

function plausibleHours({ localDate, opens, closes }: Ends, { clock, note }: Reading): ReadHours {
  if (opens === INVALID || closes === INVALID) return { refusal: 'UNREADABLE' };
  if (opens === null || closes === null) return { refusal: 'MISSING_END' };
  const verdict = judgeHours({ localDate, opensAtMs: opens.ms, closesAtMs: closes.ms }, clock);
  if (verdict.refusal !== null) return verdict;
  if (opens.isLocal || closes.isLocal) note('LOCAL_TIME');
  if (opens.isTimeOfDay || closes.isTimeOfDay) note('TIME_OF_DAY');
  if (opens.isHour24 || closes.isHour24) note('HOUR_24');
  if (verdict.repair !== null) note(verdict.repair);
  return { refusal: null, opensAtMs: opens.ms, closesAtMs: verdict.closesAtMs };
}

const sampleOf = (raw: unknown): string => cutText(canonicalJson(raw) ?? NESTED_TOO_DEEP, MAX_SAMPLE_LENGTH);
