import type { Finding } from '../../findings/finding.js';
import type { FrozenFeed } from './frozen-feed.js';
import type { Suspicion, WatchedPark } from './watched-park.js';

const MAX_SAMPLES = 10;

/** The same for as long as it lasts: the standing stamp, or the day on which the night began, is part of its identity. */
export function findingsOfSuspicion(park: WatchedPark, { frozen, restamped }: Suspicion): Finding[] {
  return [
    ...(frozen === null ? [] : [frozenFinding(park, frozen)]),
    ...(restamped.length === 0 ? [] : [restampedFinding(park, restamped)]),
  ];
}

function frozenFinding(
  park: WatchedPark,
  { frozenRideIds, stampedRides, newestStampMs, sinceMs }: FrozenFeed,
): Finding {
  const rides = ridesById(park);
  return {
    ...ofPark(park, sinceMs),
    reason: 'FEED_FROZEN',
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

function restampedFinding(park: WatchedPark, restamped: Suspicion['restamped']): Finding {
  const rides = ridesById(park);
  const sinceMs = Math.min(...restamped.map(({ fromMs }) => fromMs));
  return {
    ...ofPark(park, sinceMs),
    reason: 'FEED_RESTAMPED',
    identity: ['LIVE', park.parkId, iso(sinceMs).slice(0, 10)],
    recordsAffected: restamped.length,
    description:
      `"${park.parkName}" is closed, and ${restamped.length} rides claim to operate at a wait that never moves, ` +
      `with ever fresh stamps, since ${iso(sinceMs)}`,
    sample: restamped.slice(0, MAX_SAMPLES).map(({ rideId, waitMinutes, stamps, fromMs, untilMs }) => {
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
