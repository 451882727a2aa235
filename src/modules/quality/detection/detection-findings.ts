import { HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import { type Finding, type IssueType, ONGOING_SUFFIX } from '../../findings/finding.js';
import type { Double } from './doubles.js';
import { GAP_REASONS } from './gap-reason.js';
import type { Gap } from './gaps.js';
import type { OddState } from './states.js';
import type { Oddity } from './waits.js';

const MAX_SAMPLES = 20;

/** What the observations of a park are examined for: these findings close by themselves when they are not found again. */
export const EXAMINED_REASONS: readonly string[] = [
  ...GAP_REASONS.filter((reason) => reason !== 'MISSING_ARCHIVE'),
  'WAIT_OUT_OF_RANGE',
  'PLACEHOLDER_WAIT',
  'IMPOSSIBLE_JUMP',
  'FROZEN_WAIT',
  'FROZEN_PARK',
  'LONG_DOWN',
  'CLOSED_ALL_DAY',
  'RUNS_OUTSIDE_HOURS',
  'SAME_SECOND_DUPLICATE',
  'SAME_SECOND_CONFLICT',
];

export interface ParkNames {
  parkId: number;
  name: string;
  rides: ReadonlyMap<number, string>;
}

/** Kept beside a gap, for the API. */
export interface GapSample {
  source: 'LIVE' | 'ARCHIVE';
  missingMinutes: number;
  isOngoing: boolean;
  /** Of a gap of the whole park: how many rides, and some of them. */
  rides?: number;
  rideNames?: string[];
}

/** A gap is the same one as long as it follows the same observation. */
export function findingOfGap(park: ParkNames, gap: Gap): Finding {
  const { reason, rideId, startMs, endMs, sinceMs, missingMs, source, isOngoing, rideIds } = gap;
  const missingMinutes = Math.round(missingMs / MINUTE_MS);
  const names = rideIds.map((id) => park.rides.get(id) ?? `ride ${id}`);
  const sample: GapSample = {
    source,
    missingMinutes,
    isOngoing,
    ...(rideId === null ? { rides: rideIds.length, rideNames: names.slice(0, MAX_SAMPLES) } : {}),
  };
  return {
    ...placeOf(park, rideId, startMs, endMs),
    issueType: 'GAP',
    reason,
    identity: [...entityOf(park, rideId), sinceMs],
    recordsAffected: Math.max(1, rideIds.length),
    description: `${nameOf(park, rideId)}: no ${source} data for ${missingMinutes} open minute(s)${isOngoing ? ONGOING_SUFFIX : ''}`,
    sample,
  };
}

const ODD_TEXT: Readonly<Record<Oddity['reason'], string>> = {
  WAIT_OUT_OF_RANGE: 'waits that are hardly possible',
  PLACEHOLDER_WAIT: 'waits of 300 minutes between two CLOSED, a placeholder',
  IMPOSSIBLE_JUMP: 'waits that jump up from one observation to the next',
  FROZEN_WAIT: 'a wait that stands still for hours',
  FROZEN_PARK: 'rides whose waits and states all stand still for hours',
};

/** Waits of a ride's day are one finding; a stretch that stands still is one as long as it begins at the same instant. */
export function findingOfOddity(park: ParkNames, odd: Oddity, localDate: string | null): Finding {
  const { reason, rideId, startMs, endMs, samples, count } = odd;
  return {
    ...placeOf(park, rideId, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason,
    identity: [...entityOf(park, rideId), localDate ?? startMs],
    recordsAffected: count,
    description: `${nameOf(park, rideId)}: ${count} ${ODD_TEXT[reason]}`,
    sample: samples,
  };
}

export function findingOfState(park: ParkNames, { reason, rideId, startMs, endMs }: OddState): Finding {
  const text =
    reason === 'LONG_DOWN'
      ? `DOWN for ${Math.round((endMs - startMs) / HOUR_MS)} hours without a break`
      : 'closed all day, though the park was open and the ride had operated the day before';
  return {
    ...placeOf(park, rideId, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason,
    identity: [...entityOf(park, rideId), startMs],
    recordsAffected: 1,
    description: `${nameOf(park, rideId)}: ${text}`,
    sample: null,
  };
}

/** Of one ride and day, by kind. */
export function findingOfDoubles(park: ParkNames, doubles: readonly Double[], localDate: string): Finding {
  const { reason, rideId, atMs } = doubles[0]!;
  const text = reason === 'SAME_SECOND_CONFLICT' ? 'contradict' : 'repeat';
  return {
    ...placeOf(park, rideId, atMs, doubles.at(-1)!.atMs),
    issueType: 'DUPLICATE' satisfies IssueType,
    reason,
    identity: [...entityOf(park, rideId), localDate],
    recordsAffected: doubles.length,
    description: `${nameOf(park, rideId)}: ${doubles.length} observation(s) ${text} another one of the same second`,
    sample: doubles.slice(0, MAX_SAMPLES).map(({ atMs: ms, values }) => ({ at: new Date(ms), values })),
  };
}

/** One for the park: a list of rides would be a flood. */
export function findingOfMissingMetadata(park: ParkNames, rideIds: readonly number[], attractions: number): Finding {
  return {
    ...placeOf(park, null, null, null),
    issueType: 'MISSING_FIELD',
    reason: 'NO_METADATA',
    identity: entityOf(park, null),
    recordsAffected: rideIds.length,
    description: `${park.name}: ${rideIds.length} of ${attractions} attractions have no coordinates`,
    sample: rideIds.slice(0, MAX_SAMPLES).map((rideId) => ({ rideId, name: park.rides.get(rideId) })),
  };
}

const entityOf = ({ parkId }: ParkNames, rideId: number | null): (string | number)[] =>
  rideId === null ? ['PARK', parkId] : ['RIDE', rideId];

const nameOf = (park: ParkNames, rideId: number | null): string =>
  rideId === null ? park.name : (park.rides.get(rideId) ?? `ride ${rideId}`);

function placeOf({ parkId }: ParkNames, rideId: number | null, startMs: number | null, endMs: number | null) {
  return {
    entityType: rideId === null ? ('PARK' as const) : ('RIDE' as const),
    entityId: rideId ?? parkId,
    parkId,
    importId: null,
    windowStart: startMs === null ? null : new Date(startMs),
    windowEnd: endMs === null ? null : new Date(endMs),
  };
}
