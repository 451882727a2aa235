import { createHash } from 'node:crypto';
import { TimeZone } from '../../common/time/zones/time-zone.js';

/** No observation is older. The last stored rule also applies to all later time. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2060, 0, 1);
const SECOND_MS = 1000;

/** Stored form of the rules: the end of each period (Unix seconds, null for the last) and its offset from UTC in seconds. */
export type StoredRules = readonly (readonly [untilSeconds: number | null, offsetSeconds: number])[];

export function storedRules(zone: TimeZone): StoredRules {
  const periods = zone.periods(FIRST_MS, LAST_MS);
  return periods.map(({ untilMs, offsetMs }, index) => {
    return [index === periods.length - 1 ? null : untilMs / SECOND_MS, offsetMs / SECOND_MS];
  });
}

export function zoneOf(name: string, rules: StoredRules): TimeZone {
  const periods = rules.map(([until, offset]) => ({
    untilMs: until === null ? Infinity : until * SECOND_MS,
    offsetMs: offset * SECOND_MS,
  }));
  return new TimeZone(name, periods);
}

export function fingerprintOfRules(rules: StoredRules): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex');
}
