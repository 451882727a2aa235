import { createHash } from 'node:crypto';
import { TimeZone } from '../../../../common/time/zones/time-zone.js';

/** Nothing of a park is older. What lies after the end is stored by the rules of its last instant. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2060, 0, 1);
const SECOND_MS = 1000;

/** Rules as they are stored: until when (seconds since 1970, null for the last), and seconds ahead of UTC. */
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
