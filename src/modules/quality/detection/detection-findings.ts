import { plural } from '../../../common/text.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { type Finding, type IssueType, ONGOING_SUFFIX } from '../../findings/finding.js';
import { CLOSED_THOUGH_PUBLISHED } from './closed-though-published.js';
import type { Duplicate } from './duplicates.js';
import { type ParkNames, entityOf, instantText, nameOf, placeOf, rideList, WAIT_TEXT } from './finding-parts.js';
import { EXAMINED_GAP_REASONS } from './gap-reason.js';
import type { Gap } from './gaps.js';
import type { StateAnomaly } from './states.js';
import type { WaitAnomaly } from './waits.js';

const MAX_SAMPLES = 20;

/** Reasons that every examination of a park looks for: these findings are resolved when they are not found again. */
export const EXAMINED_REASONS: readonly string[] = [
  ...EXAMINED_GAP_REASONS,
  'WAIT_OUT_OF_RANGE',
  'IMPLAUSIBLE_WAIT',
  'IMPOSSIBLE_JUMP',
  'FROZEN_WAIT',
  'FROZEN_PARK',
  'LONG_DOWN',
  'CLOSED_ALL_DAY',
  'RUNS_OUTSIDE_HOURS',
  CLOSED_THOUGH_PUBLISHED,
  'SAME_SECOND_DUPLICATE',
  'SAME_SECOND_CONFLICT',
  'RIDES_CLOSED_TOGETHER',
  'PARK_FLAPPING',
];

/** Stored as the sample of a gap, for the API. */
export interface GapSample {
  source: 'LIVE' | 'ARCHIVE';
  missingMinutes: number;
  isOngoing: boolean;
  /** For a gap of the whole park: the number of rides, and the names of some of them. */
  rides?: number;
  rideNames?: string[];
  /** For rides that dropped out together: the ids of all of them. */
  rideIds?: number[];
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
    ...(reason === 'RIDES_DROPPED_OUT' ? rideList(park, rideIds) : {}),
  };
  return {
    ...placeOf(park, rideId, startMs, endMs),
    issueType: 'GAP',
    reason,
    identity: [...entityOf(park, rideId), sinceMs],
    recordsAffected: Math.max(1, rideIds.length),
    description: `${textOfGap(park, gap)}${isOngoing ? ONGOING_SUFFIX : ''}`,
    sample,
  };
}

function textOfGap(park: ParkNames, { reason, rideId, source, sinceMs, missingMs, rideIds }: Gap): string {
  const missing = `no ${source} data for ${plural(Math.round(missingMs / MINUTE_MS), 'open minute')}`;
  if (reason !== 'RIDES_DROPPED_OUT') return `${nameOf(park, rideId)}: ${missing}`;
  return (
    `${park.name}: ${rideIds.length} rides dropped out of the feed together and are still in the catalogue; last observed ` +
    `${instantText(sinceMs, park.timezone)}. Look for a change of the source, or remove the rides: ${missing}`
  );
}

const ANOMALY_TEXT: Readonly<Record<WaitAnomaly['reason'], string>> = {
  ...WAIT_TEXT,
  FROZEN_WAIT: 'wait that has not changed for hours',
  FROZEN_PARK: 'rides whose waits and states have not changed for hours',
};

/** Waits of one ride and day are one finding; a frozen interval is the same finding as long as its start stays the same. */
export function findingOfWaitAnomaly(park: ParkNames, anomaly: WaitAnomaly, localDate: string | null): Finding {
  const { reason, rideId, startMs, endMs, samples, count } = anomaly;
  return {
    ...placeOf(park, rideId, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason,
    identity: [...entityOf(park, rideId), localDate ?? startMs],
    recordsAffected: count,
    description: `${nameOf(park, rideId)}: ${count} ${ANOMALY_TEXT[reason]}`,
    sample: samples,
  };
}

export function findingOfStateAnomaly(park: ParkNames, { reason, rideId, startMs, endMs }: StateAnomaly): Finding {
  const text =
    reason === 'LONG_DOWN'
      ? `DOWN for ${Math.round((endMs - startMs) / HOUR_MS)} hours without interruption`
      : 'closed all day, although the park was open and the ride operated the day before';
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

/** One finding for each ride, day and kind. */
export function findingOfDuplicates(park: ParkNames, duplicates: readonly Duplicate[], localDate: string): Finding {
  const { reason, rideId, atMs } = duplicates[0]!;
  const text = reason === 'SAME_SECOND_CONFLICT' ? 'contradict' : 'repeat';
  return {
    ...placeOf(park, rideId, atMs, duplicates.at(-1)!.atMs),
    issueType: 'DUPLICATE' satisfies IssueType,
    reason,
    identity: [...entityOf(park, rideId), localDate],
    recordsAffected: duplicates.length,
    description: `${nameOf(park, rideId)}: ${plural(duplicates.length, 'observation')} ${text} another one of the same second`,
    sample: duplicates.slice(0, MAX_SAMPLES).map(({ atMs: ms, values }) => ({ at: new Date(ms), values })),
  };
}

/** One finding for the park instead of one for each ride. */
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
