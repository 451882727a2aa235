import moment from 'moment-timezone';
import { MINUTE_MS } from '../durations.js';
import { fixedZone, TimeZone } from './time-zone.js';

/*
 * The one source of time zone rules (docs/decisions/0010-time-zone-rules.md): the IANA data of the package
 * moment-timezone. The rules of the JavaScript engine are as old as its build, and differ from machine to machine.
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

/** The rules of a zone. Null, a zone that is not known yet, counts as UTC, and so does a name that IANA does not have. */
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
 * Whether two names mean one zone, such as `Europe/Kiev` and `Europe/Kyiv`: the clocks of both have always shown the same.
 * An unknown zone is the same as another unknown one only.
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
