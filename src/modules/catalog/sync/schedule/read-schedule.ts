import { isLocalDate } from '../../../../common/http/dto/calendar.js';
import { canonicalJson } from '../../../../common/reading/canonical-json.js';
import { wholeSeconds } from '../../../../common/reading/whole-seconds.js';
import { INVALID, isJsonObject, readName, readWord, saysNothing } from '../../../../common/reading/field-readers.js';
import { parseInstantMs } from '../../../../common/reading/instants.js';
import { CatalogAnswerError } from '../sync-errors.js';
import { SCHEDULE_TYPES, type ScheduleEntry } from './schedule-entry.js';

export interface PublishedSchedule {
  entries: ScheduleEntry[];
  /** Entries that cannot be read, cut short. */
  rejected: string[];
  /** Dates of which something could not be read; null where not even the date could. */
  unclearDates: ReadonlySet<string> | null;
}

const MAX_SAMPLE_LENGTH = 200;

/** @throws CatalogAnswerError */
export function readSchedule(answer: unknown): PublishedSchedule {
  const list = isJsonObject(answer) ? answer.schedule : undefined;
  if (!Array.isArray(list)) throw new CatalogAnswerError('a schedule', 'array "schedule"');
  const entries: ScheduleEntry[] = [];
  const rejected: string[] = [];
  const unclear = new Set<string | null>();
  for (const raw of list as unknown[]) {
    const entry = readEntry(raw);
    if (entry !== null) entries.push(entry);
    else {
      rejected.push((canonicalJson(raw) ?? 'nested too deep').slice(0, MAX_SAMPLE_LENGTH));
      unclear.add(readDate(isJsonObject(raw) ? raw.date : null));
    }
  }
  const unclearDates = unclear.has(null) ? null : new Set([...unclear].filter((date) => date !== null));
  return { entries, rejected, unclearDates };
}

/** Null where it is not clear what it says. */
function readEntry(raw: unknown): ScheduleEntry | null {
  if (!isJsonObject(raw)) return null;
  const localDate = readDate(raw.date);
  const type = readWord(raw.type, SCHEDULE_TYPES);
  const opensAtMs = readInstant(raw.openingTime);
  const closesAtMs = readInstant(raw.closingTime);
  if (localDate === null || !type || opensAtMs === INVALID || closesAtMs === INVALID) return null;
  const { description, purchases } = raw;
  return {
    localDate,
    type,
    opensAtMs,
    closesAtMs,
    description: readName(description, (text) => text),
    purchases: saysNothing(purchases) ? null : canonicalJson(purchases),
  };
}

function readDate(date: unknown): string | null {
  return typeof date === 'string' && isLocalDate(date) ? date : null;
}

function readInstant(instant: unknown): number | null | undefined {
  if (saysNothing(instant)) return null;
  const ms = typeof instant === 'string' ? parseInstantMs(instant) : NaN;
  return Number.isNaN(ms) ? INVALID : wholeSeconds(ms);
}
