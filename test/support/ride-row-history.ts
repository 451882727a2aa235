import { MINUTE_MS } from '../../src/common/time/calendar.js';
import type { DailyInput, StateChange } from '../../src/modules/history-api/daily-rules/daily-input.js';
import type { DailyRow } from '../../src/modules/history-api/daily-rules/daily-row.js';
import {
  at,
  change,
  CLOSED_BEFORE,
  hours,
  OPERATING_BEFORE,
  scheduledOf,
  surroundings,
} from './recorded-daily-rows.js';

export const isSingleRun = (row: DailyRow): boolean => row.downMinutes === 0 && row.lastClosedAtMs !== null;
/** Minutes that count as operating outside the hours of the day. */
const outsideOf = (row: DailyRow): number => row.operatingMinutes - row.inParkHours!.operatingMinutes;
export const runsOn = (row: DailyRow): boolean => row.lastClosedAtMs !== null && outsideOf(row) > 0;
export const reopens = (row: DailyRow): boolean => row.lastClosedAtMs === null && outsideOf(row) > 0;
export const isOpenAtNight = (row: DailyRow): boolean =>
  row.lastClosedAtMs === null && outsideOf(row) === 0 && row.unknownMinutes! >= 60;
/** Nothing of the evening is outside its hours, so they last until midnight. */
export const endsAtMidnight = (row: DailyRow): boolean =>
  row.lastClosedAtMs === null && outsideOf(row) === 0 && row.unknownMinutes! < 60;

/**
 * Without downtime, one run lies between first operation and close. Unknown minutes that are not those before the close, and
 * operating minutes outside the hours of the day, belong to a run that was carried over midnight.
 */
export function inputOfSingleRun(row: DailyRow): DailyInput {
  const { date, firstOperatingAtMs, lastClosedAtMs, operatingMinutes, unknownMinutes, inParkHours } = row;
  const opens = firstOperatingAtMs! < at(date, 8.5 * 60) ? 7.5 * 60 : 8.5 * 60;
  const own = hours(date, opens, opens + scheduledOf(row));
  const beforeClose = Math.ceil((lastClosedAtMs! - own.endMs) / MINUTE_MS);
  const carriedInHours = operatingMinutes - inParkHours!.operatingMinutes;
  const carried = carriedInHours + unknownMinutes! - beforeClose;
  const carriedClose = carried > 0 ? [change(at(date, carried) - MINUTE_MS / 2, 'CLOSED')] : [];
  return {
    ...surroundings(date, [own], carriedInHours > 0 ? [hours(date, -60, carriedInHours)] : []),
    opening: carried > 0 ? OPERATING_BEFORE : CLOSED_BEFORE,
    changes: [...carriedClose, change(firstOperatingAtMs!, 'OPERATING'), change(lastClosedAtMs!, 'CLOSED')],
    showStartsMs: null,
  };
}

type Segment = readonly [fromMinute: number, status: 'OPERATING' | 'DOWN' | 'CLOSED'];

const DAY_MINUTES = 24 * 60;
/** A status is confirmed for this long outside the hours. */
const CONFIRMED_MINUTES = 4 * 60;

/**
 * A history of a ride that has this row: when its downtime was, and when it reopened, is not recorded, but the minutes of the row
 * leave few choices. A segment begins half a minute before its first sampled minute, unless the row has the instant.
 */
export function inputOfRide(row: DailyRow): DailyInput {
  const { date, firstOperatingAtMs, lastClosedAtMs } = row;
  const own = hoursOfRide(row);
  const nightMinutes = nightOf(row, own);
  const segments = [
    ...(nightMinutes === 0 || nightMinutes === own.from ? [] : [[nightMinutes, 'CLOSED'] as const]),
    ...dayOf(row, own),
    ...eveningOf(row, own),
  ];
  const known = [firstOperatingAtMs, lastClosedAtMs].filter((instantMs) => instantMs !== null);
  const changes = segments.map(([minute, status]) => {
    const instantMs = known.find((atMs) => Math.ceil((atMs - at(date, 0)) / MINUTE_MS) === minute);
    const isKnown = instantMs !== undefined && (status === 'OPERATING') === (instantMs === firstOperatingAtMs);
    return change(isKnown ? instantMs : at(date, minute) - MINUTE_MS / 2, status);
  });
  return {
    ...surroundings(date, [hours(date, own.from, own.until)]),
    opening: nightMinutes > 0 ? OPERATING_BEFORE : CLOSED_BEFORE,
    changes: [...changes, ...briefOpening(row, segments)].sort((a, b) => a.atMs - b.atMs),
    showStartsMs: null,
  };
}

interface HoursOfRide {
  from: number;
  until: number;
}

/** The hours of the park begin at 07:30 or 08:30, or end at midnight. */
function hoursOfRide(row: DailyRow): HoursOfRide {
  const first = firstMinuteOf(row);
  const from = endsAtMidnight(row) ? DAY_MINUTES - scheduledOf(row) : first < 8.5 * 60 ? 7.5 * 60 : 8.5 * 60;
  return { from, until: from + scheduledOf(row) };
}

const firstMinuteOf = ({ date, firstOperatingAtMs }: DailyRow): number =>
  Math.ceil((firstOperatingAtMs! - at(date, 0)) / MINUTE_MS);
const closeMinuteOf = ({ date, lastClosedAtMs }: DailyRow): number | null =>
  lastClosedAtMs === null ? null : Math.ceil((lastClosedAtMs - at(date, 0)) / MINUTE_MS);

/** Unknown minutes that are not in the evening follow midnight: the operation was carried over it. */
function nightOf(row: DailyRow, { from, until }: HoursOfRide): number {
  const unknown = row.unknownMinutes!;
  const closes = closeMinuteOf(row);
  if (closes !== null) return unknown - (closes - until - outsideOf(row));
  if (endsAtMidnight(row)) return unknown;
  if (reopens(row)) return Math.max(unknown - 1, 0);
  return unknown > from ? from : unknown - (DAY_MINUTES - until);
}

/** The ride is operating or down until the hours end. Down minutes before the first operation are those that the run lacks. */
function dayOf(row: DailyRow, { from, until }: HoursOfRide): Segment[] {
  const { operatingMinutes, downMinutes } = row.inParkHours!;
  const begins = until - operatingMinutes - downMinutes;
  const first = firstMinuteOf(row);
  const isOpenAllNight = nightOf(row, { from, until }) === from;
  const downBefore = Math.max(first - begins, 0);
  if (isOpenAllNight)
    return [
      [first - downMinutes, 'DOWN'],
      [first, 'OPERATING'],
    ];
  const before: Segment[] = downBefore > 0 ? [[begins, 'DOWN']] : [];
  const rest = downMinutes - Math.min(downBefore, downMinutes);
  const opens = Math.max(begins, first);
  const recovers = confirmedUntil(row, until) - CONFIRMED_MINUTES;
  const down: Segment[] =
    rest === 0
      ? []
      : [
          [recovers - rest, 'DOWN'],
          [recovers, 'OPERATING'],
        ];
  return [...before, [opens, 'OPERATING'], ...down];
}

/** Up to when a status of the evening is confirmed by the recovery from the last downtime: by default, not beyond the hours. */
function confirmedUntil(row: DailyRow, until: number): number {
  if (runsOn(row)) return until + outsideOf(row);
  return reopens(row) && row.unknownMinutes === 0 ? until + 1 : until - 120;
}

/** What follows the hours. */
function eveningOf(row: DailyRow, { from, until }: HoursOfRide): Segment[] {
  const closes = closeMinuteOf(row);
  if (closes !== null) return [[closes, 'CLOSED']];
  if (endsAtMidnight(row)) return [];
  if (!reopens(row)) return nightOf(row, { from, until }) === from ? [[until + 1, 'CLOSED']] : [];
  const down = row.downMinutes - row.inParkHours!.downMinutes;
  const reopened = DAY_MINUTES - down - (outsideOf(row) - (row.unknownMinutes === 0 ? 1 : 0));
  const middle: Segment[] =
    down === 0
      ? []
      : [
          [reopened + 5, 'DOWN'],
          [reopened + 5 + down, 'OPERATING'],
        ];
  return [[until + 1, 'CLOSED'], [reopened, 'OPERATING'], ...middle];
}

/** The first operation lasted less than a minute if the run that the minutes show began later. */
function briefOpening(row: DailyRow, segments: readonly Segment[]): StateChange[] {
  const first = firstMinuteOf(row);
  if (segments.some(([minute, status]) => minute === first && status === 'OPERATING')) return [];
  return [change(row.firstOperatingAtMs!, 'OPERATING'), change(row.firstOperatingAtMs! + 1000, 'CLOSED')];
}
