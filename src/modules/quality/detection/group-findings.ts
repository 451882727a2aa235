import { groupBy } from '../../../common/collections/group-by.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import type { Finding } from '../../findings/finding.js';
import { type ParkNames, instantText, placeOf, rideList } from './finding-parts.js';
import { AT_ONCE_MS, MIN_RIDES_TOGETHER, clustersOf } from './together.js';

/** A finding of one ride that is a part of a finding of its park. */
export interface Part {
  part: Finding;
  whole: Finding;
}

/** By reason, how far apart the findings of rides may begin that are one event. All others must begin at once. */
const WITHIN_MS: Readonly<Record<string, number>> = {
  // A wait stands still from its own last change on, also where the feed froze for all rides at one moment.
  FROZEN_WAIT: HOUR_MS,
  // What stops many rides is told ride by ride.
  LONG_DOWN: 10 * MINUTE_MS,
};

const TEXT: Readonly<Record<string, string>> = {
  FROZEN_WAIT: 'waits stand still for hours',
  LONG_DOWN: 'DOWN for days without a break',
  CLOSED_ALL_DAY: 'closed all day, though the park was open and the rides had operated the day before',
  WAIT_OUT_OF_RANGE: 'waits that are hardly possible',
  IMPLAUSIBLE_WAIT: 'waits of 300 minutes between two CLOSED, a placeholder',
  IMPOSSIBLE_JUMP: 'waits that jump up from one observation to the next',
  SAME_SECOND_DUPLICATE: 'observations that repeat another one of the same second',
  SAME_SECOND_CONFLICT: 'observations that contradict another one of the same second',
};

/** The same finding of many rides that begins together is one finding of their park, which names them. */
export function groupFindings(park: ParkNames, findings: readonly Finding[]): { findings: Finding[]; parts: Part[] } {
  const parts: Part[] = [];
  const ofRides = findings.filter(({ entityType, reason }) => entityType === 'RIDE' && reason in TEXT);
  for (const [reason, same] of groupBy(ofRides, (finding) => finding.reason)) {
    const clusters = clustersOf(same, startOf, WITHIN_MS[reason] ?? AT_ONCE_MS);
    for (const { startMs, members } of clusters) {
      if (new Set(members.map(({ entityId }) => entityId)).size < MIN_RIDES_TOGETHER) continue;
      const whole = wholeOf(park, members, startMs);
      parts.push(...members.map((part) => ({ part, whole })));
    }
  }
  const grouped = new Set(parts.map(({ part }) => part));
  const wholes = new Set(parts.map(({ whole }) => whole));
  return { findings: [...findings.filter((finding) => !grouped.has(finding)), ...wholes], parts };
}

function wholeOf(park: ParkNames, members: readonly Finding[], startMs: number): Finding {
  const { issueType, reason } = members[0]!;
  const rideIds = [...new Set(members.map(({ entityId }) => entityId!))].sort((a, b) => a - b);
  const endMs = Math.max(...members.map(({ windowEnd }) => windowEnd!.getTime()));
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType,
    reason,
    identity: ['PARK', park.parkId, startMs],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} rides: ${TEXT[reason]}, from ${instantText(startMs, park.timezone)} on. ` +
      'They began together, so look at the feed of the park before looking at the rides',
    sample: rideList(park, rideIds),
  };
}

const startOf = ({ windowStart }: Finding): number => windowStart!.getTime();
