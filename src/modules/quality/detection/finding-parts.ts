import { groupBy } from '../../../common/collections.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import type { Finding } from '../../findings/finding.js';

export interface ParkNames {
  parkId: number;
  name: string;
  /** Null: not known yet. */
  timezone: string | null;
  rides: ReadonlyMap<number, string>;
}

/** An instant for a reader: in UTC, and by the clock of the park. */
export function instantText(instantMs: number, timezone: string | null): string {
  const utc = `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (timezone === null) return utc;
  const local = new Date(instantMs + timeZoneOf(timezone).offsetMs(instantMs)).toISOString();
  return `${utc} (${local.slice(0, 10)} ${local.slice(11, 16)} local time)`;
}

/** Kept beside a finding of many rides. */
export interface RideList {
  rides: number;
  rideIds: number[];
  rideNames: string[];
}

export function rideList({ rides }: ParkNames, rideIds: readonly number[]): RideList {
  const rideNames = rideIds.map((id) => rides.get(id) ?? `ride ${id}`);
  return { rides: rideIds.length, rideIds: [...rideIds], rideNames };
}

export const entityOf = ({ parkId }: ParkNames, rideId: number | null): (string | number)[] =>
  rideId === null ? ['PARK', parkId] : ['RIDE', rideId];

export const nameOf = (park: ParkNames, rideId: number | null): string =>
  rideId === null ? park.name : (park.rides.get(rideId) ?? `ride ${rideId}`);

/** Where and when of a finding; without a ride it is of the park. */
export function placeOf({ parkId }: ParkNames, rideId: number | null, startMs: number | null, endMs: number | null) {
  return {
    entityType: rideId === null ? ('PARK' as const) : ('RIDE' as const),
    entityId: rideId ?? parkId,
    parkId,
    importId: null,
    windowStart: startMs === null ? null : new Date(startMs),
    windowEnd: endMs === null ? null : new Date(endMs),
  };
}

/** So many rides with the same thing at the same time are one event of their park. */
export const MIN_RIDES_TOGETHER = 5;

/** And so large a share of the attractions that were running. */
export const MIN_SHARE_TOGETHER = 0.2;

/** What happens within it happens at once: one poll, or the events of one moment in the archive. */
export const AT_ONCE_MS = 2 * MINUTE_MS;

/**
 * What happens together, in the order of time: each cluster holds everything within `withinMs` of its first member, so
 * that its beginning stays when members are added at its end.
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
