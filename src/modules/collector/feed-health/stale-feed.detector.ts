import { Injectable } from '@nestjs/common';
import type { Finding } from '../../findings/finding.js';
import { endOfChurnNight, endOfStaleFeed } from './exclusion-ends.js';
import { openingIntervalsOfPark } from './opening-intervals.js';
import type { StaleFeed } from './stale-feed.js';
import { type FeedHealthCheck, judgePark, needsCheck, STALE_FEED, type WatchedPark } from './watched-park.js';
import type { ParkUnderWatch, Verdict } from './watched-parks.js';

const MAX_SAMPLES = 10;

/** The identity stays the same while the problem lasts: it contains the unchanged timestamp, or the day of the night. */
function findingsOfFeedHealth(park: WatchedPark, { frozen, churned }: FeedHealthCheck): Verdict['found'] {
  return [
    ...(frozen === null ? [] : [staleFeedVerdict(park, frozen)]),
    ...(churned.length === 0 ? [] : [churnVerdict(park, churned)]),
  ];
}

/** Excludes the feed from its last update on. */
function staleFeedVerdict(park: WatchedPark, frozen: StaleFeed): Verdict['found'][number] {
  const finding = staleFeedFinding(park, frozen);
  const { parkId } = park;
  const exclusion = { parkId, rideId: null, fromMs: frozen.sinceMs, toMs: null, note: finding.description };
  return { finding, exclusions: [{ ...exclusion, scope: 'ALL', reason: 'STALE_FEED' }] };
}

/** Excludes each ride from the start of its night until it reports another state or the park opens. */
function churnVerdict(park: WatchedPark, churned: FeedHealthCheck['churned']): Verdict['found'][number] {
  const finding = churnFinding(park, churned);
  const exclusions = churned.map(({ rideId, fromMs, untilMs }) => ({
    ...{ parkId: park.parkId, rideId, fromMs, note: finding.description },
    toMs: untilMs < park.polledAtMs ? untilMs : null,
    ...{ scope: 'ALL' as const, reason: 'TIMESTAMP_CHURN' as const },
  }));
  return { finding, exclusions };
}

function staleFeedFinding(
  park: WatchedPark,
  { staleRideIds, stampedRides, newestStampMs, sinceMs }: StaleFeed,
): Finding {
  const rides = ridesById(park);
  return {
    ...ofPark(park, sinceMs),
    reason: 'STALE_FEED',
    identity: ['LIVE', park.parkId, newestStampMs],
    recordsAffected: staleRideIds.length,
    description:
      `The live feed of "${park.parkName}" stands still inside opening hours: ${staleRideIds.length} of ` +
      `${stampedRides} rides have not been updated since ${iso(sinceMs)}`,
    sample: staleRideIds.slice(0, MAX_SAMPLES).map((rideId) => {
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

/** Detects stale feeds: unchanged timestamps in opening hours, or fresh timestamps on a constant wait at night. */
@Injectable()
export class StaleFeedDetector {
  async judge(watch: ParkUnderWatch): Promise<Verdict> {
    const { park } = watch;
    const found = needsCheck(park) ? findingsOfFeedHealth(park, judgePark(park, await watch.histories())) : [];
    return { found, ended: [...(await this.endedStaleFeed(watch)), ...(await this.endedTimestampChurn(watch))] };
  }

  private async endedStaleFeed(watch: ParkUnderWatch): Promise<Verdict['ended']> {
    const exclusion = watch.openOfPark('STALE_FEED');
    if (exclusion === null) return [];
    const atMs = endOfStaleFeed(exclusion, await watch.histories(), STALE_FEED.minStaleShare);
    return atMs === null ? [] : [{ exclusion, atMs, note: 'The feed moves again' }];
  }

  private async endedTimestampChurn(watch: ParkUnderWatch): Promise<Verdict['ended']> {
    const { hours, polledAtMs } = watch.park;
    const ended: Verdict['ended'] = [];
    for (const exclusion of watch.openBy('TIMESTAMP_CHURN')) {
      const history = (await watch.histories()).find(({ rideId }) => rideId === exclusion.rideId);
      if (history === undefined) continue;
      const { inUse } = openingIntervalsOfPark(hours, await watch.histories());
      const atMs = endOfChurnNight(exclusion, history.runs, inUse, polledAtMs);
      if (atMs !== null) ended.push({ exclusion, atMs, note: 'The night is over' });
    }
    return ended;
  }
}
