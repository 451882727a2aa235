import moment from 'moment-timezone';
import { HOUR_MS, MINUTE_MS } from '../calendar.js';
import { parseInstantMs } from '../instants.js';
import { fixedZone, offsetText, TimeZone } from './time-zone.js';

/*
 * The one source of time zone rules (docs/decisions/0010-time-zone-rules.md): the IANA data of the package
 * moment-timezone. The rules of the JavaScript engine are as old as its build, and differ between machines.
 */

/** IANA release of the rules, such as `2026f`. */
export const TIME_ZONE_VERSION: string = moment.tz.dataVersion;

const UTC = fixedZone('UTC', 0);
const zonesByName = new Map<string, TimeZone>();
let namesByLowerCase: Map<string, string> | undefined;

/** Whether `name` is a time zone of the IANA data, in any case of letters. */
export function isTimezoneName(name: string): boolean {
  return ianaName(name) !== undefined;
}

/** The rules of a zone. Null (not known yet) and names unknown to IANA count as UTC. */
export function timeZoneOf(name: string | null): TimeZone {
  if (name === null) return UTC;
  let zone = zonesByName.get(name);
  if (zone === undefined) {
    const known = ianaName(name);
    if (known === undefined) return UTC;
    zonesByName.set(name, (zone = readZone(known)));
  }
  return zone;
}

/**
 * Whether two names mean the same zone, such as `Europe/Kiev` and `Europe/Kyiv`: their clocks show the same at all times. An
 * unknown zone equals only itself.
 */
export function isSameZone(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || !isTimezoneName(a) || !isTimezoneName(b)) return false;
  return timeZoneOf(a).hasRulesOf(timeZoneOf(b));
}

function readZone(name: string): TimeZone {
  const { untils, offsets } = moment.tz.zone(name)!;
  // The package counts minutes west of Greenwich, and local mean times of the past in fractions of them.
  const periods = untils.map((untilMs, index) => {
    return { untilMs: untilMs ?? Infinity, offsetMs: 0 - Math.round(offsets[index]! * 60) * (MINUTE_MS / 60) };
  });
  periods.at(-1)!.untilMs = Infinity;
  return new TimeZone(name, periods);
}

function ianaName(name: string): string | undefined {
  namesByLowerCase ??= new Map(moment.tz.names().map((each) => [each.toLowerCase(), each]));
  return namesByLowerCase.get(name.toLowerCase());
}

/** Local clocks are between 12 hours behind UTC and 14 hours ahead of it, plus an hour for a clock change. */
const MOST_BEHIND_MS = 13 * HOUR_MS;
const MOST_AHEAD_MS = 15 * HOUR_MS;

/**
 * Converts a wall clock time, in milliseconds as if it were UTC, to an instant. A time that the clock shows twice is the first of
 * the two; a time that it skips counts as if the clock had not changed yet (Temporal's "compatible", RFC 5545 3.3.5).
 */
export interface LocalClock {
  toInstantMs(wallClockMs: number): number;
}

export function fixedOffsetClock(offsetMs: number): LocalClock {
  return { toInstantMs: (wallClockMs) => wallClockMs - offsetMs };
}

const clocks = new Map<string, LocalClock>();

/** @param timezone a valid IANA name */
export function zoneClock(timezone: string): LocalClock {
  let clock = clocks.get(timezone);
  if (clock === undefined) {
    const zone = timeZoneOf(timezone);
    clock = { toInstantMs: (wallClockMs) => instantOfWallClock(wallClockMs, (instantMs) => zone.offsetMs(instantMs)) };
    clocks.set(timezone, clock);
  }
  return clock;
}

/** @param offsetAtMs milliseconds east of UTC at an instant */
export function instantOfWallClock(wallClockMs: number, offsetAtMs: (instantMs: number) => number): number {
  const before = wallClockMs - offsetAtMs(wallClockMs - MOST_AHEAD_MS);
  const after = wallClockMs - offsetAtMs(wallClockMs + MOST_BEHIND_MS);
  if (before + offsetAtMs(before) === wallClockMs) return before;
  return after + offsetAtMs(after) === wallClockMs ? after : before;
}

/** The wall clock time of a date-time without an offset; NaN for anything else. */
export function parseWallClockMs(text: string): number {
  return Number.isNaN(parseInstantMs(text)) ? parseInstantMs(text, 0) : NaN;
}

/** The local time of an instant with its UTC offset, such as `2026-04-15T10:00:00-04:00`; null if the zone is unknown. */
export function localTimeText(instantMs: number, timezone: string | null): string | null {
  if (timezone === null) return null;
  const offsetMs = timeZoneOf(timezone).offsetMs(instantMs);
  return `${new Date(instantMs + offsetMs).toISOString().slice(0, 19)}${offsetText(offsetMs)}`;
}
