import { DAY_MS } from '../../../common/time/calendar.js';
import { type EpochDay, epochDayOf, isoDayOf } from '../../epoch-days.js';
import type { ZoneClock } from '../../zone-clock.js';
import { isoSeconds } from '../live-encoder.js';

/** The time range of a history request. */
export interface HistoryRange {
  fromMs: number;
  /** Excluded. */
  untilMs: number;
  /** The local days that the range overlaps, both included. */
  firstDay: EpochDay;
  lastDay: EpochDay;
  /** The ends as the response repeats them. */
  from: string;
  to: string;
}

export type RangeErrorType = 'INVALID_DATE' | 'INVALID_RANGE' | 'RANGE_TOO_LONG';

export class HistoryRangeError extends Error {
  constructor(
    readonly type: RangeErrorType,
    message: string,
  ) {
    super(message);
  }
}

type End = { day: EpochDay } | { instantMs: number };

/** The range of the parameters; without any, the current local day. @throws HistoryRangeError */
export function historyRange(query: URLSearchParams, clock: ZoneClock, nowMs: number): HistoryRange {
  const given = (name: string) => (query.has(name) ? endOf(name, query.get(name)!) : undefined);
  const [date, from, to] = [given('date'), given('from'), given('to')];
  if (date && (from || to)) throw new HistoryRangeError('INVALID_DATE', 'date cannot be combined with from or to.');
  if (date && !('day' in date))
    throw new HistoryRangeError('INVALID_DATE', 'date must be a calendar day (YYYY-MM-DD).');
  if (to && !from) throw new HistoryRangeError('INVALID_DATE', 'to needs from.');
  const today = { day: clock.localDayOf(nowMs) };
  const first = date ?? from ?? today;
  const last = date ?? to ?? ('day' in first ? (from ? today : first) : { instantMs: nowMs });
  if ('day' in first && 'day' in last) return dayRange(first.day, last.day, clock);
  if ('instantMs' in first && 'instantMs' in last) return instantRange(first.instantMs, last.instantMs, clock);
  throw new HistoryRangeError('INVALID_DATE', 'from and to must be of the same form.');
}

function endOf(name: string, text: string): End {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = epochDayOf(text);
    // Date.parse would turn 30 February into a day of March.
    if (!Number.isNaN(day) && isoDayOf(day) === text) return { day };
  } else if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const instantMs = Date.parse(text);
    if (!Number.isNaN(instantMs)) return { instantMs };
  }
  throw new HistoryRangeError(
    'INVALID_DATE',
    `${name} must be a calendar day (YYYY-MM-DD) or an RFC 3339 instant with an offset (e.g. 2026-09-13T14:00:00Z).`,
  );
}

export function dayRange(firstDay: EpochDay, lastDay: EpochDay, clock: ZoneClock): HistoryRange {
  if (lastDay < firstDay) throw new HistoryRangeError('INVALID_RANGE', 'to must not be before from.');
  return {
    fromMs: clock.instantOf(firstDay, 0),
    untilMs: clock.instantOf(lastDay + 1, 0),
    firstDay,
    lastDay,
    from: isoDayOf(firstDay),
    to: isoDayOf(lastDay),
  };
}

/** In whole seconds, as the response repeats them. */
function instantRange(fromMs: number, toMs: number, clock: ZoneClock): HistoryRange {
  if (toMs <= fromMs) throw new HistoryRangeError('INVALID_RANGE', 'to must be after from.');
  const [from, to] = [isoSeconds(fromMs), isoSeconds(toMs)];
  return {
    fromMs: Date.parse(from),
    untilMs: Date.parse(to),
    firstDay: clock.localDayOf(fromMs),
    lastDay: clock.localDayOf(toMs - 1),
    from,
    to,
  };
}

/** @throws HistoryRangeError */
export function requireAtMost(range: HistoryRange, maxDays: number, call: string): void {
  const days = range.lastDay - range.firstDay + 1;
  if (days <= maxDays) return;
  const [from, to] = [isoDayOf(range.firstDay), isoDayOf(range.lastDay)];
  const most = `${maxDays} park-local day${maxDays === 1 ? '' : 's'}`;
  throw new HistoryRangeError(
    'RANGE_TOO_LONG',
    `A ${call} covers at most ${most} (${from} to ${to} is ${days}). Ask for a shorter range.`,
  );
}

/** The first UTC day of a window of this many days that includes today. */
export function earliestAllowedDate(historyDays: number, nowMs: number): string {
  return isoDayOf(Math.floor(nowMs / DAY_MS) - historyDays + 1);
}
