import type { TimeWindow } from '../../../../common/time/time-windows.js';
import type { Finding, FindingKey } from '../../../findings/finding.js';

const OF_PARK = { entityType: 'PARK', importId: null } as const;

export interface RecutPark {
  parkId: number;
  timezone: string;
  versions: { before: string; after: string };
  days: readonly string[];
  window: TimeWindow;
}

/** The law of a zone has changed, or what is known of it. */
export function recutFinding({ parkId, timezone, versions, days, window }: RecutPark): Finding {
  const [first, last] = [days[0]!, days.at(-1)!];
  return {
    ...OF_PARK,
    issueType: 'SUSPICIOUS',
    reason: 'TIME_ZONE_RULES_CHANGED',
    identity: [parkId, timezone, versions.before, versions.after],
    entityId: parkId,
    parkId,
    windowStart: new Date(window.startMs),
    windowEnd: new Date(window.endMs),
    recordsAffected: days.length,
    description:
      `The rules of ${timezone} differ between ${versions.before} and IANA ${versions.after}: ` +
      `${days.length} days of the park, from ${first} to ${last}, are computed again`,
    sample: { timezone, ...versions, first, last },
  };
}

export function unknownZoneFinding(parkId: number, timezone: string, version: string): Finding {
  return {
    ...OF_PARK,
    ...unknownZoneKey(parkId),
    entityId: parkId,
    parkId,
    windowStart: null,
    windowEnd: null,
    recordsAffected: 1,
    description: `IANA ${version} has no time zone "${timezone}": the days of the park are cut as those of UTC`,
    sample: { timezone },
  };
}

export function unknownZoneKey(parkId: number): FindingKey & Pick<Finding, 'issueType' | 'reason'> {
  return { issueType: 'INVALID', reason: 'UNKNOWN_TIME_ZONE', identity: [parkId] };
}
