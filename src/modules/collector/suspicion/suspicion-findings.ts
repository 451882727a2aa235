import type { Finding } from '../../findings/finding.js';
import type { Verdict } from './verdict.js';
import type { FrozenFeed } from './frozen-feed.js';
import type { FeedHealthCheck, WatchedPark } from './watched-park.js';

const MAX_SAMPLES = 10;

/** The same for as long as it lasts: the standing stamp, or the day on which the night began, is part of its identity. */
export function findingsOfFeedHealth(park: WatchedPark, { frozen, churned }: FeedHealthCheck): Verdict['found'] {
  return [
    ...(frozen === null ? [] : [frozenVerdict(park, frozen)]),
    ...(churned.length === 0 ? [] : [churnVerdict(park, churned)]),
  ];
}

/** From the last thing on that was new. */
function frozenVerdict(park: WatchedPark, frozen: FrozenFeed): Verdict['found'][number] {
  const finding = frozenFinding(park, frozen);
  const { parkId } = park;
  const exclusion = { parkId, rideId: null, fromMs: frozen.sinceMs, toMs: null, note: finding.description };
  return { finding, exclusions: [{ ...exclusion, scope: 'ALL', reason: 'STALE_FEED' }] };
}

/** Each ride from when its night began, until it says something else or the park opens. */
function churnVerdict(park: WatchedPark, churned: FeedHealthCheck['churned']): Verdict['found'][number] {
  const finding = churnFinding(park, churned);
  const exclusions = churned.map(({ rideId, fromMs, untilMs }) => ({
    ...{ parkId: park.parkId, rideId, fromMs, note: finding.description },
    toMs: untilMs < park.polledAtMs ? untilMs : null,
    ...{ scope: 'ALL' as const, reason: 'TIMESTAMP_CHURN' as const },
  }));
  return { finding, exclusions };
}

function frozenFinding(
  park: WatchedPark,
  { frozenRideIds, stampedRides, newestStampMs, sinceMs }: FrozenFeed,
): Finding {
  const rides = ridesById(park);
  return {
    ...ofPark(park, sinceMs),
    reason: 'STALE_FEED',
    identity: ['LIVE', park.parkId, newestStampMs],
    recordsAffected: frozenRideIds.length,
    description:
      `The live feed of "${park.parkName}" stands still inside opening hours: ${frozenRideIds.length} of ` +
      `${stampedRides} rides have not been updated since ${iso(sinceMs)}`,
    sample: frozenRideIds.slice(0, MAX_SAMPLES).map((rideId) => {
      const { name, newest } = rides.get(rideId)!;
      return { rideId, name, lastUpdated: newest.lastUpdatedMs === null ? null : iso(newest.lastUpdatedMs) };
    }),
  };
}

function churnFinding(park: WatchedPark, churned: FeedHealthCheck['churned']): Finding {
  const rides = ridesById(park);
  const sinceMs = Math.min(...churned.map(({ fromMs }) => fromMs));
  return {
    ...ofPark(park, sinceMs),
    reason: 'TIMESTAMP_CHURN',
    identity: ['LIVE', park.parkId, iso(sinceMs).slice(0, 10)],
    recordsAffected: churned.length,
    description:
      `"${park.parkName}" is closed, and ${churned.length} rides claim to operate at a wait that never moves, ` +
      `with ever fresh stamps, since ${iso(sinceMs)}`,
    sample: churned.slice(0, MAX_SAMPLES).map(({ rideId, waitMinutes, stamps, fromMs, untilMs }) => {
      return { rideId, name: rides.get(rideId)!.name, waitMinutes, stamps, from: iso(fromMs), until: iso(untilMs) };
    }),
  };
}

const ridesById = ({ rides }: WatchedPark) => new Map(rides.map((ride) => [ride.rideId, ride]));

const iso = (instantMs: number): string => new Date(instantMs).toISOString();

function ofPark({ parkId, polledAtMs }: WatchedPark, sinceMs: number) {
  return {
    issueType: 'SUSPICIOUS' as const,
    entityType: 'PARK' as const,
    entityId: parkId,
    parkId,
    importId: null,
    windowStart: new Date(sinceMs),
    windowEnd: new Date(polledAtMs),
  };
}
