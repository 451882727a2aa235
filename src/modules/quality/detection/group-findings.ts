import { groupBy } from '../../../common/collections.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import type { Finding } from '../../findings/finding.js';
import { instantText, type ParkNames, placeOf, rideList, WAIT_TEXT } from './finding-parts.js';

/** At least this many rides with the same anomaly at the same time are one event of their park. */
export const MIN_RIDES_TOGETHER = 5;

/** Minimum share of the operating attractions for an event of the park. */
export const MIN_SHARE_TOGETHER = 0.2;

/** Changes within this time count as simultaneous: one poll, or archived events of one moment. */
export const AT_ONCE_MS = 2 * MINUTE_MS;

/**
 * Groups items that happen together, in order of time. Each cluster contains everything within `withinMs` of its first
 * member, so that its start stays the same when members are added at its end.
 */
export function clustersOf<Item>(
  items: readonly Item[],
  instantOf: (item: Item) => number,
  withinMs: number,
): { startMs: number; members: Item[] }[] {
  const clusters: { startMs: number; members: Item[] }[] = [];
  for (const item of [...items].sort((a, b) => instantOf(a) - instantOf(b))) {
    const open = clusters.at(-1);
    if (open !== undefined && instantOf(item) - open.startMs <= withinMs) open.members.push(item);
    else clusters.push({ startMs: instantOf(item), members: [item] });
  }
  return clusters;
}

/** A finding of one ride that is part of a finding of its park. */
export interface Part {
  part: Finding;
  whole: Finding;
}

/** By reason: the maximum distance between the starts of findings that form one event. Default: AT_ONCE_MS. */
const WITHIN_MS: Readonly<Record<string, number>> = {
  // Each wait has been frozen since its own last change, even if the feed froze for all rides at one moment.
  FROZEN_WAIT: HOUR_MS,
  // When a whole park stops, feeds report it one ride after another.
  LONG_DOWN: 10 * MINUTE_MS,
};

const GROUP_TEXT: Readonly<Record<string, string>> = {
  ...WAIT_TEXT,
  FROZEN_WAIT: 'waits that have not changed for hours',
  LONG_DOWN: 'DOWN for days without interruption',
  CLOSED_ALL_DAY: 'closed all day, although the park was open and the rides operated the day before',
  SAME_SECOND_DUPLICATE: 'observations that repeat another one of the same second',
  SAME_SECOND_CONFLICT: 'observations that contradict another one of the same second',
};

/** Replaces equal findings of many rides that begin together by one finding of their park, which lists the rides. */
export function groupFindings(park: ParkNames, findings: readonly Finding[]): { findings: Finding[]; parts: Part[] } {
  const parts: Part[] = [];
  const ofRides = findings.filter(({ entityType, reason }) => entityType === 'RIDE' && reason in GROUP_TEXT);
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
      `${park.name}: ${rideIds.length} rides: ${GROUP_TEXT[reason]}, from ${instantText(startMs, park.timezone)} on. ` +
      'They began together, so look at the feed of the park before looking at the rides',
    sample: rideList(park, rideIds),
  };
}

const startOf = ({ windowStart }: Finding): number => windowStart!.getTime();
