import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { type UnwatchedCause, UnwatchedRepository } from './unwatched.sql.js';
import type { Verdict } from './watched-parks.js';
import type { WatchedPark } from './watched-park.js';

/** A ride that is missing for less time may return unchanged. */
const MISSING_AFTER_MS = DAY_MS;

const NOTES: Readonly<Record<UnwatchedCause, string>> = {
  INACTIVE: 'The catalogue does not list it any more',
  LINKED: 'It was linked to another ride',
  LEFT_OUT: 'It was left out of the statistics',
  OTHER_TYPE: 'It is not an attraction any more',
  MISSING: 'The source has not reported it for a day',
};

/**
 * Ends exclusions of rides and parks that no detector checks any more: rides that were deactivated, linked, excluded or
 * replaced under another id, and removed parks. Such an exclusion ends at the last observation of its target.
 */
@Injectable()
export class UnwatchedExclusions {
  constructor(private readonly repository: UnwatchedRepository) {}

  /** @param watched every park whose feed is currently polled */
  async ended(
    open: readonly StoredExclusion[],
    watched: readonly WatchedPark[],
    nowMs: number,
  ): Promise<Verdict['ended']> {
    const parks = new Map(watched.map((park) => [park.parkId, new Set(park.rides.map(({ rideId }) => rideId))]));
    // The quality check judges parks by stored data, whether they are polled or not.
    const unwatched = open
      .filter(({ reason }) => reason !== 'FROZEN_PARK')
      .filter(({ parkId, rideId }) => (rideId === null ? !parks.has(parkId) : !parks.get(parkId)?.has(rideId)));
    if (unwatched.length === 0) return [];
    const ids = unwatched.map(({ exclusionId }) => exclusionId);
    const causes = await this.repository.findCauses(ids, [...parks.keys()], new Date(nowMs - MISSING_AFTER_MS));
    return unwatched.flatMap((exclusion) => {
      const found = causes.get(exclusion.exclusionId);
      if (found === undefined) return [];
      // The end of an interval is exclusive, and the last observation belongs to it.
      const atMs = found.confirmedUntilMs === null ? nowMs : Math.min(found.confirmedUntilMs + 1, nowMs);
      return [{ exclusion, atMs: Math.max(exclusion.fromMs, atMs), note: NOTES[found.cause] }];
    });
  }
}
